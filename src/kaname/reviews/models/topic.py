from __future__ import annotations

from django.conf import settings
from django.db import models

from kaname.reviews.kinds import Wish

LONGEST_TOPIC = 500


class Topic(models.Model):
    """What somebody wants to talk about in a review, entered beforehand, and the kind of answer they wish."""

    meeting = models.ForeignKey("reviews.ReviewMeeting", on_delete=models.CASCADE, related_name="topics")
    text = models.CharField(max_length=LONGEST_TOPIC)
    wish = models.CharField(max_length=8, choices=Wish.choices, default=Wish.LISTEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    talked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=~models.Q(text=""), name="topic_says_something"),
            models.CheckConstraint(condition=models.Q(wish__in=Wish.values), name="topic_wish_is_known"),
        )

    def __str__(self) -> str:
        return self.text
