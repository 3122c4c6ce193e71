"""Telling leaders of what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from kaname.insights.models import Change
from kaname.people.models import Person, Role, User
from kaname.people.queries import organisation
from kaname.people.scope import scope_of
from kaname.telling.kinds import Kind
from kaname.telling.operations import Message, tell

CHANGES = "insights.changes"
KIND = Kind(CHANGES, gettext_lazy("KPIs of my team or organisation left their level"))
LEADING = (Role.ADMINISTRATOR, Role.EXECUTIVE, Role.MANAGER)


def tell_leaders(changes: Sequence[Change], *, at: datetime) -> None:
    """One piece of news for each leader, of the changes that they see; it may wait for the morning."""
    if not changes:
        return
    by_count: dict[int, list[User]] = {}
    today = organisation().today(at)
    for user in _leaders():
        seen = Change.objects.filter(pk__in=[one.pk for one in changes]).visible_in(scope_of(user, today)).count()
        if seen:
            by_count.setdefault(seen, []).append(user)
    once = f"{today.isoformat()}:{max(one.pk for one in changes)}"
    for count, users in by_count.items():
        tell(users, kind=CHANGES, title=_title(count), url=reverse("insights:changes"), at=at, digest=True, once=once)


def _leaders() -> Iterable[User]:
    people = Person.objects.active().filter(role__in=LEADING, user__isnull=False).select_related("user")
    return [person.user for person in people if person.user is not None]


def _title(count: int) -> Message:
    one = gettext_noop("%(count)s KPI left its level: see when, how much and why.")
    more = gettext_noop("%(count)s KPIs left their level: see when, how much and why.")
    return Message(one, plural=more).with_count(count)


def _in_the_catalogue(count: int) -> str:
    return ngettext(
        "%(count)s KPI left its level: see when, how much and why.",
        "%(count)s KPIs left their level: see when, how much and why.",
        count,
    )
