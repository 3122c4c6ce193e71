"""What changed from the stretch before: each KPI's values then and now, with how sure the difference is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kaname.boards.evidence.looked_at import LookedAt
from kaname.boards.queries.board import Kpi
from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.measures.difference import Difference, of_counts, of_proportions
from kaname.measures.direction import Direction
from kaname.measures.phases import dispersion


@dataclass(frozen=True)
class KpiChange:
    """A KPI in the stretch and in the one before; `month` is how the board of the month shows it.

    `expected` is what the rate of then brings in the hours of now, for counts and sums; `difference` has an interval
    where the facts carry one: counts, and shares of counts. `tried` is what a share is of. [unit of the metric]
    """

    key: str
    name: str
    definition: MetricDefinition
    value: float | None
    before: float | None
    expected: float | None
    difference: Difference | None
    tried: float | None
    month: Kpi | None

    @property
    def change(self) -> float | None:
        """Now against what was to be expected from before. [unit of the metric]"""
        if self.value is None or self.expected is None:
            return None
        return self.value - self.expected

    @property
    def is_better(self) -> bool:
        """Whether it surely moved in the direction that is wanted."""
        if self.difference is None or not self.difference.is_sure or self.definition.direction is Direction.RANGE:
            return False
        return (self.difference.size > 0) == (self.definition.direction is Direction.HIGHER)


def changes_of(looked: LookedAt) -> Iterator[KpiChange]:
    for key in looked.keys:
        definition = looked.definition(key)
        value, before = looked.now.get(key), looked.before.get(key)
        difference = _difference(key, looked)
        yield KpiChange(
            key=key,
            name=looked.name(key),
            definition=definition,
            value=value,
            before=before,
            expected=_expected(key, before, looked),
            difference=difference,
            tried=looked.now.get(looked.parts[key][1]) if key in looked.parts else None,
            month=looked.on_board(key),
        )


def _expected(key: str, before: float | None, looked: LookedAt) -> float | None:
    if before is None or looked.stretches.before is None:
        return None
    if not looked.board.ledger.natures[key].additive:
        return before
    return before * looked.stretches.now.hours / looked.stretches.before.hours


def _difference(key: str, looked: LookedAt) -> Difference | None:
    if looked.stretches.before is None:
        return None
    if key in looked.parts:
        return _of_shares(key, looked)
    definition = looked.definition(key)
    if definition.unit is not Unit.COUNT or not looked.board.ledger.natures[key].additive:
        return None
    now, before = looked.now.get(key), looked.before.get(key)
    if now is None or before is None:
        return None
    return of_counts(
        count=now,
        hours=looked.stretches.now.hours,
        count_before=before,
        hours_before=looked.stretches.before.hours,
        dispersion=_dispersion(key, looked),
    )


def _dispersion(key: str, looked: LookedAt) -> float:
    """How much more than chance the weeks before the stretch vary, from the first one with anything in it."""
    counts = looked.known_by_week(key)
    earlier = np.array([week.ends_on <= looked.stretches.now.days.starts_on for week in looked.weeks])
    return dispersion(counts=counts[earlier], hours=looked.week_hours[earlier])


def _of_shares(key: str, looked: LookedAt) -> Difference | None:
    """Only of counts of which the one is a part of the other."""
    top, bottom = looked.parts[key]
    found = [looked.now.get(top), looked.now.get(bottom), looked.before.get(top), looked.before.get(bottom)]
    won, tried, won_before, tried_before = (0.0 if one is None else float(one) for one in found)
    if not (0 <= won <= tried and 0 <= won_before <= tried_before):
        return None
    return of_proportions(won=won, tried=tried, won_before=won_before, tried_before=tried_before)
