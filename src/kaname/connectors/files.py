"""Tables in files: look at one, or read its rows as records of streams. The kind is told by content, not by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from kaname.connectors.chunks import Chunk
from kaname.connectors.conversion.reading import read_table
from kaname.connectors.csv.inspection import inspect_csv
from kaname.connectors.csv.opening import open_csv
from kaname.connectors.mapping.mapping import Mapping
from kaname.connectors.mapping.origins import FileOptions
from kaname.connectors.shapes import FileShape


def inspect(path: Path, *, options: FileOptions | None = None) -> FileShape:
    """Return what the file seems to hold; `options` is what a person has said about it already.

    Raises
    ------
    ConnectorError
        With a code of `codes.FILE_CODES`.
    """
    return inspect_csv(path, options=options or FileOptions())


def read(path: Path, *, mapping: Mapping, zone: ZoneInfo) -> Iterator[Chunk]:
    """Yield the file's rows as records, in order, in memory that does not grow with the file.

    Times without a zone are in `mapping.file.time_zone`, else in `zone`; days are those of `zone`, the organisation's.

    Raises
    ------
    ConnectorError
        With a code of `codes.FILE_CODES`, at the first chunk or later; records already yielded are then not complete.
    """
    opened = open_csv(path, options=mapping.file)
    yield from read_table(opened.table, mapping=mapping, zone=zone)
