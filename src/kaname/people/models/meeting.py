from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaname.measures.periods import ONE_DAY
from kaname.people.models.dates import STARTS_BEFORE_IT_ENDS, touches

if TYPE_CHECKING:
    from kaname.people.models.user import User


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def editable_by(self, user: User, *, on: date) -> MeetingQuerySet:
        """Meetings that `user` may change on that day: their own, their people's and their teams'."""
        from kaname.people.models.person import Person
        from kaname.people.models.team import Team

        people, teams = Person.objects.calendar_editable_by(user, on=on), Team.objects.managed_by(user, on=on)
        return self.filter(models.Q(person__in=people) | models.Q(team__in=teams))

    def touching(self, since: date | None, until: date | None) -> MeetingQuerySet:
        return self.filter(touches(since, until))


class Meeting(models.Model):
    """A recurring meeting of a person, or of everybody in a team and below, starts_on <= day < ends_on."""

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="meetings", null=True, blank=True
    )
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, related_name="meetings", null=True, blank=True)
    name = models.CharField(_("Name"), max_length=100)
    hours_per_week = models.DecimalField(_("Hours a week"), max_digits=5, decimal_places=2)
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until (the day after the last day)"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person=None, team__isnull=False) | models.Q(person__isnull=False, team=None),
                name="meeting_is_of_a_person_or_a_team",
            ),
            models.CheckConstraint(condition=STARTS_BEFORE_IT_ENDS, name="meeting_starts_before_it_ends"),
            models.CheckConstraint(
                condition=models.Q(hours_per_week__gt=0) & models.Q(hours_per_week__lte=168),
                name="meeting_hours_fit_a_week",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def last_on(self) -> date | None:
        """The last day in it, as people say it."""
        return self.ends_on - ONE_DAY if self.ends_on else None
