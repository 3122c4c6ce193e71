"""Whose results a reader asks for, and whether they are theirs to see."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.resolution.owners import Owner
from kaname.measures.periods import Period
from kaname.people.models import Person, Team


def owner_asked(query: Mapping[str, str], reader: Reader) -> Owner:
    """The team or person that an address names; without either, the organisation.

    Raises
    ------
    Http404
        If there is no such owner, or their numbers are not the reader's to see.
    """
    owner = owner_named(query)
    if not reader.scope.sees(team=owner.team, person=owner.person):
        raise Http404
    return owner


def owner_named(query: Mapping[str, str]) -> Owner:
    return Owner(team=query.get("team") or None, person=query.get("person") or None)


def is_of_a_goal(key: str, owner: Owner, period: Period, reader: Reader) -> bool:
    """Whether a goal that the reader may read shows this number: who carries a goal knows how it stands."""
    if owner.person:
        return False
    goals = Goal.objects.visible_in(reader.scope).published().filter(starts_on=period.starts_on, ends_on=period.ends_on)
    goals = goals.filter(team__key=owner.team) if owner.team else goals.filter(team=None)
    return goals.filter(Q(metric_key=key) | Q(nodes__metric_key=key)).exists()


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
