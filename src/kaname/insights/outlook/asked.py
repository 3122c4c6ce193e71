"""Which targets the organisation, its teams and its people have in a period, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.goals.goal_page.nodes import asked_in_force
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.models import Goal
from kaname.goals.queries import targets_for
from kaname.goals.resolution.owners import Owner
from kaname.goals.targets import ByMetricAndKey, Targets
from kaname.insights.crew import Crew
from kaname.measures.periods import Period

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """`targets` hold those of all groups and people of the crew in the period."""

    period: Period
    targets: Targets
    planned: Mapping[tuple[str, str | None], float]

    @classmethod
    def of(cls, period: Period, metric_keys: Sequence[str], crew: Crew) -> Asked:
        """One question for everybody; what a goal plans for the metrics of its tree counts where no target does."""
        found = targets_for(
            metric_keys=metric_keys,
            period=period,
            team_keys=[owner.team for owner in crew.groups if owner.team],
            person_keys=[owner.person for owner in crew.people if owner.person],
            working=crew.roster.within(period).working,
        )
        return cls(period, found, _planned(period))

    @property
    def metrics(self) -> frozenset[str]:
        """Those of which anybody is asked anything."""
        return self.targets.teams.metrics | self.targets.people.metrics | {key for key, _team in self.planned}

    def values(self, key: str, owners: Sequence[Owner]) -> tuple[Numbers, Numbers]:
        """The targets of the owners and their upper ends; NaN where there is none. [unit of the metric]"""
        found = [self._of(key, owner) for owner in owners]
        return np.array([one[0] for one in found], dtype=np.float64), np.array(
            [one[1] for one in found], dtype=np.float64
        )

    def is_own(self, key: str, owner: Owner) -> bool:
        """Whether the owner is asked by name, and not as a part of somebody's."""
        held = self._held(owner).get((key, owner.person or owner.team))
        return held is not None and held.is_own

    def _held(self, owner: Owner) -> ByMetricAndKey:
        return self.targets.people if owner.person else self.targets.teams

    def _of(self, key: str, owner: Owner) -> tuple[float, float]:
        held = self._held(owner).get((key, owner.person or owner.team))
        if held is None:
            planned = np.nan if owner.person else self.planned.get((key, owner.team), np.nan)
            return planned, np.nan
        return held.value, np.nan if held.upper is None else held.upper


def _planned(period: Period) -> dict[tuple[str, str | None], float]:
    """What published goals of exactly this period plan for the metrics of their trees, by metric and team."""
    found: dict[tuple[str, str | None], float] = {}
    goals = Goal.objects.published().current().filter(starts_on=period.starts_on, ends_on=period.ends_on)
    for goal in goals.select_related("team"):
        tree = tree_of(goal)
        if tree is not None:
            team = goal.team.key if goal.team else None
            found |= {(key, team): value for key, value in asked_in_force(goal, tree).items() if np.isfinite(value)}
    return found
