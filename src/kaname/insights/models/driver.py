from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from kaname.people.scope import Scope


class DriverSearchQuerySet(models.QuerySet["DriverSearch"]):
    """Searches, narrowed by reader."""

    def visible_in(self, scope: Scope) -> DriverSearchQuerySet:
        """Those of goals of teams that the reader leads; the organisation's need the whole."""
        return self if scope.everything else self.filter(team_key__in=scope.managed_team_keys)

    def newest(self) -> DriverSearchQuerySet:
        """The newest of each metric and team."""
        newest = self.model.objects.filter(
            metric_key=models.OuterRef("metric_key"), team_key=models.OuterRef("team_key")
        )
        return self.filter(pk=models.Subquery(newest.order_by("-pk").values("pk")[:1]))


class DriverSearch(models.Model):
    """One search for what drives a metric of a goal: of the organisation, or with `team_key` of a team.

    `step` is how far apart neighbouring periods are, `n` how many of the metric are known, `n_tested` how many series
    were held against it. What was found was chosen before `held_out_from` and confirmed from it on. Where nothing could
    be searched, `missing` more periods are needed. Links weaker than `smallest_seen` are mostly missed. [correlation]
    """

    goal = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="+")
    kpi = models.ForeignKey("goals.Kpi", on_delete=models.CASCADE, null=True, related_name="+")
    metric_key = models.CharField(max_length=64)
    team_key = models.CharField(max_length=64, blank=True)
    step = models.CharField(max_length=10)
    n = models.PositiveIntegerField(default=0)
    n_tested = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    held_out_from = models.DateField(null=True)
    missing = models.PositiveIntegerField(default=0)
    smallest_seen = models.FloatField(null=True)
    made_at = models.DateTimeField()

    objects = DriverSearchQuerySet.as_manager()

    class Meta:
        ordering = ("goal", "pk")
        constraints = (
            models.UniqueConstraint(fields=("metric_key", "team_key", "made_at"), name="one_driver_search_at_a_time"),
        )

    def __str__(self) -> str:
        return f"{self.metric_key} {self.team_key} {self.made_at}"


class Driver(models.Model):
    """A series that was held against the metric: found as a driver (`rank` from 1), or refused for a `reason`.

    The series is a metric, only its facts with `value` in `field` where these are given, or without a metric the
    working time of kind `value`. `lag`, `lag_low`, `lag_high` and `width` count periods. `size` says how much the
    metric changes for so much more (`per`) of the driver, with its 80 % interval; a ratio where `is_relative`. `like`
    names the other series that a refusal speaks of. `course` is both as distance from their means, the driver moved by
    the lag.
    """

    search = models.ForeignKey(DriverSearch, on_delete=models.CASCADE, related_name="drivers")
    metric_key = models.CharField(max_length=64, blank=True)
    field = models.CharField(max_length=64, blank=True)
    value = models.CharField(max_length=200, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    like = models.CharField(max_length=300, blank=True)
    missing = models.PositiveIntegerField(default=0)
    lag = models.PositiveIntegerField(null=True, blank=True)
    lag_low = models.PositiveIntegerField(null=True, blank=True)
    lag_high = models.PositiveIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(default=1)
    per = models.CharField(max_length=20, blank=True)
    size = models.FloatField(null=True, blank=True)
    size_low = models.FloatField(null=True, blank=True)
    size_high = models.FloatField(null=True, blank=True)
    is_relative = models.BooleanField(default=True)
    frequency = models.FloatField(null=True, blank=True)
    quarters_agreeing = models.PositiveIntegerField(default=0)
    quarters = models.PositiveIntegerField(default=0)
    p_held_out = models.FloatField(null=True, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    n = models.PositiveIntegerField(default=0)
    course = models.JSONField(default=dict)

    class Meta:
        ordering = ("rank", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(rank=None) ^ models.Q(reason=""), name="driver_is_found_or_refused"
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric_key} {self.field} {self.value}".strip()

    @property
    def same_series(self) -> dict[str, str]:
        return {"metric_key": self.metric_key, "field": self.field, "value": self.value}


class DriverDismissal(models.Model):
    """That somebody said why a series is no driver of a metric: it is not shown as one until that is taken back."""

    target_key = models.CharField(max_length=64)
    team_key = models.CharField(max_length=64, blank=True)
    metric_key = models.CharField(max_length=64, blank=True)
    field = models.CharField(max_length=64, blank=True)
    value = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("target_key", "team_key", "metric_key", "field", "value"), name="one_dismissal_per_driver"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="dismissal_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.target_key}: {self.metric_key} {self.field} {self.value}"
