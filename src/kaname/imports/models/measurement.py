"""Numbers typed by hand, and what they were before."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from kaname.people.models import Person, Team, User
from kaname.people.queries import Scope


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    """Measurements, narrowed by who asks."""

    def visible_in(self, scope: Scope) -> MeasurementQuerySet:
        """Those whose numbers the scope covers; the organisation's own need the whole."""
        if scope.everything:
            return self.all()
        return self.filter(Q(team__key__in=scope.team_keys) | Q(person__key__in=scope.person_keys))

    def enterable_in(self, scope: Scope) -> MeasurementQuerySet:
        """Those that may be typed: one's own, and those of the people and teams that one manages."""
        if scope.everything:
            return self.all()
        return self.filter(Q(team__key__in=scope.managed_team_keys) | Q(person__key__in=scope.person_keys))


class Measurement(models.Model):
    """The value of one entered metric on one day for a person, a team, or (neither) the organisation.

    An empty value was taken back; the row stays with its history.
    """

    metric_key = models.CharField(max_length=100)
    day = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="measurements")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="measurements")
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "metric_key", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(person=None) | Q(team=None), name="imports_measurement_has_one_subject"),
            models.UniqueConstraint(
                "metric_key",
                "day",
                Coalesce("person", 0),
                Coalesce("team", 0),
                name="imports_one_measurement_per_metric_day_and_subject",
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric_key} {self.day} {self.value}"

    def get_absolute_url(self) -> str:
        return reverse("imports:measurement", args=[self.pk])

    @transaction.atomic
    def revise(self, *, value: Decimal | None, reason: str, by: User | None, at: datetime) -> MeasurementRevision:
        """Change the value (None takes it back), keeping the old one with who, when and why."""
        revision = self.revisions.create(old_value=self.value, new_value=value, reason=reason, by=by, at=at)
        self.value = value
        self.save(update_fields=["value"])
        return revision


class MeasurementRevision(models.Model):
    """One change of a measurement. The first has no old value; one that took the value back has no new value."""

    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, related_name="revisions")
    old_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    new_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.old_value} → {self.new_value}"
