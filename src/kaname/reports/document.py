"""What a report says, as plain data: sentences, tables and charts, each number raw and as it is shown.

A report is made once and rendered many times, as a page, PDF, workbook and slides: all of them show what stands here,
so none of them computes anything. It is kept as JSON (`document_json`), by a schema that has a version.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from kaname.web.formats.units import Unit

SCHEMA = 1


class ChartKind(StrEnum):
    """How a chart is drawn; of a waterfall the first and the last value are totals, those between are steps."""

    BARS = "bars"
    LINES = "lines"
    WATERFALL = "waterfall"


@dataclass(frozen=True)
class Cell:
    """What is shown, and the number behind it in `unit`; `signed` is a change, of a ratio one in points."""

    text: str
    value: float | None = None
    unit: Unit | None = None
    signed: bool = False


@dataclass(frozen=True)
class Column:
    """`numeric` ones stand right; the first column of a table names its rows."""

    key: str
    name: str
    numeric: bool = True


@dataclass(frozen=True)
class Row:
    """`key` stays the same when the report is made again, so that numbers can be compared."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """`settled` numbers follow from the facts of the month; `restricted` ones are for those who manage the subject."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    restricted: bool = False
    settled: bool = True


@dataclass(frozen=True)
class Series:
    """One value per label, None where there is none. [unit of the chart]"""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Mark:
    """What happened from the period at `place` to that at `until`; `words` is all of `text`."""

    place: int
    until: int
    text: str
    words: str


@dataclass(frozen=True)
class Chart:
    """`sentence` says what it shows; `better` is the direction that is a good one: higher, lower or range."""

    key: str
    kind: ChartKind
    title: str
    sentence: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit
    better: str = "higher"
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the report; `empty` says why there is nothing in it, where there is nothing."""

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    empty: str = ""
    restricted: bool = False


@dataclass(frozen=True)
class Term:
    """What a number means: how it comes about, in words."""

    key: str
    name: str
    words: str


@dataclass(frozen=True)
class ReportDocument:
    """`sentence` answers the report's question; days are those of the month: starts_on <= day < ends_on."""

    language: str
    title: str
    sentence: str
    organisation: str
    subject: str
    period: str
    starts_on: date
    ends_on: date
    made: str
    sections: tuple[Section, ...]
    definitions: tuple[Term, ...]
    labels: dict[str, str] = field(default_factory=dict)

    def tables(self) -> Iterator[tuple[Section, Table]]:
        for section in self.sections:
            for table in section.tables:
                yield section, table

    def table(self, key: str) -> Table | None:
        return next((table for _section, table in self.tables() if table.key == key), None)

    def of_totals(self) -> ReportDocument:
        """The subject's totals alone, without what its teams and people did."""
        kept = [section for section in self.sections if not section.restricted]
        sections = tuple(
            replace(section, tables=tuple(table for table in section.tables if not table.restricted))
            for section in kept
        )
        return replace(self, sections=sections)
