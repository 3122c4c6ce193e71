from __future__ import annotations

from django.conf import settings
from django.db import models


class MetricVersion(models.Model):
    """One definition of a metric. Version 0 of a catalogue metric stands in the catalogue; the ledger counts from 1."""

    metric = models.ForeignKey("goals.Metric", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("metric", "number")
        constraints = (
            models.UniqueConstraint(fields=["metric", "number"], name="one_metric_version_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="metric_version_counts_from_1"),
        )

    def __str__(self) -> str:
        return f"{self.metric.key} {self.number}"
