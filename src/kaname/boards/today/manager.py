"""A manager's Today: the team at a glance, who is stuck or has too much to do, and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.boards.evidence.looked_at import LookedAt
from kaname.boards.evidence.observation import Kind, Observation
from kaname.boards.evidence.risk import overloads
from kaname.boards.presentation.cards import Card
from kaname.boards.queries.kept import kept_answer
from kaname.boards.queries.members import Member
from kaname.boards.queries.plans import actions_in, adherence_of
from kaname.boards.selection import Subject
from kaname.boards.today.member import cards_of_kpis
from kaname.goals.actions.queries import Adherence, combined
from kaname.goals.figures import Figure
from kaname.measures.periods import ONE_DAY, Grain, Period
from kaname.measures.standstill import Standstill, standstill
from kaname.people.models import Person
from kaname.people.working_hours import hours_of
from kaname.web.formats.units import Unit

# The usual rate is that of the last three months.
USUAL_DAYS = 91
MOST_PEOPLE = 60


@dataclass(frozen=True)
class Cell:
    """A person's number of one KPI in the running month; `name` is the KPI's."""

    name: str
    figure: Figure
    unit: Unit


@dataclass(frozen=True)
class PersonLine:
    """One person: their KPIs, how far actions are kept this month (None: nothing was due), and what needs a look."""

    name: str
    key: str
    url: str
    cells: tuple[Cell, ...]
    kept: float | None
    concerns: tuple[Observation, ...]


@dataclass(frozen=True)
class ManagerToday:
    columns: tuple[str, ...]
    cards: tuple[Card, ...]
    people: tuple[PersonLine, ...]
    concerns: tuple[Observation, ...]
    more: int


def manager_today(looked: LookedAt, *, with_people: bool) -> ManagerToday:
    """`looked` is at the team that the manager runs; of a whole organisation there are no single people."""
    keys = [key for key in looked.keys if looked.on_board(key) is not None]
    concerns = list(_concerns(looked, keys)) if with_people else []
    members = [one for one in looked.board.members.people if one.key and one.row is not None] if with_people else []
    shown = members[:MOST_PEOPLE]
    looked.board.members.look_at(shown)
    kept = _kept(looked, [one.key for one in shown if one.key])
    return ManagerToday(
        columns=tuple(looked.name(key) for key in keys),
        cards=tuple(cards_of_kpis(looked)),
        people=tuple(_line(looked, member, keys, kept, concerns) for member in shown),
        concerns=tuple(concerns),
        more=len(members) - len(shown),
    )


def _concerns(looked: LookedAt, keys: Sequence[str]) -> Iterator[Observation]:
    """About everybody but the reader."""
    own = looked.asked.reader.person
    for one in (*_stuck(looked, keys), *overloads(looked)):
        if own is None or one.person != own.key:
            yield one


def _line(
    looked: LookedAt,
    member: Member,
    keys: Sequence[str],
    kept: Mapping[str, float | None],
    concerns: Sequence[Observation],
) -> PersonLine:
    key = member.key or ""
    cells = tuple(
        Cell(
            looked.name(one),
            looked.board.members.figure(member, one),
            looked.style.bare_unit(looked.definition(one)),
        )
        for one in keys
    )
    own = tuple(one for one in concerns if one.person == key)
    return PersonLine(member.name, key, looked.asked.links.of(Subject(person=key)), cells, kept.get(key), own)


def _kept(looked: LookedAt, person_keys: Sequence[str]) -> Mapping[str, float | None]:
    """How far each keeps their actions in the running month."""
    period, state = looked.asked.selection.period, looked.board.ledger.state
    lines = adherence_of(actions_in(period), person_keys, period=period, state=state, reader=looked.goals_reader)
    by_person: dict[str, list[Adherence]] = {}
    for line in lines:
        by_person.setdefault(line.person_key, []).append(line)
    return {key: combined(found) for key, found in by_person.items()}


def _stuck(looked: LookedAt, keys: Sequence[str]) -> Iterator[Observation]:
    """People for whom nothing of a KPI came for longer than chance explains, by their own usual rate."""
    for person, key, still in _standing_still(looked, keys):
        text = ngettext(
            "%(person)s: nothing of %(metric)s on the last %(n)s working day, where %(expected)s are usual.",
            "%(person)s: nothing of %(metric)s on the last %(n)s working days, where %(expected)s are usual.",
            still.days,
        ) % {
            "person": person.name,
            "metric": looked.name(key),
            "n": still.days,
            "expected": looked.style.short(round(still.expected), looked.definition(key)),
        }
        help_text = _("Ask what stands in the way, and offer one thing that you take on yourself.")
        yield Observation(Kind.AT_RISK, text, still.expected, key=key, reliefs=(help_text,), person=person.key)


def _standing_still(looked: LookedAt, keys: Sequence[str]) -> Sequence[tuple[Person, str, Standstill]]:
    """Up to yesterday: kept until a fact of these days changes."""
    counted = tuple(key for key in keys if looked.board.ledger.natures[key].step == 1.0)
    people = tuple(one.key for one in looked.board.members.people if one.key and one.key in looked.here_today)
    days = Period(looked.today - USUAL_DAYS * ONE_DAY, looked.today)

    def make() -> Sequence[tuple[Person, str, Standstill]]:
        return tuple(_found_still(looked, counted, people, days)) if counted and people else ()

    place = ("standing still", counted, people, days)
    return kept_answer(place, make, question=looked.question, days=days)


def _found_still(
    looked: LookedAt, counted: Sequence[str], person_keys: Sequence[str], days: Period
) -> Iterator[tuple[Person, str, Standstill]]:
    """What they did in whichever team: their working time is that of all as well."""
    people = list(Person.objects.filter(key__in=person_keys))
    where = {"person": list(person_keys)}
    found = looked.question.ask(
        counted, since=days.starts_on, until=days.ends_on, where=where, grain=Grain.DAY, by=("person",)
    )
    hours = hours_of(people, organisation=looked.asked.reader.organisation, period=days).hours
    for row, person in enumerate(people):
        for key in counted:
            counts = np.array([found.at(key, (person.key,), period=day) or 0.0 for day in found.periods])
            still = standstill(counts=counts, hours=hours[row])
            if still is not None:
                yield person, key, still
