from __future__ import annotations

from django.db import models


class Revision(models.Model):
    """How a message read before it was edited; shown to its receiver where they had read it."""

    feedback = models.ForeignKey("feedback.Feedback", on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField()
    replaced_at = models.DateTimeField()
    was_read = models.BooleanField(default=False)

    class Meta:
        ordering = ("replaced_at", "pk")

    def __str__(self) -> str:
        return f"{self.feedback_id} {self.replaced_at:%Y-%m-%d %H:%M}"
