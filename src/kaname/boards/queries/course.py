"""How a metric went through the period, step by step, against its pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

import numpy as np

from kaname.boards.queries.ahead import Ahead, ahead_of, way_ahead
from kaname.boards.queries.earlier import Progress
from kaname.boards.queries.ledger import BoardLedger
from kaname.facts.asking.question import Number, Question
from kaname.facts.metrics.definition import Ratio
from kaname.goals.outlooks import EndOutlook
from kaname.measures.pace import elapsed_share, expected_by_now
from kaname.measures.periods import Grain, Period, periods_between

# Longer periods than this are drawn week by week. [d]
MOST_DAYS = 100


class Reading(StrEnum):
    """What the value of a step says: summed since the period began, the rate since then, or the step alone."""

    SUMMED = "summed"
    TO_DATE = "to_date"
    EACH = "each"


@dataclass(frozen=True)
class Course:
    """Steps end before `ends_on`; the actual has no values after today, `pace` none without a target."""

    key: str
    reading: Reading
    steps: Sequence[Period]
    actual: Sequence[Number | None]
    pace: Sequence[float | None]
    weekly: bool
    ahead: Ahead | None = None


def course_of(
    key: str, ledger: BoardLedger, progress: Progress, *, question: Question, end: EndOutlook | None = None
) -> Course:
    """Steps on which nobody works and nothing happened are left out."""
    period, definition = ledger.selection.period, ledger.definitions[key]
    grain = Grain.DAY if period.days <= MOST_DAYS else Grain.WEEK
    steps = _steps(period, ledger, grain)
    reading, parts = Reading.EACH, [key]
    if ledger.natures[key].additive:
        reading = Reading.SUMMED
    elif isinstance(definition.computation, Ratio) and all(ledger.natures[part].additive for part in definition.parts):
        reading, parts = Reading.TO_DATE, list(definition.parts)
    each = question.series(
        parts, since=period.starts_on, until=period.ends_on, grain=grain, where=ledger.selection.where
    )
    actual = _read(reading, [each[part] for part in parts])
    shown = [step.starts_on <= progress.today for step in steps]
    kept = [
        number
        for number, step in enumerate(steps)
        if _worked(step, ledger) or any(each[part][number] for part in parts)
    ]
    pace = _pace(key, steps, ledger)
    way = way_ahead([steps[number] for number in kept], ledger, progress) if end and progress.running else ()
    return Course(
        key=key,
        reading=reading,
        steps=[steps[number] for number in kept],
        actual=[actual[number] if shown[number] else None for number in kept],
        pace=[pace[number] for number in kept],
        weekly=grain is Grain.WEEK,
        ahead=None
        if reading is Reading.EACH
        else ahead_of(end, [steps[n] for n in kept], [actual[n] for n in kept], way),
    )


def _steps(period: Period, ledger: BoardLedger, grain: Grain) -> list[Period]:
    """Days or weeks, cut to the period."""
    calendar = ledger.selection.calendar
    whole = periods_between(since=period.starts_on, until=period.ends_on, grain=grain, calendar=calendar)
    return [part for step in whole if (part := step.intersection(period))]


def _read(reading: Reading, parts: Sequence[Sequence[Number | None]]) -> list[Number | None]:
    if reading is Reading.EACH:
        return list(parts[0])
    sums = [list(accumulate((value or 0 for value in part), _exact_sum)) for part in parts]
    if reading is Reading.SUMMED:
        return list(sums[0])
    return [top / bottom if bottom else None for top, bottom in zip(*sums, strict=True)]


def _exact_sum(so_far: Number, more: Number) -> Number:
    """As decimals: 0.1 + 0.2 is 0.3, as the fact store has it."""
    whole = isinstance(so_far, int) and isinstance(more, int)
    return so_far + more if whole else float(Decimal(str(so_far)) + Decimal(str(more)))


def _pace(key: str, steps: Sequence[Period], ledger: BoardLedger) -> list[float | None]:
    target = ledger.targets.get(key)
    if target is None:
        return [None] * len(steps)
    now = ledger.roster.within(ledger.selection.period)
    shares = [elapsed_share(hours=now.hours_of_all, days=now.days, at=step.ends_on) for step in steps]
    additive = ledger.natures[key].additive
    return [expected_by_now(target=target.value, share=share, additive=additive) for share in shares]


def _worked(step: Period, ledger: BoardLedger) -> bool:
    first: date = ledger.roster.span.starts_on
    part = slice((step.starts_on - first) // timedelta(days=1), (step.ends_on - first) // timedelta(days=1))
    return bool(np.any(ledger.roster.hours_of_all[part] > 0))
