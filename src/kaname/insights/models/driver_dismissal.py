from __future__ import annotations

from django.conf import settings
from django.db import models


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
