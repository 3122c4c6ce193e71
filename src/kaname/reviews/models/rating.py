from __future__ import annotations

from django.db import models

BEST = 5


class Rating(models.Model):
    """How a 1on1 helped, from 1 to 5, in the words of its member; the two see it, everybody else only averages."""

    meeting = models.OneToOneField("reviews.ReviewMeeting", on_delete=models.CASCADE, related_name="rating")
    value = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(value__gte=1, value__lte=BEST), name="rating_is_from_one_to_five"
            ),
        )

    def __str__(self) -> str:
        return str(self.value)
