"""Past outlooks of one number as lines of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.resolution.owners import Owner
from kaname.insights.models import PastOutlook
from kaname.measures.periods import Period
from kaname.web.formats.chances import chance
from kaname.web.formats.quantities import as_pace, percent, short
from kaname.web.formats.units import Unit

# What was said when half of the period had passed tells most: a year of it.
HALF, MOST = 0.5, 12


@dataclass(frozen=True)
class PastLine:
    """What was said, and what came true; `held` is whether the interval did."""

    period: str
    said: str
    interval: str
    chance: str
    outcome: str
    held: bool
    reached: bool | None
    replayed: bool


def past_lines(rows: Mapping[Period, PastOutlook], unit: Unit, reader: Reader) -> list[PastLine]:
    """The newest first."""
    return [_line(period, row, unit, reader) for period, row in list(rows.items())[:MOST]]


def past_of(key: str, owner: Owner, reader: Reader) -> dict[Period, PastOutlook]:
    """Those given at half of the period, the newest first; of two of one period the one that was really given.

    Who may see a number as it is one of a goal's may not see what it came to before.
    """
    rows = (
        PastOutlook.objects.visible_in(reader.scope)
        .filter(
            metric_key=key,
            team_key=owner.team or "",
            person_key=owner.person or "",
            share=HALF,
            outcome__isnull=False,
        )
        .order_by("-starts_on", "ends_on", "replayed")
    )
    kept: dict[Period, PastOutlook] = {}
    for row in rows:
        kept.setdefault(Period(row.starts_on, row.ends_on), row)
    return kept


def _line(period: Period, row: PastOutlook, unit: Unit, reader: Reader) -> PastLine:
    def amount(value: float | None) -> str:
        return short(as_pace(value, unit), unit, language=reader.language)

    return PastLine(
        period=period_name(period, calendar=reader.calendar, language=reader.language),
        said=amount(row.expected),
        interval=f"{amount(row.low)}–{amount(row.high)}",
        chance=chance(row.probability) if row.probability is not None else percent(None),
        outcome=amount(row.outcome),
        held=row.outcome is not None and row.low <= row.outcome <= row.high,
        reached=row.reached,
        replayed=row.replayed,
    )
