from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from kaname.insights.models.change import Reason

if TYPE_CHECKING:
    from kaname.people.scope import Scope


class EventQuerySet(models.QuerySet["Event"]):
    def visible_in(self, scope: Scope) -> EventQuerySet:
        """Those of everybody, which are no secret, and of teams whose totals the reader sees."""
        if scope.everything:
            return self
        return self.filter(team_key__in=["", *scope.team_keys])


class Event(models.Model):
    """Something that happened from `starts_on` to the day before `ends_on`, to a team (empty: to everybody)."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Reason.choices, default=Reason.EVENT)
    team_key = models.CharField(max_length=64, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "name")
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="event_has_days"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.starts_on}"

    @property
    def last_on(self) -> date:
        return self.ends_on - timedelta(days=1)
