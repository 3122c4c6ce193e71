"""What the command palette finds among people and teams."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext

from kaname.people.access import today
from kaname.people.models import Person, Team, User
from kaname.web.palette import HITS_PER_SOURCE, Hit


def people_and_teams(query: str, user: AbstractBaseUser | AnonymousUser) -> Iterable[Hit]:
    """People whom the user may see, by name, email and employee code, with their board; teams by name."""
    if not isinstance(user, User) or not query:
        return
    day, words = today(), query.split()
    people, teams = Person.objects.active().visible_to(user, on=day), Team.objects.active().visible_to(user, on=day)
    for word in words:
        known_by = Q(name__icontains=word) | Q(email__icontains=word) | Q(employee_code__icontains=word)
        people, teams = people.filter(known_by), teams.filter(name__icontains=word)
    kind = pgettext("kind of thing found", "Person")
    for person in people[:HITS_PER_SOURCE]:
        yield Hit(person.name, _board_of(person), kind, detail=person.email, icon="person")
    for team in teams[:HITS_PER_SOURCE]:
        yield Hit(team.name, team.get_absolute_url(), pgettext("kind of thing found", "Team settings"), icon="team")


def _board_of(person: Person) -> str:
    """Whoever looks for a person wants their numbers."""
    return f"{reverse('boards:board')}?{urlencode({'person': person.key})}"
