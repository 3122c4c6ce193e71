"""The realistic range of each metric of a tree, in the goal's period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.kgi.capacity import hours_of_periods
from kaname.goals.kpi_tree.months import PastMonths, past_months
from kaname.goals.kpi_tree.scaling import Scaling
from kaname.goals.models import Goal
from kaname.measures.periods import FiscalCalendar
from kaname.measures.realistic_range import RealisticRange, realistic_range
from kaname.people.models import Team

# Each comparable team costs a question to the store; a dozen says enough.
MOST_COMPARABLE = 12


@dataclass(frozen=True)
class ScaledRange:
    """P10, P50 and P90 in the goal's period, from whose past, and how months became that period."""

    found: RealisticRange
    scaling: Scaling

    @property
    def known(self) -> bool:
        return self.found.low is not None


def ranges_of(
    past: PastMonths,
    *,
    scalings: Mapping[str, Scaling],
    goal: Goal,
    before: date,
    definitions: Mapping[str, MetricDefinition],
    calendar: FiscalCalendar,
) -> dict[str, ScaledRange]:
    """From the team's own months; where these are too few, from those of the teams beside it."""
    period_hours = float(hours_of_periods(goal.team, [goal.period])[0])
    if period_hours == 0 or not past.hours.any():
        # Nobody's working time is known: calendar days stand for it, as they do for the pace.
        period_hours, past = float(goal.period.days), _by_days(past)

    def ranges(others: Sequence[PastMonths]) -> dict[str, ScaledRange]:
        return {key: _range(key, past, others, period_hours, scalings[key]) for key in past.keys}

    own = ranges([])
    if all(one.known or one.scaling.factor is None for one in own.values()):
        return own
    asked = {"before": before, "definitions": definitions, "calendar": calendar}
    return ranges([past_months(past.keys, team=team, **asked) for team in _beside(goal.team)])  # type: ignore[arg-type]


def _range(
    key: str, past: PastMonths, others: Sequence[PastMonths], period_hours: float, scaling: Scaling
) -> ScaledRange:
    """Empty where nothing says what months come to in the whole period."""
    found = realistic_range(
        values=past.of(key),
        hours=past.hours,
        period_hours=period_hours,
        additive=scaling.by_hours,
        comparable_values=np.stack([other.of(key) for other in others]) if others else None,
        comparable_hours=np.stack([other.hours for other in others]) if others else None,
    )
    return ScaledRange(_times(found, scaling.factor), scaling)


def _times(found: RealisticRange, factor: float | None) -> RealisticRange:
    if found.low is None or found.middle is None or found.high is None:
        return found
    if factor is None:
        return replace(found, low=None, middle=None, high=None)
    return replace(found, low=found.low * factor, middle=found.middle * factor, high=found.high * factor)


def _beside(team: Team | None) -> list[Team]:
    """Teams with the same parent."""
    if team is None:
        return []
    return list(Team.objects.active().filter(parent=team.parent_id).exclude(pk=team.pk)[:MOST_COMPARABLE])


def _by_days(past: PastMonths) -> PastMonths:
    return replace(past, hours=np.array([float(period.days) for period in past.periods]))
