"""The numbers of a goal that can be spread, and for whom: its KPIs and the KGI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaname.goals.models import Goal, Kpi
from kaname.goals.reader import Reader
from kaname.goals.spreading.teams import TeamTree
from kaname.goals.words import metric_name
from kaname.measures.periods import Period
from kaname.people.models import Team


@dataclass(frozen=True)
class Subject:
    """A metric that can be spread, and for whom. `of` names a team of its own that follows it."""

    metric_key: str
    team: Team | None
    name: str
    is_kgi: bool
    of: str = ""


@dataclass(frozen=True)
class Asked:
    """Whose sheet of which metric: the owner's (`top`, None: the organisation), or that of a team below."""

    goal: Goal
    metric_key: str
    team: Team | None
    top: Team | None
    is_kgi: bool

    @property
    def is_owner(self) -> bool:
        return self.team == self.top

    def is_given(self, parts: Sequence[Period]) -> bool:
        """Whether the team's own row comes from the sheet above it, or is the KGI's target itself."""
        return not self.is_owner or (self.is_kgi and tuple(parts) == (self.goal.period,))


def subjects_of(goal: Goal, reader: Reader) -> list[Subject]:
    """Every KPI, then the KGI."""
    found = [
        Subject(
            kpi.metric_key,
            kpi.team or goal.team,
            metric_name(kpi.metric_key, reader.definitions),
            is_kgi=kpi.team is None and kpi.metric_key == goal.metric_key,
            of=kpi.team.key if kpi.team else "",
        )
        for kpi in Kpi.objects.current().filter(goal=goal).select_related("team")
        if kpi.metric_key in reader.definitions
    ]
    if goal.metric_key in reader.definitions and not any(one.is_kgi for one in found):
        kgi = metric_name(goal.metric_key, reader.definitions)
        found.append(Subject(goal.metric_key, goal.team, kgi, is_kgi=True))
    return found


def asked_of(goal: Goal, metric: str, of: str, *, reader: Reader) -> Asked | None:
    """The sheet that an address names, else the first; None where there is nothing to spread."""
    subjects = subjects_of(goal, reader)
    if not subjects:
        return None
    named = [one for one in subjects if one.metric_key == metric] or subjects[:1]
    teams = TeamTree.read()
    team = next((one for one in teams.by_id.values() if one.key == of), None) if of else None
    # The same metric may be a KPI of the organisation and of a team: the nearest one's sheet is meant.
    within = [one for one in named if team is not None and team.pk in teams.within(one.team)]
    subject = min(within or named, key=lambda one: len(teams.within(one.team)) if within else 0)
    return Asked(goal, subject.metric_key, team if within else subject.team, subject.team, subject.is_kgi)


def tops_of(goal: Goal, metric_key: str) -> list[Team | None]:
    """The teams (None: the organisation) whose own number a metric is under a goal."""
    kpis = Kpi.objects.current().filter(goal=goal, metric_key=metric_key).select_related("team")
    found = [kpi.team or goal.team for kpi in kpis]
    return found if metric_key != goal.metric_key or goal.team in found else [*found, goal.team]


def top_of(goal: Goal, metric_key: str, team: Team | None) -> Team | None:
    """The nearest of them at or above a team; the goal's own where there is none."""
    teams, tops = TeamTree.read(), tops_of(goal, metric_key)
    line = [team, *teams.above(team)]
    return next((one for one in line if one in tops), goal.team)
