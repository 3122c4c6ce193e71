from __future__ import annotations

from django.conf import settings
from django.db import models


class TargetRevision(models.Model):
    """One change of a target. No old value: it was set (again); no new value: it was withdrawn."""

    target = models.ForeignKey("goals.Target", on_delete=models.CASCADE, related_name="revisions")
    old_value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    new_value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    old_upper = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    new_upper = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    old_baseline = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    new_baseline = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(old_value=None) | ~models.Q(reason=""), name="target_revision_has_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(old_value=None, new_value=None), name="target_revision_changes_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.target_id}: {self.old_value} → {self.new_value}"

    @property
    def kind(self) -> str:
        """What was done to the target: set, revised or withdrawn."""
        if self.new_value is None:
            return "withdrawn"
        return "set" if self.old_value is None else "revised"
