"""Boards and numbers in the command palette."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaname.goals.in_use import all_metrics
from kaname.goals.words import name_of
from kaname.people.models import Team, User
from kaname.people.queries import organisation
from kaname.web.palette import Hit, matches


def boards(query: str, user: AbstractBaseUser | AnonymousUser) -> Iterable[Hit]:
    """Boards of the teams whose totals the user may see, and the numbers of their own board."""
    if query and isinstance(user, User):
        yield from _teams(query, user)
        yield from _numbers(query)


def _teams(query: str, user: User) -> Iterator[Hit]:
    today = organisation().today(timezone.now())
    for team in Team.objects.active().visible_to(user, on=today):
        if matches(query, team.name):
            address = f"{reverse('boards:board')}?{urlencode({'team': team.key})}"
            yield Hit(team.name, address, _("Board"), icon="board")


def _numbers(query: str) -> Iterator[Hit]:
    for key, metric in all_metrics().items():
        name = metric.definition.name
        shown = metric.on_board and metric.archived_at is None
        if shown and matches(query, f"{key} {name['en']} {name['ja']}"):
            yield Hit(name_of(name), reverse("boards:metric", args=[key]), _("Number"), icon="chart")
