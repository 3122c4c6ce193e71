"""What a file looks like before anybody has said what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

DayOrder = Literal["ymd", "dmy", "mdy"]
DecimalMark = Literal["point", "comma"]
ShortDuration = Literal["m:ss", "h:mm"]
ORDERS_AND_MARKS: tuple[str, ...] = (*get_args(DayOrder), *get_args(DecimalMark), *get_args(ShortDuration))
ColumnType = Literal["empty", "text", "integer", "decimal", "day", "instant", "time", "duration", "boolean"]


@dataclass(frozen=True)
class ColumnShape:
    """One column. `day_order` and `decimal_mark` are None where the column has no date or number that needs one."""

    name: str
    type: ColumnType
    day_order: DayOrder | Literal["ambiguous", "conflict"] | None = None
    decimal_mark: DecimalMark | Literal["ambiguous", "conflict"] | None = None
    short_duration: Literal["ambiguous"] | None = None
    samples: tuple[str, ...] = ()
    values: tuple[str, ...] = ()  # all different values of the sample, the most frequent first, where there are few
    empty: float = 0.0  # share of the sampled rows in which the cell is empty
    distinct: float = 0.0  # share of the sampled filled cells that are different


@dataclass(frozen=True)
class FileShape:
    """`header_row` is a line (or sheet row) counted from 1, 0 where there is no header. `rows` excludes the header."""

    kind: Literal["csv", "excel"]
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header_row: int = 1
    columns: tuple[ColumnShape, ...] = ()
    rows_estimate: int = 0
    sample: tuple[tuple[str, ...], ...] = field(default=(), repr=False)  # the first rows, as the file has them
