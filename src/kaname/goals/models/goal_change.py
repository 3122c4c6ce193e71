from __future__ import annotations

from django.conf import settings
from django.db import models


class GoalChange(models.Model):
    """One thing that was decided about a goal; `details` are the names and figures that its sentence needs."""

    class Kind(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        PUBLISHED = "published"
        BASELINE_REPLACED = "baseline_replaced"
        CSF_SELECTED = "csf_selected"
        TREE_CHANGED = "tree_changed"
        KPI_ADDED = "kpi_added"
        KPI_REMOVED = "kpi_removed"
        KPI_CHECKED = "kpi_checked"
        PLAN_CHANGED = "plan_changed"
        ARCHIVED = "archived"
        RESTORED = "restored"
        IMPORTED = "imported"

    goal = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    details = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.goal.key} {self.kind}"
