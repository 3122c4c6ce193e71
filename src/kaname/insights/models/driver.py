from __future__ import annotations

from django.db import models


class Driver(models.Model):
    """A series that was held against the metric: found as a driver (`rank` from 1), or refused for a `reason`.

    The series is a metric, only its facts with `value` in `field` where these are given, or without a metric the
    working time of kind `value`. `lag`, `lag_low`, `lag_high` and `width` count periods. `size` says how much the
    metric changes for so much more (`per`) of the driver, with its 80 % interval; a ratio where `is_relative`. `like`
    names the other series that a refusal speaks of. `course` is both as distance from their means, the driver moved by
    the lag.
    """

    search = models.ForeignKey("insights.DriverSearch", on_delete=models.CASCADE, related_name="drivers")
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
        ordering = (models.F("rank").asc(nulls_last=True), "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(rank=None) ^ models.Q(reason=""), name="driver_is_found_or_refused"
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric_key} {self.field} {self.value}".strip()
