"""Whose results a reader asks for, and whether they are theirs to see."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.resolution.owners import Owner
from kaname.insights.models import Outlook
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


def outlooks_seen(reader: Reader) -> QuerySet[Outlook]:
    """Those whose page the reader may open, of metrics that are in use."""
    rows = Outlook.objects.filter(metric_key__in=list(reader.definitions))
    scope = reader.scope
    if scope.everything:
        return rows
    own = Q(team_key__in=scope.team_keys, person_key="") | Q(person_key__in=scope.person_keys)
    return rows.filter(own | _of_goals(reader))


def _of_goals(reader: Reader) -> Q:
    """Numbers of goals that run now and that the reader may read."""
    goals = Goal.objects.visible_in(reader.scope).published()
    found = Q(pk=None)
    running = goals.filter(starts_on__lte=reader.today, ends_on__gt=reader.today)
    for goal in running.select_related("team").prefetch_related("nodes"):
        keys = {goal.metric_key, *(node.metric_key for node in goal.nodes.all())}
        team = goal.team.key if goal.team else ""
        days = {"starts_on": goal.starts_on, "ends_on": goal.ends_on}
        found |= Q(metric_key__in=keys, team_key=team, person_key="", **days)
    return found


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
