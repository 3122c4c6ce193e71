from __future__ import annotations

from django.conf import settings
from django.db import models


class CsfSelection(models.Model):
    """That one candidate was chosen, from `at` until another one was; the open one of a goal is in force."""

    goal = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="selections")
    csf = models.ForeignKey("goals.Csf", on_delete=models.CASCADE, related_name="selections")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["goal"], condition=models.Q(until_at=None), name="one_selected_csf_per_goal"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="csf_selection_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.csf_id}"
