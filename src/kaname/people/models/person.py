from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaname.people.errors import PeopleError
from kaname.people.models.change import Change
from kaname.people.models.key import new_key
from kaname.people.models.membership import Membership
from kaname.people.timeline import Stay, left, moved

if TYPE_CHECKING:
    from kaname.people.models.team import Team
    from kaname.people.models.user import User


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    EXECUTIVE = "executive", _("Executive")
    MANAGER = "manager", _("Manager")
    MEMBER = "member", _("Member")


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> PersonQuerySet:
        return self.filter(is_active=True)

    def not_left_by(self, day: date) -> PersonQuerySet:
        return self.filter(models.Q(left_on=None) | models.Q(left_on__gt=day))

    def visible_to(self, user: User, *, on: date) -> PersonQuerySet:
        """The people whose numbers `user` may see on that day."""
        from kaname.people.scope import scope_of

        scope = scope_of(user, on)
        return self if scope.everything else self.filter(key__in=scope.person_keys)

    def calendar_editable_by(self, user: User, *, on: date) -> PersonQuerySet:
        """The people whose leave and meetings `user` may enter on that day: themselves and whom they manage."""
        return self.filter(models.Q(user=user.pk) | models.Q(pk__in=self.hours_editable_by(user, on=on)))

    def hours_editable_by(self, user: User, *, on: date) -> PersonQuerySet:
        """The people whose working hours `user` may set on that day: whom they manage."""
        if user.role == Role.ADMINISTRATOR:
            return self
        return self.visible_to(user, on=on) if user.role == Role.MANAGER else self.none()

    def in_team_on(self, day: date, *, team_keys: frozenset[str]) -> PersonQuerySet:
        """The people who are in one of the teams on that day."""
        here = Membership.objects.in_force_on(day).filter(team__key__in=team_keys)
        return self.filter(id__in=here.values("person"))


class Person(models.Model):
    """Somebody whose numbers are measured or who uses Kaname; known from data alone, a person has no sign-in."""

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(_("Email"), max_length=254, blank=True, default="")
    employee_code = models.CharField(_("Employee code"), max_length=64, blank=True, default="")
    user = models.OneToOneField(
        "people.User", on_delete=models.SET_NULL, related_name="person", null=True, blank=True, editable=False
    )
    role = models.CharField(_("Role"), max_length=13, choices=Role.choices, default=Role.MEMBER)
    is_active = models.BooleanField(_("Active"), default=True)
    left_on = models.DateField(_("Left on"), null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="person_email_is_unique"),
            models.UniqueConstraint(
                fields=("employee_code",), condition=~models.Q(employee_code=""), name="person_employee_code_is_unique"
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="person_role_is_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:person", kwargs={"key": self.key})

    @transaction.atomic
    def join(
        self,
        *,
        team: Team,
        manager: Person | None = None,
        starts_on: date | None = None,
        ends_on: date | None = None,
        by: User | None,
        at: datetime,
    ) -> None:
        """Be in a team for a time; refused when the person is in a team already on any day of it."""
        stay = Stay(team.key, manager.key if manager else None, starts_on, ends_on)
        if starts_on and ends_on and starts_on >= ends_on:
            raise PeopleError("dates_reversed")
        stays = self._locked_stays()
        for other in stays:
            if other.overlaps(stay):
                names = Membership.objects.get(person=self, starts_on=other.starts_on)
                raise PeopleError("membership_overlaps", person=self.name, team=names.team.name)
        self._set_stays([*stays, stay], before=stays, by=by, at=at)

    @transaction.atomic
    def move(self, *, team: Team, manager: Person | None = None, since: date, by: User | None, at: datetime) -> None:
        """Change the team from a day on; the membership in force then ends that day."""
        stays = self._locked_stays()
        to = moved(stays, team=team.key, manager=manager.key if manager else None, since=since)
        self._set_stays(to, before=stays, by=by, at=at)

    @transaction.atomic
    def undo_membership(self, membership: Membership, *, by: User | None, at: datetime) -> None:
        """Take back a membership that was entered by mistake, as if it had never been."""
        stays = self._locked_stays()
        kept = [stay for stay in stays if stay != membership.as_stay()]
        self._set_stays(kept, before=stays, by=by, at=at)

    @transaction.atomic
    def deactivate(self, *, on: date, by: User | None, at: datetime) -> None:
        """The person leaves: memberships end that day, the sign-in stops working; nothing is deleted."""
        self.require_another_administrator()
        stays = self._locked_stays()
        self._set_stays(left(stays, on=on), before=stays, by=by, at=at)
        self.is_active, self.left_on = False, on
        self.save(update_fields=["is_active", "left_on"])
        self._let_sign_in(False)
        self.invitations.filter(closed_at=None).update(closed_at=at)
        Change.of_person(self, "person.deactivated", by=by, at=at, details={"left_on": [None, on]}).save()

    @transaction.atomic
    def reactivate(self, *, by: User | None, at: datetime) -> None:
        """The person is back; a team has to be given anew."""
        before, self.is_active, self.left_on = self.left_on, True, None
        self.save(update_fields=["is_active", "left_on"])
        self._let_sign_in(True)
        Change.of_person(self, "person.reactivated", by=by, at=at, details={"left_on": [before, None]}).save()

    def require_another_administrator(self) -> None:
        """Somebody has to be able to let others in."""
        others = Person.objects.active().filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(pk=self.pk)
        if self.role == Role.ADMINISTRATOR and self.user_id and not others.exists():
            raise PeopleError("last_administrator", person=self.name)

    def _let_sign_in(self, allowed: bool) -> None:
        if self.user:
            self.user.is_active = allowed
            self.user.save(update_fields=["is_active"])

    def _locked_stays(self) -> list[Stay]:
        """The memberships, with the person's row locked so that nobody adds one meanwhile."""
        Person.objects.select_for_update().get(pk=self.pk)
        return Membership.objects.stays_of(self)

    def _set_stays(self, stays: Sequence[Stay], *, before: Sequence[Stay], by: User | None, at: datetime) -> None:
        if list(stays) == list(before):
            return
        Membership.objects.set_stays(self, stays)
        details = {"memberships": [[stay.as_dict() for stay in rows] for rows in (before, stays)]}
        Change.of_person(self, "person.memberships", by=by, at=at, details=details).save()
