"""Who may read a review: those who take part and, unless it is a 1on1, whoever manages its team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Model, Q

from kaname.people.models import Membership, Person, Team
from kaname.people.scope import scope_of
from kaname.reviews.kinds import Kind

if TYPE_CHECKING:
    from kaname.people.models import User


def readable(user: User, *, model: type[Model], on: date, day: str = "") -> Q:
    """Reviews or series that the user may read on the day `on`.

    Where `day` names a field, teams take part with who was in them on the day in that field; else with who is in
    them on the day `on`.
    """
    managed = scope_of(user, on).managed_team_keys
    return attended(user, model=model, on=on, day=day) | (~Q(kind=Kind.ONE_ON_ONE) & Q(team__key__in=managed))


def attended(user: User, *, model: type[Model], on: date, day: str = "") -> Q:
    """Those of them that the user takes part in."""
    person = Person.objects.active().not_left_by(on).filter(user=user.pk).first()
    if person is None:
        return Q(pk__in=())
    leads = Q(leader=person)
    invited = Q(pk__in=_invited(model, person)) | _of_teams(model, person, on=on, day=day)
    of_two = Q(kind=Kind.ONE_ON_ONE) & (leads | Q(member=person))
    return of_two | (~Q(kind=Kind.ONE_ON_ONE) & (leads | invited))


def _invited(model: type[Model], person: Person) -> object:
    through = model._meta.get_field("people").remote_field.through  # type: ignore[union-attr]
    return through.objects.filter(person=person).values(model._meta.model_name)


def _of_teams(model: type[Model], person: Person, *, on: date, day: str) -> Q:
    """Those in which one of the person's teams, or a team above it, takes part."""
    through = model._meta.get_field("teams").remote_field.through  # type: ignore[union-attr]
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    stays = Membership.objects.filter(person=person)
    stays = stays if day else stays.in_force_on(on)
    found = Q(pk__in=())
    for team, since, until in stays.values_list("team_id", "starts_on", "ends_on"):
        rows = through.objects.filter(team__in=line_up(team, parents))
        within = Q(pk__in=rows.values(model._meta.model_name))
        if day and since:
            within &= Q(**{f"{day}__gte": since})
        if day and until:
            within &= Q(**{f"{day}__lt": until})
        found |= within
    return found


def line_up(team: int, parents: Mapping[int, int | None]) -> list[int]:
    """The ids of a team and of those above it."""
    ids: list[int] = []
    above: int | None = team
    while above is not None and above not in ids:
        ids.append(above)
        above = parents.get(above)
    return ids
