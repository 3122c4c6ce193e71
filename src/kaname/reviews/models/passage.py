from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from kaname.people.models import User


class PassageKind(models.TextChoices):
    TITLE = "title", pgettext_lazy("kind of thing found", "Review")
    NOTE = "note", pgettext_lazy("kind of thing found", "Note")
    DECISION = "decision", pgettext_lazy("kind of thing found", "Decision")
    FOLLOW_UP = "follow_up", pgettext_lazy("kind of thing found", "Follow-up")
    TOPIC = "topic", pgettext_lazy("kind of thing found", "Topic")


class PassageQuerySet(models.QuerySet["Passage"]):
    def visible_to(self, user: User, *, on: date) -> PassageQuerySet:
        """Those of the reviews that the user may read; of private notes, their own alone."""
        from kaname.reviews.models.review_meeting import ReviewMeeting

        own = models.Q(reader=None) | models.Q(reader=user)
        return self.filter(own, meeting__in=ReviewMeeting.objects.visible_to(user, on=on))


class Passage(models.Model):
    """A text of a review as it is searched: `folded` is without differences of width and case.

    Where there is a `reader`, nobody else finds it.
    """

    meeting = models.ForeignKey("reviews.ReviewMeeting", on_delete=models.CASCADE, related_name="passages")
    kind = models.CharField(max_length=16, choices=PassageKind.choices)
    source_id = models.BigIntegerField()
    text = models.TextField()
    folded = models.TextField()
    reader = models.ForeignKey("people.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    objects = PassageQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "source_id"), name="one_passage_per_text"),)

    def __str__(self) -> str:
        return self.text[:80]
