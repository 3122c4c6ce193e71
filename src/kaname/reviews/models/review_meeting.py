from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse

from kaname.reviews.kinds import Kind
from kaname.reviews.models.attending import attended, readable

if TYPE_CHECKING:
    from kaname.people.models import User


class ReviewMeetingQuerySet(models.QuerySet["ReviewMeeting"]):
    def visible_to(self, user: User, *, on: date) -> ReviewMeetingQuerySet:
        """Those that the user takes part in or whose team they manage; of 1on1s, their own alone."""
        return self.filter(readable(user, model=ReviewMeeting, on=on, day="held_on"))

    def attended_by(self, user: User, *, on: date) -> ReviewMeetingQuerySet:
        """Those that the user takes part in."""
        return self.filter(attended(user, model=ReviewMeeting, on=on, day="held_on"))

    def standing(self) -> ReviewMeetingQuerySet:
        """Those that were not cancelled."""
        return self.filter(cancelled_at=None)

    def closed(self) -> ReviewMeetingQuerySet:
        return self.exclude(closed_at=None)

    def light(self) -> ReviewMeetingQuerySet:
        """For lists: without what only the page of one needs."""
        return self.with_names().defer("pack", "agenda", "client_page")

    def with_names(self) -> ReviewMeetingQuerySet:
        return self.select_related("series", "team", "leader", "member")


class ReviewMeeting(models.Model):
    """One review, single or one of a series; it is a row once somebody opened or prepared it.

    `held_on` is the organisation's day of `starts_at`, `occurrence_on` the day that the rule of its series gives.
    `agenda` is its own copy. `pack` holds, once it is closed, the numbers as they were seen.
    """

    series = models.ForeignKey(
        "reviews.Series", on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    occurrence_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=100, blank=True, default="")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    leader = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client = models.CharField(max_length=200, blank=True, default="")
    people = models.ManyToManyField("people.Person", related_name="+", blank=True)
    teams = models.ManyToManyField("people.Team", related_name="+", blank=True)
    held_on = models.DateField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    agenda = models.JSONField(default=list)
    change_note = models.CharField(max_length=500, blank=True, default="")
    moved_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    pack = models.JSONField(default=dict, blank=True)
    client_page = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = ReviewMeetingQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        indexes = (models.Index(fields=("held_on",), name="review_meeting_by_day"),)
        constraints = (
            models.UniqueConstraint(fields=("series", "occurrence_on"), name="one_meeting_per_occurrence"),
            models.CheckConstraint(
                condition=models.Q(series=None, occurrence_on=None)
                | models.Q(series__isnull=False, occurrence_on__isnull=False),
                name="review_meeting_of_a_series_has_its_day",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="review_meeting_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.ONE_ON_ONE, member__isnull=False, team=None)
                | ~models.Q(kind=Kind.ONE_ON_ONE) & models.Q(member=None),
                name="review_meeting_of_two_has_a_member",
            ),
            models.CheckConstraint(
                condition=models.Q(member=None) | ~models.Q(member=models.F("leader")), name="review_meeting_is_of_two"
            ),
            models.CheckConstraint(condition=models.Q(minutes__gte=1), name="review_meeting_takes_time"),
            models.CheckConstraint(
                condition=models.Q(cancelled_at=None) | models.Q(closed_at=None),
                name="review_meeting_is_cancelled_or_closed",
            ),
        )

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("reviews:meeting", kwargs={"pk": self.pk})

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_one_on_one(self) -> bool:
        return self.kind == Kind.ONE_ON_ONE

    @property
    def is_client_meeting(self) -> bool:
        return self.kind == Kind.CLIENT
