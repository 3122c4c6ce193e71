from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from kaname.people.models import User

LONGEST_DECISION = 500


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User, *, on: date) -> DecisionQuerySet:
        """Those of the reviews that the user may read."""
        from kaname.reviews.models.review_meeting import ReviewMeeting

        return self.filter(meeting__in=ReviewMeeting.objects.visible_to(user, on=on))

    def standing(self) -> DecisionQuerySet:
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)


class Decision(models.Model):
    """What a review decided and why; it may have led to a revised target or be about a KPI."""

    meeting = models.ForeignKey("reviews.ReviewMeeting", on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(max_length=LONGEST_DECISION)
    reason = models.CharField(max_length=LONGEST_DECISION, blank=True, default="")
    target_revision = models.ForeignKey(
        "goals.TargetRevision", on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    kpi = models.ForeignKey("goals.Kpi", on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions")
    for_client = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(condition=~models.Q(text=""), name="decision_says_something"),)

    def __str__(self) -> str:
        return self.text
