from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaname.people.models.dates import STARTS_BEFORE_IT_ENDS, covers, touches


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force_on(self, day: date) -> MembershipQuerySet:
        return self.filter(covers(day))

    def began_by(self, day: date) -> MembershipQuerySet:
        return self.filter(models.Q(starts_on=None) | models.Q(starts_on__lte=day))

    def touching(self, since: date | None, until: date | None) -> MembershipQuerySet:
        return self.filter(touches(since, until))


class Membership(models.Model):
    """A person in a team, starts_on <= day < ends_on; without dates for all time. One team at a time."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, related_name="memberships", verbose_name=_("Team")
    )
    manager = models.ForeignKey(
        "people.Person",
        on_delete=models.SET_NULL,
        related_name="managed_memberships",
        null=True,
        blank=True,
        verbose_name=_("Manager"),
    )
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until (the day after the last day)"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = (models.F("starts_on").asc(nulls_first=True), "id")
        constraints = (
            models.CheckConstraint(condition=STARTS_BEFORE_IT_ENDS, name="membership_starts_before_it_ends"),
            models.UniqueConstraint(fields=("person", "starts_on"), name="membership_start_is_unique"),
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(starts_on=None), name="membership_without_start_is_unique"
            ),
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(ends_on=None), name="membership_without_end_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(manager=None) | ~models.Q(manager=models.F("person")),
                name="membership_manager_is_somebody_else",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.team}"
