"""The command palette: what it finds comes from the slices, each with a source of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from unicodedata import normalize

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kaname.web.navigation import navigation_for

HITS_PER_SOURCE = 8


@dataclass(frozen=True)
class Hit:
    """A place to go: `kind` says what it is (page, person, team, metric), `detail` which one of several."""

    label: str | Promise
    url: str
    kind: str | Promise
    detail: str = ""
    icon: str = "arrow-right"


Source = Callable[[str, AbstractBaseUser | AnonymousUser], Iterable[Hit]]
"""Called with what was typed (folded, maybe empty) and by whom; returns only what that user may see."""


def pages(query: str, user: AbstractBaseUser | AnonymousUser) -> Iterable[Hit]:
    """Pages of the navigation by their name."""
    navigation = navigation_for(role=str(getattr(user, "role", "")), path="")
    for entry in (*navigation.entries, *navigation.settings):
        if matches(query, str(entry.label)):
            yield Hit(str(entry.label), entry.url, _("Page"), icon=entry.icon)


SOURCES: list[Source] = [pages]


def find(query: str, *, user: AbstractBaseUser | AnonymousUser) -> list[Hit]:
    """What all sources find, those first whose label begins with the query."""
    folded = fold(query)
    hits = [hit for source in SOURCES for hit in list(source(folded, user))[:HITS_PER_SOURCE]]
    return sorted(hits, key=lambda hit: not fold(str(hit.label)).startswith(folded))


def matches(query: str, label: str) -> bool:
    """Whether every word typed stands in the label, whatever its width and case."""
    folded = fold(label)
    return all(word in folded for word in fold(query).split())


def fold(text: str) -> str:
    return normalize("NFKC", text).casefold().strip()
