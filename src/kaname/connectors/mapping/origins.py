"""Where the value of one field comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kaname.connectors.shapes import DayOrder, DecimalMark, ShortDuration


@dataclass(frozen=True)
class FromColumn:
    """A cell, perhaps translated by `map`; `default` stands for an empty cell and for one that `map` does not list.

    `times` is what a number is multiplied by, where the header says "minutes" or 千円; a length of time with a unit of
    its own is not. `round` allows a number to be rounded to what its field can hold. The rest overrides the file's
    options for this column alone.
    """

    column: str
    map: Mapping[str, str] | None = None
    default: str | None = None
    day_order: DayOrder | None = None
    decimal_mark: DecimalMark | None = None
    short_duration: ShortDuration | None = None
    time_zone: str | None = None
    round: bool | None = None
    times: Decimal | None = None


@dataclass(frozen=True)
class FromColumns:
    """Several cells: a day and its time of day for an instant, else texts put together with `join` between them."""

    columns: tuple[str, ...]
    join: str = " "
    day_order: DayOrder | None = None
    time_zone: str | None = None


@dataclass(frozen=True)
class Literal:
    """The same value in every row."""

    value: str


@dataclass(frozen=True)
class Span:
    """The seconds from one instant to another."""

    start: FromColumn | FromColumns
    end: FromColumn | FromColumns


@dataclass(frozen=True)
class Undecided:
    """An entry of `id` that is a column if the file has one of that name, else a literal."""

    text: str


Origin = FromColumn | FromColumns | Literal | Span
IdPart = FromColumn | Literal | Undecided


def columns_of(origin: Origin | IdPart) -> tuple[str, ...]:
    """Return the names of the columns an origin certainly reads."""
    match origin:
        case FromColumn(column=column):
            return (column,)
        case FromColumns(columns=columns):
            return columns
        case Span(start=start, end=end):
            return columns_of(start) + columns_of(end)
    return ()


@dataclass(frozen=True)
class FileOptions:
    """What a person has said about the file; None is left to detection.

    `header_row` counts lines (or sheet rows) from 1; 0 means that there is none and columns are called #1, #2 …
    `quote` is "" for a file whose quotation marks are ordinary characters.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    day_order: DayOrder | None = None
    decimal_mark: DecimalMark | None = None
    short_duration: ShortDuration | None = None
    time_zone: str | None = None


@dataclass(frozen=True)
class FactMapping:
    """How a row becomes one fact of one stream, if it does.

    It does not when a column of `skip_when_empty` is empty, or one of `skip_when` has a value that is listed there.
    """

    stream: str
    id: tuple[IdPart, ...]
    fields: Mapping[str, Origin]
    attributes: Mapping[str, Origin] = field(default_factory=dict)
    skip_when_empty: tuple[str, ...] = ()
    skip_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
