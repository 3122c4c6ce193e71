"""The season as the page shows it, and as it is typed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kaname.connectors.values.numbers import read_number
from kaname.connectors.values.unreadable import UnreadableError
from kaname.goals.reader import Reader
from kaname.goals.spreading.parts import Parts
from kaname.goals.spreading.settings import LARGEST_INDEX
from kaname.measures.periods import ONE_DAY
from kaname.web.formats.periods import SHORT_MONTH, dated


@dataclass(frozen=True)
class SeasonField:
    """One month of the year: what was measured, and what somebody typed instead."""

    month: int
    name: str
    measured: float
    typed: str


def season_fields(parts: Parts, reader: Reader) -> tuple[SeasonField, ...]:
    """The months that the period touches, in its order."""
    months = dict.fromkeys(month for period in parts.periods for month in _months(period.starts_on, period.ends_on))
    return tuple(
        SeasonField(
            month,
            dated(date(2000, month, 1), SHORT_MONTH, language=reader.language),
            parts.season.indices[month - 1],
            f"{parts.by_hand[month]:g}" if month in parts.by_hand else "",
        )
        for month in months
    )


def read_season(typed: Mapping[int, str]) -> dict[int, float]:
    """Indices by month of the year; empty fields follow what was measured. Raises ValueError with what to do."""
    found = {}
    for month, text in typed.items():
        if text.strip():
            try:
                found[month] = float(read_number(text).settled(mark=None))
            except UnreadableError:
                found[month] = -1.0
            if not 0 <= found[month] <= LARGEST_INDEX:
                raise ValueError(_("A season is a factor between 0 and 10, such as 1.2 for a fifth above the average."))
    return found


def _months(since: date, until: date) -> list[int]:
    last_on = until - ONE_DAY
    first, last = (day.year * 12 + day.month - 1 for day in (since, last_on))
    return [month % 12 + 1 for month in range(first, last + 1)]
