"""Local times to instants and back, by the table of a zone's offsets.

A local time that a clock change skips is read with the offset before the change (so 02:30 is the instant that clocks
show as 03:30); one that occurs twice is the first. This is what Python does with fold=0.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

DAY = 86_400_000_000
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the zone is put on where it is known
_MICROSECOND = timedelta(microseconds=1)

OffsetAt = Callable[[int, tzinfo], int]


def instants_of(local: NDArray[np.int64], *, zone: tzinfo) -> NDArray[np.int64]:
    """Return the instants of local times, both in microseconds since 1970. [µs]"""
    return local - _offsets(local, zone=zone, offset_at=_offset_at_local)


def locals_of(instants: NDArray[np.int64], *, zone: tzinfo) -> NDArray[np.int64]:
    """Return the local times of instants, both in microseconds since 1970. [µs]"""
    return instants + _offsets(instants, zone=zone, offset_at=_offset_at_instant)


@lru_cache(maxsize=1 << 16)
def _offset_at_local(moment: int, zone: tzinfo) -> int:
    there = (_EPOCH + timedelta(microseconds=moment)).replace(tzinfo=zone)
    return (there.utcoffset() or timedelta()) // _MICROSECOND


@lru_cache(maxsize=1 << 16)
def _offset_at_instant(moment: int, zone: tzinfo) -> int:
    there = (_EPOCH + timedelta(microseconds=moment)).replace(tzinfo=UTC).astimezone(zone)
    return (there.utcoffset() or timedelta()) // _MICROSECOND


def _offsets(moments: NDArray[np.int64], *, zone: tzinfo, offset_at: OffsetAt) -> NDArray[np.int64]:
    """Return each moment's offset: one for a day that begins and ends with the same, else moment by moment."""
    if not len(moments):
        return moments
    days = moments // DAY
    first = int(days.min())
    days -= first
    table = np.zeros(int(days.max()) + 1, dtype=np.int64)
    changing = []
    for day in np.flatnonzero(np.bincount(days)).tolist():
        table[day] = offset_at((first + day) * DAY, zone)
        if table[day] != offset_at((first + day + 1) * DAY, zone):
            changing.append(day)
    offsets = table[days]
    for position in np.flatnonzero(np.isin(days, changing)).tolist() if changing else ():
        offsets[position] = offset_at(int(moments[position]), zone)
    return offsets
