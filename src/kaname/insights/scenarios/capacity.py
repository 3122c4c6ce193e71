"""How much working time there is from here on if people come or go, or everybody has more or less of it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.facts.asking.shelf import ledgers
from kaname.goals.journal import organisation_and_journal
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.insights.scenarios.assumptions import PEOPLE, Assumptions
from kaname.measures.periods import Period
from kaname.people.queries import people_in, team_hours, teams_below
from kaname.web.store import facts

# Of a team that grows more than so, what it brings today says nothing.
MOST_TIMES = 5


@dataclass(frozen=True)
class Crew:
    """How many people are there from today on, and their hours on each day that is left. [h]"""

    people: int
    hours: tuple[float, ...]

    @property
    def most(self) -> int:
        """How many may join."""
        return self.people * MOST_TIMES


def within(crew: Crew, assumed: Assumptions) -> Assumptions:
    """Without more people leaving than there are, or so many joining that nothing is known of them."""
    if not assumed.people or -crew.people <= assumed.people <= crew.most:
        return assumed
    return replace(assumed, people=0.0, errors={**assumed.errors, PEOPLE: _limits(crew)})


def _limits(crew: Crew) -> str:
    if not crew.people:
        return _("Nobody is there from now on, so nothing says what one more would bring.")
    text = ngettext(
        "%(count)s person is there: give a number from -%(count)s to %(most)s.",
        "%(count)s people are there: give a number from -%(count)s to %(most)s.",
        crew.people,
    )
    return text % {"count": crew.people, "most": crew.most}


def crew_of(goal: Goal, reader: Reader) -> Crew:
    """Of the goal's team and those below it; read once until somebody writes to the ledger."""
    _organisation, journal = organisation_and_journal()
    key: Hashable = ("what if", goal.team_id, goal.ends_on, reader.today, journal)
    return ledgers(facts()).get(key, lambda: _read(goal, reader))


def capacity_of(crew: Crew, assumed: Assumptions, goal: Goal, reader: Reader) -> float:
    """As a share of what there is: who joins brings as much as those who are there, from the day on. [ratio]"""
    share = 0.0
    if assumed.people and crew.people:
        total = sum(crew.hours)
        begin = max(((assumed.since or reader.today) - reader.today).days, 0)
        ahead = sum(crew.hours[begin:]) / total if total > 0 else 0.0
        share = assumed.people / crew.people * ahead
    return max(1.0 + share, 0.0) * (1.0 + assumed.hours)


def _read(goal: Goal, reader: Reader) -> Crew:
    left = Period(max(reader.today, goal.starts_on), goal.ends_on)
    team = goal.team.key if goal.team else None
    _days, hours = team_hours(team, left)
    people = people_in(None if team is None else teams_below({team}), left)
    return Crew(len(people), tuple(float(one) for one in hours))
