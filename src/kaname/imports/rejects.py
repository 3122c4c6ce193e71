"""The rows that an import could not accept, as a file that a person can correct and import again."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dictionary
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Protocol, TextIO

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kaname.connectors.chunks import Chunk, Reject
from kaname.connectors.mapping.mapping import Mapping
from kaname.facts.streams import STREAMS
from kaname.imports.reasons import reason
from kaname.imports.uploads import folder

OWN_PREFIX = "Kaname: "
FORMULA = re.compile(r"[=@＝＠＋－\t\r\n]|[+-](?![\d\s.,()/-]*$)")


class RejectsFile:
    """Writes rejected rows as they come: where and why first, then the row as it was. There is no file without rows.

    `labels` are the names of fields in the language in force. [field key → name]
    """

    def __init__(self, path: Path, *, labels: Dictionary[str, str]) -> None:
        self.path = path
        self.labels = labels
        self.rows = 0
        self._file: TextIO | None = None

    def __enter__(self) -> RejectsFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def add(self, chunk: Chunk) -> int:
        """Write the chunk's rejected rows; how many there were."""
        before = self.rows
        for row, rejects in by_row(chunk.rejects):
            self._write(row, rejects, columns=chunk.columns)
        return self.rows - before

    def _write(self, row: int, rejects: list[Reject], *, columns: tuple[str, ...]) -> None:
        if self._file is None:
            # With a byte order mark, so that a spreadsheet opens Japanese text as it is.
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._file).writerow([*own_columns(), *map(safe, columns)])
        where = [where_of(reject, labels=self.labels) for reject in rejects]
        whys = [f"{place}: {reason(code=r.code, params=r.params)}" for place, r in zip(where, rejects, strict=True)]
        own = [str(row), *(joined(texts) for texts in (where, [reject.value for reject in rejects], whys))]
        csv.writer(self._file).writerow([*map(safe, own), *map(safe, rejects[0].cells)])
        self.rows += 1


def by_row(rejects: Iterable[Reject]) -> Iterator[tuple[int, list[Reject]]]:
    """The bad values of each row; a cell that is bad for two fields is told of once."""
    for row, found in groupby(rejects, key=lambda reject: reject.row):
        cells: dict[tuple[str, str], Reject] = {}
        for reject in found:
            cells.setdefault((reject.column or reject.field, reject.value), reject)
        yield row, list(cells.values())


class Rejects(Protocol):
    """What takes the rejected rows of an intake."""

    def add(self, chunk: Chunk) -> int:
        """Take the chunk's rejected rows; how many there were."""


def rejects_path(name: str) -> Path:
    """Where the rejected rows of a run go."""
    return folder("rejects") / f"{name}.csv"


def labels_of(mapping: Mapping) -> dict[str, str]:
    """Names of the fields that the mapping fills, in the language in force."""
    language = get_language() or "en"
    streams = [STREAMS[fact.stream] for fact in mapping.facts]
    return {field.key: field.name[language] for stream in streams for field in stream.fields}


def own_columns() -> list[str]:
    """The headers of what is added to the original columns; remembered mappings look past them."""
    names = (_("row"), pgettext("of a fact", "field"), _("value"), _("reason"))
    return [f"{OWN_PREFIX}{name}" for name in names]


def where_of(reject: Reject, *, labels: Dictionary[str, str]) -> str:
    """The place in the row as a person knows it: the column's header, else the field's name."""
    return reject.column or labels.get(reject.field, reject.field) or _("whole row")


def joined(texts: Iterable[str]) -> str:
    return " / ".join(texts)


def safe(cell: str) -> str:
    """The cell, kept from being run as a formula by the spreadsheet that opens the file."""
    return f"'{cell}" if FORMULA.match(cell) else cell
