from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaname.measures.periods import ONE_DAY
from kaname.people.models.dates import STARTS_BEFORE_IT_ENDS, covers, touches

if TYPE_CHECKING:
    from kaname.people.models.user import User


class PersonalHoursQuerySet(models.QuerySet["PersonalHours"]):
    def in_force_on(self, day: date) -> PersonalHoursQuerySet:
        return self.filter(covers(day))

    def editable_by(self, user: User, *, on: date) -> PersonalHoursQuerySet:
        """Hours that `user` may change on that day: those of whom they manage."""
        from kaname.people.models.person import Person

        return self.filter(person__in=Person.objects.hours_editable_by(user, on=on))

    def touching(self, since: date | None, until: date | None) -> PersonalHoursQuerySet:
        return self.filter(touches(since, until))


class PersonalHours(models.Model):
    """One person's own working hours by weekday instead of the organisation's, starts_on <= day < ends_on."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="personal_hours")
    weekday_hours = models.JSONField(_("Working hours by weekday"))
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until (the day after the last day)"), null=True, blank=True)

    objects = PersonalHoursQuerySet.as_manager()

    class Meta:
        ordering = (models.F("starts_on").asc(nulls_first=True), "id")
        constraints = (
            models.CheckConstraint(condition=STARTS_BEFORE_IT_ENDS, name="personal_hours_start_before_they_end"),
            models.UniqueConstraint(fields=("person", "starts_on"), name="personal_hours_start_is_unique"),
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(starts_on=None), name="personal_hours_without_start_are_unique"
            ),
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(ends_on=None), name="personal_hours_without_end_are_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.weekday_hours}"

    @property
    def last_on(self) -> date | None:
        """The last day in it, as people say it."""
        return self.ends_on - ONE_DAY if self.ends_on else None
