from __future__ import annotations

from django.conf import settings
from django.db import models


class DailyAnswer(models.Model):
    """What a manager answers to a daily report, for both to read; without a text it says thanks."""

    report = models.ForeignKey("reviews.DailyReport", on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(blank=True, default="", max_length=10_000)
    is_thanks = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(is_thanks=True), name="daily_answer_says_something"
            ),
        )

    def __str__(self) -> str:
        return self.text
