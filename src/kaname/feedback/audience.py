"""Who may write to whom, and who reads along."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from kaname.people.models import Membership, Person, Team, User
from kaname.people.queries import scope_of


def receivers_of(user: User, *, on: date) -> QuerySet[Person]:
    """Colleagues in the team, one's manager, whom one manages; for executives and administrators everybody.

    Whoever wrote to one can be answered as well.
    """
    scope = scope_of(user, on)
    people = Person.objects.active().not_left_by(on).exclude(user=user.pk)
    if scope.everything:
        return people
    own = Membership.objects.in_force_on(on).filter(person__user=user.pk)
    beside = Membership.objects.in_force_on(on).filter(team__in=own.values("team"))
    allowed = Q(pk__in=beside.values("person")) | Q(pk__in=own.values("manager"))
    allowed |= Q(key__in=scope.person_keys) | Q(feedback_given__receiver__user=user.pk)
    return people.filter(allowed).distinct()


def manager_of(person: Person, *, on: date) -> Person | None:
    """The manager whom the membership of the day names."""
    row = Membership.objects.in_force_on(on).filter(person=person).select_related("manager").first()
    return row.manager if row else None


def team_of(person: Person, *, on: date) -> Team | None:
    row = Membership.objects.in_force_on(on).filter(person=person).select_related("team").first()
    return row.team if row else None


def people_managed_by(user: User, *, on: date) -> QuerySet[Person]:
    """The people whom a manager leads; nobody for everybody else."""
    return Person.objects.active().not_left_by(on).hours_editable_by(user, on=on).exclude(user=user.pk)
