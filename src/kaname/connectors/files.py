"""Tables in files: look at one, or read its rows as records of streams. The kind is told by content, not by name."""

from __future__ import annotations

import zipfile
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from kaname.connectors.chunks import Chunk
from kaname.connectors.conversion.reading import read_table
from kaname.connectors.csv.inspection import inspect_csv
from kaname.connectors.csv.opening import open_csv
from kaname.connectors.error import ConnectorError
from kaname.connectors.excel.opening import inspect_excel, open_excel
from kaname.connectors.mapping.mapping import Mapping
from kaname.connectors.mapping.origins import FileOptions
from kaname.connectors.shapes import FileShape
from kaname.connectors.table import Table

# A workbook is unpacked and held in memory as a whole; a text table of any size is read block by block.
LARGEST_WORKBOOK = 512 << 20
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")  # web pages that call themselves .xls
_NO_TABLES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"PAR1": "Parquet",
    b"SQLite format 3": "SQLite",
}


def inspect(path: Path, *, options: FileOptions | None = None) -> FileShape:
    """Return what the file seems to hold; `options` is what a person has said about it already.

    Raises
    ------
    ConnectorError
        With a code of `codes.FILE_CODES`.
    """
    look = inspect_excel if _is_workbook(path) else inspect_csv
    return look(path, options=options or FileOptions())


def read(path: Path, *, mapping: Mapping, zone: ZoneInfo) -> Iterator[Chunk]:
    """Yield the file's rows as records, in order, in memory that does not grow with the file.

    Times without a zone are in `mapping.file.time_zone`, else in `zone`; days are those of `zone`, the organisation's.

    Raises
    ------
    ConnectorError
        With a code of `codes.FILE_CODES`, at the first chunk or later; records already yielded are then not complete.
    """
    yield from read_table(open_table(path, options=mapping.file), mapping=mapping, zone=zone)


def open_table(path: Path, *, options: FileOptions) -> Table:
    """Return the file as a table of texts."""
    if _is_workbook(path):
        return open_excel(path, options=options).table
    return open_csv(path, options=options).table


def _is_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConnectorError("file_unreadable", permanent=False, reason=reason) from error
    for mark, kind in _NO_TABLES.items():
        if head.startswith(mark):
            raise ConnectorError("file_kind_unknown", kind=kind)
    if head.removeprefix(BOM_UTF8).lstrip().lower().startswith(_MARKUP):
        raise ConnectorError("file_kind_unknown", kind="HTML")
    if head.startswith(b"PK"):
        return _is_workbook_archive(path)
    return head.startswith(_OLD_WORKBOOK)


def _is_workbook_archive(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = {entry.filename: entry.file_size for entry in archive.infolist()}
    except zipfile.BadZipFile as error:
        raise ConnectorError("workbook_unreadable", reason=str(error)) from error
    if not unpacked.keys() & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise ConnectorError("file_kind_unknown", kind="ZIP")
    if (size := sum(unpacked.values())) > LARGEST_WORKBOOK:
        raise ConnectorError("workbook_too_large", size=size >> 20, most=LARGEST_WORKBOOK >> 20)
    return True
