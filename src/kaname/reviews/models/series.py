from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse

from kaname.reviews.kinds import Kind, OnClosed
from kaname.reviews.models.attending import attended, readable

if TYPE_CHECKING:
    from kaname.people.models import User

LONGEST_MINUTES = 24 * 60


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: User, *, on: date) -> SeriesQuerySet:
        """Those that the user takes part in or whose team they manage; of 1on1s, their own alone."""
        return self.filter(readable(user, model=Series, on=on))

    def attended_by(self, user: User, *, on: date) -> SeriesQuerySet:
        """Those that the user takes part in."""
        return self.filter(attended(user, model=Series, on=on))

    def running(self) -> SeriesQuerySet:
        return self.filter(ended_at=None)


class Series(models.Model):
    """A review that comes again: by an RFC 5545 rule from `starts_on` until the day before `ends_on`.

    Time of day and days are the organisation's. `team` is whose numbers are looked at; without one, and without a
    `member`, they are the organisation's. `counted_as` are the entries of working time that take its hours off.
    """

    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=100, blank=True, default="")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    leader = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client = models.CharField(max_length=200, blank=True, default="")
    people = models.ManyToManyField("people.Person", related_name="+", blank=True)
    teams = models.ManyToManyField("people.Team", related_name="+", blank=True)
    rule = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    time_of_day = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    on_closed = models.CharField(max_length=8, choices=OnClosed.choices, default=OnClosed.SKIP)
    template = models.ForeignKey(
        "reviews.AgendaTemplate", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    counted_as = models.ManyToManyField("people.Meeting", related_name="+", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ("time_of_day", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="series_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.ONE_ON_ONE, member__isnull=False, team=None)
                | ~models.Q(kind=Kind.ONE_ON_ONE) & models.Q(member=None),
                name="series_of_two_has_a_member",
            ),
            models.CheckConstraint(
                condition=models.Q(member=None) | ~models.Q(member=models.F("leader")), name="series_is_of_two"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=LONGEST_MINUTES), name="series_lasts_a_day_at_most"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")), name="series_has_days"
            ),
            models.CheckConstraint(condition=models.Q(on_closed__in=OnClosed.values), name="series_on_closed_is_known"),
        )

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("reviews:series", kwargs={"pk": self.pk})
