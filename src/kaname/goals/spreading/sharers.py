"""Who takes a share of a team's target: the teams right below it and its own people, with what each can carry."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.goals.kpis.carriers import Record
from kaname.goals.spreading.crew import NOBODY, Crew
from kaname.goals.spreading.teams import TeamTree
from kaname.people.models import Person, Team

Hours = NDArray[np.float64]


@dataclass(frozen=True)
class Sharer:
    """A team or a person, what each part of the period finds of them, and whether they take a share.

    All of shape (n_parts,): `capacity` is working time with ramp-up, `hours` and `meetings` are as they are [h];
    `elsewhere` tells the parts in which a person's target comes from another team.
    """

    team: Team | None
    person: Person | None
    capacity: Hours
    hours: Hours
    meetings: Hours
    elsewhere: NDArray[np.bool_]
    takes_share: bool

    @property
    def key(self) -> str:
        """team:KEY or person:KEY."""
        return f"person:{self.person.key}" if self.person else f"team:{self.team.key if self.team else ''}"

    @property
    def name(self) -> str:
        owner = self.person or self.team
        return owner.name if owner else ""

    def shares_in(self, place: int) -> bool:
        """Whether a part of this number is this team's to hand out to them."""
        return self.takes_share and not self.elsewhere[place]


@dataclass(frozen=True)
class Takers:
    """Who takes a share: whom nobody left out. Until somebody chooses, those whose work it is.

    That is who has something of the metric to their name, and who came too late for that into a team where somebody
    has. While nobody has, everybody takes one but those who stand above teams.
    """

    crew: Crew
    teams: TeamTree
    record: Record
    out: frozenset[str] | None
    top: Team | None

    def people(self, rows: Collection[int], team: Team | None) -> frozenset[int]:
        """Rows of those in a team who take a share."""
        if self.out is not None:
            return frozenset(row for row in rows if f"person:{self.crew.people[row].key}" not in self.out)
        doing = frozenset(row for row in rows if self.crew.people[row].key in self.record.doers)
        above_others = bool(self.teams.right_below(team))
        if not doing:
            return frozenset() if above_others or self._somebody_does else frozenset(rows)
        return doing | frozenset(row for row in rows if self._is_new(row) and not above_others)

    def team(self, team: Team) -> bool:
        if self.out is not None:
            return f"team:{team.key}" not in self.out
        return not self._somebody_does or bool(self.below(team))

    def below(self, team: Team) -> frozenset[int]:
        """Rows of those who take a share anywhere in a team."""
        found: frozenset[int] = frozenset()
        for pk in self.teams.within(team):
            found |= self.people(self.crew.rows_in([pk]), self.teams.by_id[pk])
        return found

    def left_out(self) -> set[str]:
        """Keys of all teams and people without a share."""
        every = [self.teams.by_id[pk] for pk in self.teams.within(self.top)]
        taking: frozenset[int] = frozenset()
        for one in every:
            taking |= self.people(self.crew.rows_in([one.pk]), one)
        people = {f"person:{person.key}" for row, person in enumerate(self.crew.people) if row not in taking}
        return people | {f"team:{one.key}" for one in every if not self.team(one)}

    @cached_property
    def _somebody_does(self) -> bool:
        return any(person.key in self.record.doers for person in self.crew.people)

    def _is_new(self, row: int) -> bool:
        """Whether the person was not there yet for the whole of the last month that tells who does what."""
        return bool(self.crew.began[row] > np.datetime64(self.record.months[-1].starts_on))


def sharers_of(team: Team | None, *, crew: Crew, teams: TeamTree, takers: Takers) -> list[Sharer]:
    """The teams right below, then the people of the team itself."""
    found = [_team(one, crew, teams, takers) for one in teams.right_below(team)]
    if team is not None:
        rows = crew.rows_in([team.pk])
        taking = takers.people(rows, team)
        # Who could do it stands there, even where nobody has done it yet.
        everybody = takers.out is None and not taking and not found
        found += [_person(row, team, crew, takes=everybody or row in taking) for row in rows]
    return found


def _team(team: Team, crew: Crew, teams: TeamTree, takers: Takers) -> Sharer:
    """With the people who take a share in it; with all where nobody does."""
    ids = teams.within(team)
    rows = takers.below(team) or frozenset(crew.rows_in(ids))
    capacity, hours, meetings = crew.of_teams(ids, rows=rows)
    return Sharer(team, None, capacity, hours, meetings, np.zeros(len(capacity), dtype=bool), takers.team(team))


def _person(row: int, team: Team, crew: Crew, *, takes: bool) -> Sharer:
    capacity, hours, meetings = (crew.of_person(name, row, team.pk) for name in ("capacity", "hours", "meetings"))
    elsewhere = (crew.home[row] != team.pk) & (crew.home[row] != NOBODY)
    return Sharer(None, crew.people[row], capacity, hours, meetings, elsewhere, takes)
