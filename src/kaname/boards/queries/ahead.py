"""The way from today to where a period is expected to end, as a chart draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from kaname.boards.queries.earlier import Progress
from kaname.boards.queries.ledger import BoardLedger
from kaname.goals.outlooks import EndOutlook
from kaname.measures.pace import elapsed_share
from kaname.measures.periods import Period

Numbers = Sequence[float | None]


@dataclass(frozen=True)
class Ahead:
    """The expected course with its interval, None up to the last step that is over. [unit of the metric]"""

    expected: Numbers
    low: Numbers
    high: Numbers


def way_ahead(steps: Sequence[Period], ledger: BoardLedger, progress: Progress) -> list[float]:
    """How much of the working time that is left is over after each step, below 0 before today. [ratio]"""
    now, left = ledger.roster.within(ledger.selection.period), 1.0 - progress.share
    shares = (elapsed_share(hours=now.hours_of_all, days=now.days, at=step.ends_on) for step in steps)
    passed = [(share - progress.share) / left if left > 0 else 1.0 for share in shares]
    return [
        -1.0 if step.ends_on < progress.today else min(share, 1.0) for step, share in zip(steps, passed, strict=True)
    ]


def ahead_of(end: EndOutlook | None, steps: Sequence[Period], actual: Numbers, way: Sequence[float]) -> Ahead | None:
    """From the last known value straight to the expected end; the interval opens as noise and drift add up."""
    if end is None or end.expected is None or not way:
        return None
    begin = next(
        (float(value) for value, at in zip(reversed(actual), reversed(way), strict=True) if at <= 0 and value), 0.0
    )
    noise, drift = end.band
    spread = [
        sqrt((noise * at + drift * at**2) / (noise + drift)) if at > 0 and noise + drift > 0 else 0.0 for at in way
    ]
    expected = [begin + (end.expected - begin) * max(at, 0.0) for at in way]
    lines = (
        expected,
        [value - (end.expected - end.low) * part for value, part in zip(expected, spread, strict=True)],
        [value + (end.high - end.expected) * part for value, part in zip(expected, spread, strict=True)],
    )
    return Ahead(*([value if at >= 0 else None for value, at in zip(line, way, strict=True)] for line in lines))
