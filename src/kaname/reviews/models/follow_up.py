from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from kaname.people.models import Person, User

LONGEST_FOLLOW_UP = 500


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User, *, on: date) -> FollowUpQuerySet:
        """Those of the reviews that the user may read, and the user's own."""
        from kaname.reviews.models.review_meeting import ReviewMeeting

        in_reviews = models.Q(meeting__in=ReviewMeeting.objects.visible_to(user, on=on))
        return self.filter(in_reviews | models.Q(owner__user=user.pk))

    def standing(self) -> FollowUpQuerySet:
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def open(self) -> FollowUpQuerySet:
        return self.standing().filter(done_at=None)

    def of(self, person: Person) -> FollowUpQuerySet:
        return self.filter(owner=person)


class FollowUp(models.Model):
    """Something to be done until a day, agreed in a review; it comes back in the next ones until it is done."""

    meeting = models.ForeignKey("reviews.ReviewMeeting", on_delete=models.CASCADE, related_name="follow_ups")
    text = models.CharField(max_length=LONGEST_FOLLOW_UP)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField(null=True, blank=True)
    for_client = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = (models.F("due_on").asc(nulls_last=True), "at", "pk")
        constraints = (models.CheckConstraint(condition=~models.Q(text=""), name="follow_up_says_something"),)

    def __str__(self) -> str:
        return self.text
