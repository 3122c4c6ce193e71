"""A member's Today: actions, own KPIs with their pace, and what went well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kaname.boards.evidence.changes import changes_of
from kaname.boards.evidence.looked_at import LookedAt
from kaname.boards.evidence.observation import Observation
from kaname.boards.evidence.runs import in_full
from kaname.boards.evidence.well import went_well
from kaname.boards.presentation.cards import Card, card_of
from kaname.boards.queries.plans import actions_in, adherence_of
from kaname.goals.actions.queries import DueAction, actions_of
from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of
from kaname.people.models import Person

# So many good things are enough for a day.
MOST_WELL = 3
LOOK_BACK = timedelta(weeks=1)


@dataclass(frozen=True)
class MemberToday:
    """`now` is due today, `free` in the running week or month."""

    now: tuple[DueAction, ...]
    free: tuple[DueAction, ...]
    cards: tuple[Card, ...]
    well: tuple[Observation, ...]


def stretch_of(today: date, calendar: FiscalCalendar) -> Period:
    """The running week and the one before it, up to yesterday: what is over is not asked anew with every fact."""
    monday = period_of(today, grain=Grain.WEEK, calendar=calendar).starts_on
    return Period(monday - LOOK_BACK, today)


def member_today(looked: LookedAt, person: Person, *, day: date) -> MemberToday:
    """`looked` is at the person, in the stretch that Today looks back on."""
    due = actions_of(person, day=day, reader=looked.goals_reader)
    period, state, reader = looked.stretches.now.days, looked.board.ledger.state, looked.goals_reader
    lines = adherence_of(actions_in(period), [person.key], period=period, state=state, reader=reader)
    kept = in_full(lines, period=period, state=state, reader=reader)
    return MemberToday(
        now=tuple(one for one in due if one.period.days == 1),
        free=tuple(one for one in due if one.period.days > 1),
        cards=tuple(cards_of_kpis(looked)),
        well=tuple(went_well(looked, tuple(changes_of(looked)), kept)[:MOST_WELL]),
    )


def cards_of_kpis(looked: LookedAt) -> Iterator[Card]:
    """The KPIs as the board of the month shows them."""
    for key in looked.keys:
        kpi = looked.on_board(key)
        if kpi is not None:
            yield card_of(kpi, looked.board, looked.style, links=looked.asked.links, audience=looked.asked.audience)
