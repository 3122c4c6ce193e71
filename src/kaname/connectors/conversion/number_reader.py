"""Fields that are numbers or lengths of time: plain ones by Arrow, the others each read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from kaname.connectors.conversion.arrays import Column, contains_byte, positions_of, read_distinct
from kaname.connectors.conversion.decimals import DECIMAL, fitted
from kaname.connectors.conversion.plain_numbers import digits, with_point, written
from kaname.connectors.conversion.reader import Cells, Reader
from kaname.connectors.error import ConnectorError
from kaname.connectors.shapes import DecimalMark, ShortDuration
from kaname.connectors.values.decimal_marks import settled
from kaname.connectors.values.durations import Short, read_duration
from kaname.connectors.values.numbers import Number, read_number
from kaname.connectors.values.unreadable import UnreadableError

_MAYBE_THOUSANDS = r"^[+-]?[1-9]\d{0,2}(\.\d{3})+([eE]|$)"
_NEEDS_MARK = r"\d[.,]\d|[¥￥\\円€]"


@dataclass(frozen=True)
class NumberReader:
    """Decimals, or whole numbers where `whole`. `unit` is the field's; `mark` and `short` None where not said."""

    texts: Reader
    unit: str = ""
    whole: bool = False
    rounds: bool = False
    mark: DecimalMark | None = None
    short: ShortDuration | None = None
    times: Decimal | None = None

    @property
    def places(self) -> tuple[int, ...]:
        return self.texts.places

    def read(self, cells: Cells) -> Column:
        texts = cells.read(self.texts)
        column = self._plain(texts.values, cells=cells) or self._mixed(texts.values, cells=cells)
        column.bad = {**column.bad, **texts.bad}
        return _whole(column) if self.whole else column

    def _plain(self, texts: pa.StringArray, *, cells: Cells) -> Column | None:
        """Read digits with or without a decimal point, None if anything else is among them."""
        if self.times is not None:
            return None
        numbers = digits(texts)
        if numbers is None and self.mark != "comma":
            numbers = with_point(texts)
            if numbers is not None and not self._is_point(texts, cells=cells):
                return None
        return None if numbers is None else Column(numbers)

    def _is_point(self, texts: pa.StringArray, *, cells: Cells) -> bool:
        """Tell whether points are decimal marks: said, proved by one of these numbers, or decided over the column."""
        if self.mark == "point" or not contains_byte(texts, b"."):
            return True
        exact = cells.block.exact(self.places[0])
        texts = texts if exact is None else texts.filter(pc.invert(exact))
        pointed = len(positions_of(pc.match_substring(texts, ".")))
        unsure = len(positions_of(pc.match_substring_regex(texts, _MAYBE_THOUSANDS)))
        if pointed > unsure or not pointed:  # a column with such a number is read with a point or not at all
            return True
        return cells.decisions.decimal_mark(self.places[0]) == "point"

    def _mixed(self, texts: pa.StringArray, *, cells: Cells) -> Column:
        exact = cells.block.exact(self.places[0]) if self.places else None
        if exact is None:
            return self._written(texts, mark=self.mark, cells=cells)
        typed = self._exact(pc.if_else(exact, texts, None), mark="point", cells=cells)
        written = self._written(pc.if_else(exact, None, texts), mark=self.mark, cells=cells)
        return Column(pc.coalesce(typed.values, written.values), {**typed.bad, **written.bad})

    def _written(self, texts: pa.StringArray, *, mark: DecimalMark | None, cells: Cells) -> Column:
        """Read the frequent forms at once, if any depends on the mark, and each of the others once."""
        if self.times is not None or not pc.any(pc.match_substring_regex(texts, _NEEDS_MARK)).as_py():
            return self._exact(texts, mark=mark, cells=cells)
        mark = mark or cells.decisions.decimal_mark(self.places[0])
        if mark is None:
            return self._exact(texts, mark=mark, cells=cells)
        quick = written(texts, mark=mark, yen=self.unit != "seconds")
        rest = self._exact(pc.if_else(quick.is_valid(), None, texts), mark=mark, cells=cells)
        return Column(pc.coalesce(quick, rest.values), rest.bad)

    def _exact(self, texts: pa.StringArray, *, mark: DecimalMark | None, cells: Cells) -> Column:
        read = self._reader(mark=mark, cells=cells)
        return read_distinct(texts, read=read, values=lambda found: pa.array(found, type=DECIMAL))

    def _reader(self, *, mark: DecimalMark | None, cells: Cells) -> Callable[[str], Decimal]:
        seconds = self.unit == "seconds"
        place = self.places[0]

        def read(text: str) -> Decimal:
            found = _read_duration(text) if seconds else _read_number(text)
            if isinstance(found, Short):
                if self.short is None:
                    raise ConnectorError(
                        "short_duration_ambiguous", column=cells.decisions.name(place), samples=(text,)
                    )
                found = found.settled(short=self.short)
            if isinstance(found, Number):
                if found.percent and self.unit:
                    raise UnreadableError("number_percent")
                if mark is None and (found.point != found.comma or found.currency):
                    found = settled(found, text=text, mark=cells.decisions.decimal_mark(place))
                else:
                    found = found.settled(mark=mark)
                found *= self.times or 1
            return fitted(found, rounds=self.rounds or seconds)

        return read


def _whole(column: Column) -> Column:
    whole = pc.round(column.values)
    parts = positions_of(pc.not_equal(column.values, whole))
    bad = {int(position): UnreadableError("number_not_whole") for position in parts}
    return Column(whole.cast(pa.int64()), {**column.bad, **bad})


@lru_cache(maxsize=1 << 17)
def _read_number(text: str) -> Number:
    return read_number(text)


@lru_cache(maxsize=1 << 17)
def _read_duration(text: str) -> Decimal | Short | Number:
    return read_duration(text)
