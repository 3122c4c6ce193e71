"""Metrics in the command palette."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import pgettext

from kaname.goals.queries import definitions
from kaname.goals.words import name_of
from kaname.web.palette import HITS_PER_SOURCE, Hit, matches


def metrics(query: str, user: AbstractBaseUser | AnonymousUser) -> Iterable[Hit]:
    """Metrics in use by name in either language and by key, for everybody who has signed in."""
    if not query or not user.is_authenticated:
        return
    found, kind = 0, pgettext("kind of thing found", "Definition of a metric")
    for key, definition in definitions().items():
        if matches(query, f"{key} {definition.name['en']} {definition.name['ja']}") and found < HITS_PER_SOURCE:
            found += 1
            yield Hit(name_of(definition.name), reverse("goals:metric", args=[key]), kind, icon="metrics")
