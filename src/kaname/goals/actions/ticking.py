"""Saying that an action was done, taking that back, and noting something about it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kaname.goals.errors import GoalsError
from kaname.goals.models import Action, ActionTick
from kaname.goals.setting import may_set
from kaname.people.models import Person, User
from kaname.people.scope import Scope
from kaname.web.live import hub

LONGEST_NOTE = 500


def may_tick(scope: Scope, user: User, person: Person) -> bool:
    """One's own actions, and those of people whom one manages."""
    return person.user_id == user.pk or may_set(scope, team=None, person=person)


@transaction.atomic
def tick(
    action: Action, *, person: Person, day: date, amount: Decimal, note: str = "", by: User | None, at: datetime
) -> ActionTick:
    """Write down that so much was done on the day; of what facts count, 0 with a note.

    Raises
    ------
    GoalsError
        text_too_long, tick_out_of_days, tick_says_nothing, tick_negative.
    """
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise GoalsError("text_too_long", limit=LONGEST_NOTE)
    if day < action.starts_on or (action.ends_on is not None and day >= action.ends_on):
        raise GoalsError("tick_out_of_days")
    if amount < 0:
        raise GoalsError("tick_negative")
    if amount == 0 and not note:
        raise GoalsError("tick_says_nothing")
    transaction.on_commit(hub.publish)
    return ActionTick.objects.create(action=action, person=person, done_on=day, amount=amount, note=note, by=by, at=at)


@transaction.atomic
def take_back(found: ActionTick, *, by: User | None, at: datetime) -> None:
    """As if it had not been said; the record stays."""
    transaction.on_commit(hub.publish)
    found.undo(by=by, at=at)
