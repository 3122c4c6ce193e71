"""Changes that wait for somebody to look at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kaname.goals.reader import Reader
from kaname.insights.changes.names import Names
from kaname.insights.changes.page import Row, row_of
from kaname.insights.models import Change
from kaname.insights.models.change import ChangeQuerySet
from kaname.people.models import User

MOST = 4


@dataclass(frozen=True)
class Fresh:
    """The latest, and how many there are besides."""

    rows: Sequence[Row]
    more: int


def fresh_changes(reader: Reader) -> Fresh:
    """Of everything that the reader sees."""
    return _fresh(Change.objects.visible_in(reader.scope), lambda: reader)


def fresh_changes_of(team: str | None, *, user: User, at: datetime) -> Fresh:
    """Of a team (None: the organisation) whose totals the user sees; one query where there is nothing new."""
    return _fresh(Change.objects.filter(team_key=team or ""), lambda: Reader(user=user, at=at))


def _fresh(changes: ChangeQuerySet, reader: Callable[[], Reader]) -> Fresh:
    found = list(changes.new().order_by("-changed_on", "pk"))
    if not found:
        return Fresh((), 0)
    names = Names(reader())
    return Fresh([row_of(one, names) for one in found[:MOST]], max(len(found) - MOST, 0))
