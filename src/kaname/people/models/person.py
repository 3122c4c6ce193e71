from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaname.people.models.key import new_key

if TYPE_CHECKING:
    from kaname.people.models.user import User


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    EXECUTIVE = "executive", _("Executive")
    MANAGER = "manager", _("Manager")
    MEMBER = "member", _("Member")


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> PersonQuerySet:
        return self.filter(is_active=True)

    def visible_to(self, user: User, *, on: date) -> PersonQuerySet:
        """The people whose numbers `user` may see on that day."""
        from kaname.people.scope import scope_of

        scope = scope_of(user, on)
        return self if scope.everything else self.filter(key__in=scope.person_keys)

    def in_team_on(self, day: date, *, team_keys: frozenset[str]) -> PersonQuerySet:
        """The people who are in one of the teams on that day."""
        from kaname.people.models.membership import Membership

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
