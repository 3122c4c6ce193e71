"""Whose results a reader asks for, and whether they are theirs to see."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404
from django.utils.translation import gettext as _

from kaname.goals.reader import Reader
from kaname.goals.resolution.owners import Owner
from kaname.people.models import Person, Team


def owner_asked(query: Mapping[str, str], reader: Reader) -> Owner:
    """The team or person that an address names; without either, the organisation.

    Raises
    ------
    Http404
        If there is no such owner, or their numbers are not the reader's to see.
    """
    owner = Owner(team=query.get("team") or None, person=query.get("person") or None)
    if not reader.scope.sees(team=owner.team, person=owner.person):
        raise Http404
    return owner


def owner_name(owner: Owner, reader: Reader) -> str:
    """As people call them."""
    if owner.person:
        return _name(Person.objects.filter(key=owner.person).values_list("name", flat=True).first())
    if owner.team:
        return _name(Team.objects.filter(key=owner.team).values_list("name", flat=True).first())
    return reader.organisation.name or _("Whole organisation")


def _name(found: str | None) -> str:
    if found is None:
        raise Http404
    return found
