"""Members × metrics: everybody's attainment against the pace of their own working time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kaname.boards.queries.earlier import Progress
from kaname.boards.queries.ledger import BoardLedger
from kaname.boards.queries.values import Values
from kaname.facts.asking.question import People
from kaname.goals.figures import Figure, figure, for_part
from kaname.goals.outlooks import Outlooks
from kaname.measures.pace import elapsed_shares
from kaname.measures.working_time import Hours
from kaname.people.staffing import Roster

# Fewer people than this are not shown as a range: who knows the team would know whose number it is.
FEWEST_IN_RANGE = 5
RANGE = (0.1, 0.9)


@dataclass(frozen=True)
class Member:
    """A person of the subject. `part` is the share of their working time that was spent here. [0-1]"""

    key: str | None
    name: str
    row: int | None
    part: float


@dataclass(frozen=True)
class Members:
    """Judged on demand: a page shows some of five hundred people."""

    ledger: BoardLedger
    values: Values
    stale: Mapping[str, bool]
    ends: Outlooks
    people: Sequence[Member]
    shares: Sequence[float]
    over: bool

    def look_at(self, people: Sequence[Member]) -> None:
        """Read these people's numbers at once, and nobody else's."""
        if self.values.people is not None:
            self.values.people.ask_for(member.key for member in people)

    def look_at_everybody(self) -> None:
        if self.values.people is not None:
            self.values.people.ask_for_all()

    def figure(self, member: Member, key: str) -> Figure:
        """One person's number; it is that of the subject's facts, and the target counts for the time spent here."""
        nature = self.ledger.natures[key]
        target = self.ledger.people_targets.get((key, member.key)) if member.row is not None else None
        target = self.values.asked_of(member.key, key, target)
        return figure(
            nature=nature,
            actual=self.values.people.value(key, member.key) if self.values.people else None,
            target=for_part(target, part=member.part) if target and nature.additive else target,
            share=1.0 if member.row is None else self.shares[member.row],
            over=self.over,
            stale=self.stale[key],
            outlook=self.ends.get((key, "", member.key)) if member.key and member.part >= 1 else None,
        )

    def pace(self, member: Member, key: str) -> float | None:
        """The figure against what was expected by now: 1 is on pace. [ratio]"""
        return self.figure(member, key).of_pace

    def sorted_by(self, key: str | None, *, falling: bool) -> list[Member]:
        """By name, or by pace in a metric; those without one come last."""
        if key is None:
            return list(reversed(self.people)) if falling else list(self.people)
        paces = [(self.pace(member, key), place, member) for place, member in enumerate(self.people)]
        known = sorted(
            ((pace, place, member) for pace, place, member in paces if pace is not None),
            key=lambda one: (-one[0] if falling else one[0], one[1]),
        )
        return [member for *_, member in known] + [member for pace, _, member in paces if pace is None]

    @cached_property
    def judged_keys(self) -> list[str]:
        """Metrics for which somebody has a target; all where nobody has any."""
        judged = [key for key in self.values.keys if key in self.ledger.people_targets.metrics]
        return judged or list(self.values.keys)

    def spread(self, key: str) -> tuple[float, float] | None:
        """What the middle 80 % of the people who worked here reached; None where that would point at somebody."""
        return None if self.values.people is None else spread_of(self.values.people, key)


def spread_of(people: People, key: str) -> tuple[float, float] | None:
    """What the middle 80 % of those with facts reached; None where that would point at somebody."""
    persons = (group for group in people.present if group is not None)
    known = [actual for person in persons if (actual := people.value(key, person)) is not None]
    if len(known) < FEWEST_IN_RANGE:
        return None
    low, high = np.quantile(known, RANGE)
    return float(low), float(high)


def members_of(
    ledger: BoardLedger,
    values: Values,
    progress: Progress,
    stale: Mapping[str, bool],
    ends: Outlooks,
    *,
    names: Mapping[str, str],
) -> Members:
    """Everybody who worked here in the period or has facts in it, by name; then others with facts, nobody last."""
    now = ledger.roster.within(ledger.selection.period)
    here = _hours_here(now, ledger)
    present = values.people.present if values.people else []
    shares = elapsed_shares(hours=here, days=now.days, at=progress.today) if len(here) else np.zeros(0)
    people = [*_of_roster(now, here, present), *_others(now, present, names)]
    return Members(ledger, values, stale, ends, people, shares.tolist(), progress.over)


def _hours_here(now: Roster, ledger: BoardLedger) -> Hours:
    """Everybody's working time in the subject's teams, shape (n_people, n_days). [h]"""
    team = ledger.selection.subject.team
    hours: Hours = now.hours * now.here(None if team is None else ledger.teams.below(team))
    return hours


def _of_roster(now: Roster, here: Hours, present: Collection[str | None]) -> list[Member]:
    own, spent, known = now.hours.sum(axis=1), here.sum(axis=1), frozenset(present)
    parts = np.divide(spent, own, out=np.ones_like(own), where=own > 0)
    return [
        Member(key, now.names[row], row, float(parts[row]))
        for row, key in enumerate(now.person_keys)
        if spent[row] > 0 or key in known
    ]


def _others(now: Roster, present: Collection[str | None], names: Mapping[str, str]) -> list[Member]:
    """People with facts here who were members of no team, and None for facts of nobody we know."""
    strangers = sorted((names.get(key, key), key) for key in present if key is not None and key not in now.row_of)
    found = [Member(key, name, None, 1.0) for name, key in strangers]
    return [*found, Member(None, "", None, 1.0)] if None in present else found
