"""Who deleted which facts, and why."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models

from kaname.people.models import Role, User


class FactDeletionQuerySet(models.QuerySet["FactDeletion"]):
    """Who may read the record."""

    def visible_to(self, user: User) -> FactDeletionQuerySet:
        """Deletion belongs to administrators, and so does its record."""
        return self.all() if user.role == Role.ADMINISTRATOR else self.none()


class FactDeletion(models.Model):
    """One deletion of facts: of a stream, source, person and period, each empty for all. since <= day < until."""

    stream = models.CharField(max_length=50, blank=True)
    source = models.CharField(max_length=100, blank=True)
    person_key = models.CharField(max_length=100, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    facts = models.BigIntegerField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = FactDeletionQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(facts__gte=0), name="imports_deletion_counts_up"),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(since__lt=models.F("until")),
                name="imports_deletion_period_runs_forward",
            ),
        )

    def __str__(self) -> str:
        return f"{self.facts} × {self.source or '*'} {self.at:%Y-%m-%d}"

    @property
    def last_on(self) -> date | None:
        """The last day of the period."""
        return self.until - timedelta(days=1) if self.until else None
