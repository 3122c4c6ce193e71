"""What other slices ask about metrics in use and targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.in_use import MetricInUse, all_metrics, in_use
from kaname.goals.resolution.resolution import Resolution
from kaname.goals.targets import ByMetricAndKey, Origin, ResolvedTarget, Targets
from kaname.goals.values import metric_values
from kaname.measures.periods import Period
from kaname.people.working_hours import WorkingHours

__all__ = [
    "MetricInUse",
    "Origin",
    "ResolvedTarget",
    "Targets",
    "all_metrics",
    "board_keys",
    "definitions",
    "metric_values",
    "targets_for",
]


def definitions() -> dict[str, MetricDefinition]:
    """Every metric in use by key, in order of position: the catalogue with the ledger's changes and additions."""
    return in_use(all_metrics())


def board_keys() -> list[str]:
    """The metrics that boards show, in order. Those without any facts yet are among them."""
    return [key for key, metric in all_metrics().items() if metric.on_board and metric.archived_at is None]


def targets_for(
    *,
    metric_keys: Sequence[str],
    period: Period,
    team_key: str | None = None,
    team_keys: Sequence[str] = (),
    person_keys: Sequence[str] = (),
    definitions: Mapping[str, MetricDefinition] | None = None,
    working: WorkingHours | None = None,
) -> Targets:
    """The targets of a team (None: the organisation), of further teams and of people for a period.

    A person without an own target gets a share of their team's (origin "shared"); what holds as it is, a rate or a
    mean, also a team has from above (origin "above"). At most three queries, one more where `definitions` are left
    out; working time is read where `working` does not hold what sharing needs.
    """
    metric_keys = list(metric_keys)
    asked = Resolution(
        metric_keys=metric_keys,
        period=period,
        team_keys=[team_key, *team_keys],
        person_keys=person_keys,
        definitions=in_use(all_metrics()) if definitions is None else definitions,
        working=working,
    )
    teams = ByMetricAndKey(metric_keys, [team_key, *team_keys], asked.of_teams())
    return Targets(
        team={metric: target for (metric, key), target in teams.items() if key == team_key},
        teams=teams,
        people=ByMetricAndKey(metric_keys, person_keys, asked.of_people()),
    )
