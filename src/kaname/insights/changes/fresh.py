"""Changes that wait for somebody to look at them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from kaname.facts.asking.shelf import ledgers
from kaname.goals.reader import Reader
from kaname.insights.changes.names import Names
from kaname.insights.changes.page import Row, row_of
from kaname.insights.models import Change
from kaname.insights.models.change import ChangeQuerySet
from kaname.people.models import User
from kaname.people.scope import Scope
from kaname.web.store import facts

MOST = 4


@dataclass(frozen=True)
class Fresh:
    """The latest, and how many there are besides."""

    rows: Sequence[Row]
    more: int


NOTHING = Fresh((), 0)


def fresh_changes(reader: Reader) -> Fresh:
    """Of everything that the reader sees."""
    found = list(_newest(Change.objects.visible_in(reader.scope)))
    return _fresh(found, reader) if found else NOTHING


def fresh_changes_of(team: str | None, *, user: User, scope: Scope, at: datetime, state: Hashable) -> Fresh:
    """Of a team (None: the organisation) whose totals the user sees: one query, and words only for what is new.

    `state` is that of the ledger, from which the names come; who leads the team is told more than who is in it.
    """
    found = _newest(Change.objects.filter(team_key=team or ""))
    told = tuple(found.values_list("pk", "watched_on", "made_at", "course", "probability"))
    if not told:
        return NOTHING
    key = ("fresh changes", team, told, state, scope, get_language())
    return ledgers(facts()).get(key, lambda: _fresh(list(found), Reader(user=user, at=at)))


def _newest(changes: ChangeQuerySet) -> ChangeQuerySet:
    return changes.new().order_by("-changed_on", "pk")


def _fresh(found: Sequence[Change], reader: Reader) -> Fresh:
    names = Names(reader)
    return Fresh([row_of(one, names) for one in found[:MOST]], max(len(found) - MOST, 0))
