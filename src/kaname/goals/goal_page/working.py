"""The ledger's part of a goal's page: who works for it in a period, how much of it is over, and what is asked of whom.

It holds until somebody writes to the ledger; facts change without it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from kaname.facts.asking.shelf import ledgers
from kaname.goals.elapsed import Elapsed, elapsed_of
from kaname.goals.journal import Journal
from kaname.goals.queries import targets_for
from kaname.goals.reader import Reader
from kaname.goals.spreading.crew import Crew, Hours, crew_of
from kaname.goals.spreading.settings import RampUp
from kaname.goals.spreading.teams import TeamTree
from kaname.goals.targets import Targets
from kaname.measures.periods import Period
from kaname.people.models import Team
from kaname.web.store import facts

WITHOUT_RAMP_UP = RampUp(start=1.0, months=0)


@dataclass(frozen=True)
class Working:
    """`crew` has two parts: the days of the period before today, and those from today on (one alone at its edges)."""

    team: Team | None
    period: Period
    today: date
    elapsed: Elapsed
    teams: TeamTree
    crew: Crew
    targets: Targets

    def hours_left(self, row: int) -> float:
        """Of one person, wherever they work. [h]"""
        return float(self.crew.hours[self.crew.row == row][:, self._ahead].sum())

    def share_of_person(self, row: int) -> float:
        """How much of a person's working time is over. [0-1]"""
        return self._share(self.crew.hours[self.crew.row == row])

    def share_of_team(self, ids: Collection[int]) -> float:
        """How much of the working time in some teams is over. [0-1]"""
        return self._share(self.crew.hours_in(ids))

    def part_of_person(self, row: int, ids: Collection[int]) -> float:
        """The share of a person's working time that lies in some teams. [0-1]"""
        own = float(self.crew.hours[self.crew.row == row].sum())
        here = float(self.crew.hours_in(ids, row=row).sum())
        return here / own if own > 0 else 1.0

    @property
    def _ahead(self) -> slice:
        """The parts from today on."""
        if self.today <= self.period.starts_on:
            return slice(0, None)
        return slice(1, None)

    def _share(self, hours: Hours) -> float:
        total, ahead = float(hours.sum()), float(hours[:, self._ahead].sum())
        return 1.0 - ahead / total if total > 0 else self.elapsed.share


def working_of(
    team: Team | None, period: Period, metric_keys: Sequence[str], *, reader: Reader, journal: Journal
) -> Working:
    """Of everybody in the team and below it; read once for all who look at it."""
    key = ("goal", None if team is None else team.pk, period, tuple(metric_keys), reader.today, journal)
    return ledgers(facts()).get(key, lambda: _read(team, period, metric_keys, reader))


def _read(team: Team | None, period: Period, metric_keys: Sequence[str], reader: Reader) -> Working:
    teams = TeamTree.read()
    parts = _before_and_after(period, reader.today)
    crew = crew_of(team, period=period, parts=parts, ramp=WITHOUT_RAMP_UP, teams=teams, reader=reader)
    return Working(
        team=team,
        period=period,
        today=reader.today,
        elapsed=elapsed_of(team, period, reader),
        teams=teams,
        crew=crew,
        targets=targets_for(
            metric_keys=metric_keys,
            period=period,
            team_key=team.key if team else None,
            team_keys=teams.keys(teams.within(team)),
            person_keys=[person.key for person in crew.people],
            definitions=reader.definitions,
        ),
    )


def _before_and_after(period: Period, today: date) -> list[Period]:
    if not period.starts_on < today < period.ends_on:
        return [period]
    return [Period(period.starts_on, today), Period(today, period.ends_on)]
