"""Fields that are days and instants: ISO 8601 by Arrow, else each different day and each different time read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaname.connectors.conversion.arrays import Column, contains_byte, joined, read_distinct
from kaname.connectors.conversion.moments import DAY_ONLY, INSTANT, LOCAL, NOTHING, Moments, as_moments
from kaname.connectors.conversion.reader import Cells, Reader
from kaname.connectors.shapes import DayOrder
from kaname.connectors.values.days import YEARS, Triple, odd_year
from kaname.connectors.values.moments import Moment, Written, read_clock, read_written
from kaname.connectors.values.texts import plain
from kaname.connectors.values.unreadable import UnreadableError

# 1900 to 2200; outside of it the exact reader decides. [µs]
_FAST = tuple(int(np.datetime64(year, "us").astype(np.int64)) for year in ("1900", "2200"))
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class ClockJoinReader:
    """A column of days and one of times as one text; a day that comes with midnight is a day."""

    places: tuple[int, int]

    def read(self, cells: Cells) -> Column:
        parts = [cells.texts(place) for place in self.places]
        days, clocks = (part.values for part in parts)
        if contains_byte(days, b":"):
            days = pc.replace_substring_regex(days, r"[ T]0?0:00(:00(\.0+)?)?$", "")
        return Column(joined([days, clocks], by=" "), {**parts[0].bad, **parts[1].bad})


@dataclass(frozen=True)
class MomentReader:
    """Days, or days with times, as structs of `day` and `instant`. `order` and `zone` are None where not said."""

    texts: Reader
    order: DayOrder | None = None
    zone: tzinfo | None = None

    @property
    def places(self) -> tuple[int, ...]:
        return self.texts.places

    def read(self, cells: Cells) -> Column:
        texts = cells.read(self.texts)
        moments = _iso(texts.values) or self._written(texts.values, cells=cells)
        moments.bad = {**moments.bad, **texts.bad}
        return moments.settled(source=self.zone or cells.zone, organisation=cells.zone)

    def _written(self, texts: pa.StringArray, *, cells: Cells) -> Moments:
        if not contains_byte(texts, b" "):
            return self._exact(texts, cells=cells)
        days, clocks = _split(texts)
        moments = self._exact(days, cells=cells)
        odd = _put_clocks(moments, clocks=clocks)
        if len(odd):
            self._replace(moments, at=odd, texts=texts, cells=cells)
        return moments

    def _replace(self, moments: Moments, *, at: NDArray[np.int64], texts: pa.StringArray, cells: Cells) -> None:
        """Read the values again as a whole that are not a day, a space and a time."""
        again = self._exact(texts.take(pa.array(at)), cells=cells)
        moments.micros[at], moments.kind[at] = again.micros, again.kind
        moments.bad = {int(at[position]): reason for position, reason in again.bad.items()}

    def _exact(self, texts: pa.StringArray, *, cells: Cells) -> Moments:
        def read(text: str) -> Moment:
            try:
                written = _read_written(text)
                order = self.order
                if order is None and isinstance(written.day, Triple):
                    order = cells.decisions.day_order(self.texts.places[0])
                return written.settled(order=order)
            except UnreadableError as reason:
                raise _year_or(reason, text=text) from None

        return Moments.from_column(read_distinct(texts, read=read, values=as_moments))


def _year_or(reason: UnreadableError, *, text: str) -> UnreadableError:
    """Return the reason, saying of an impossible day that it is the year that cannot be."""
    year = odd_year(plain(text)) if reason.code == "date_impossible" else ""
    return UnreadableError("date_year", year=year, first=YEARS[0], last=YEARS[-1]) if year else reason


def _iso(texts: pa.StringArray) -> Moments | None:
    """Read a column that is ISO 8601 throughout, with zones throughout or without any; None if it is not."""
    for zone, kind in ((None, LOCAL), ("UTC", INSTANT)):
        try:
            instants = texts.cast(pa.timestamp("us", tz=zone))
        except pa.ArrowInvalid:
            continue
        micros = instants.cast(pa.int64()).fill_null(0).to_numpy()
        if len(micros) and (micros.min() < _FAST[0] or micros.max() >= _FAST[1]):
            return None
        kinds = np.where(pc.binary_length(texts).fill_null(0).to_numpy() > len("2026-04-01"), kind, DAY_ONLY)
        kinds[texts.is_null().to_numpy(zero_copy_only=False)] = NOTHING
        return Moments(micros, kinds.astype(np.uint8), {})
    return None


def _split(texts: pa.StringArray) -> tuple[pa.StringArray, pa.StringArray]:
    """Return what is before the first space, and what is behind it (null where there is none)."""
    lists = pc.split_pattern(texts, " ", max_splits=1)
    lengths = lists.value_lengths().fill_null(0)
    starts = pc.subtract(pc.cumulative_sum(lengths), lengths)
    parts = lists.flatten()
    days = parts.take(pc.if_else(pc.greater(lengths, 0), starts, None))
    return days, parts.take(pc.if_else(pc.greater(lengths, 1), pc.add(starts, 1), None))


_CLOCK = pa.struct([("micros", pa.int64()), ("offset", pa.int64())])


def _put_clocks(moments: Moments, *, clocks: pa.StringArray) -> NDArray[np.int64]:
    """Put times to days, and return the positions where that makes no sense."""
    column = read_distinct(clocks, read=_read_clock, values=lambda found: pa.array(found, type=_CLOCK))
    micros, offset = column.values.field("micros"), column.values.field("offset")
    given = clocks.is_valid().to_numpy(zero_copy_only=False)
    odd = np.array(sorted({*moments.bad, *column.bad}), dtype=np.int64)
    odd = np.union1d(odd, np.flatnonzero(given & (moments.kind != DAY_ONLY)))
    zoned = offset.is_valid().to_numpy(zero_copy_only=False)
    moments.micros += micros.fill_null(0).to_numpy() - offset.fill_null(0).to_numpy()
    moments.kind[given] = LOCAL
    moments.kind[zoned] = INSTANT
    return odd


@lru_cache(maxsize=1 << 17)
def _read_clock(text: str) -> tuple[int, int | None]:
    """Return the microseconds since midnight and of the zone's offset; a zone with clock changes needs the day too."""
    clock, zone = read_clock(text)
    if zone is not None and not isinstance(zone, timezone):
        raise UnreadableError("zone_unknown", zone=str(zone))
    return clock // _MICROSECOND, _offset(zone)


def _offset(zone: tzinfo | None) -> int | None:
    offset = zone.utcoffset(None) if zone else None
    return None if offset is None else offset // _MICROSECOND


@lru_cache(maxsize=1 << 17)
def _read_written(text: str) -> Written:
    return read_written(text)
