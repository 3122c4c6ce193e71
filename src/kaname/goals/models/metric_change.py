from __future__ import annotations

from django.conf import settings
from django.db import models


class MetricChange(models.Model):
    """Something done to a metric that leaves its definition as it is: archived, restored, placed on the board."""

    class Kind(models.TextChoices):
        ARCHIVED = "archived"
        RESTORED = "restored"
        SHOWN = "shown"
        HIDDEN = "hidden"
        MOVED = "moved"

    metric = models.ForeignKey("goals.Metric", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.metric.key} {self.kind}"
