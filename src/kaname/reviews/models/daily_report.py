from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse

from kaname.people.scope import scope_of

if TYPE_CHECKING:
    from kaname.people.models import User

LONGEST_TEXT = 10_000


class DailyReportQuerySet(models.QuerySet["DailyReport"]):
    def visible_to(self, user: User, *, on: date) -> DailyReportQuerySet:
        """The user's own, and what people whose numbers the user sees submitted; a draft is only its author's."""
        scope = scope_of(user, on)
        theirs = models.Q() if scope.everything else models.Q(person__key__in=scope.person_keys)
        return self.filter(models.Q(person__user=user.pk) | models.Q(submitted_at__isnull=False) & theirs)

    def submitted(self) -> DailyReportQuerySet:
        return self.filter(submitted_at__isnull=False)

    def unanswered(self) -> DailyReportQuerySet:
        """Those about which nobody besides their author has said anything."""
        from kaname.reviews.models.daily_answer import DailyAnswer

        given = DailyAnswer.objects.filter(report=models.OuterRef("pk")).exclude(by=models.OuterRef("person__user"))
        return self.submitted().exclude(models.Exists(given))

    def saying(self, words: str) -> DailyReportQuerySet:
        """Those in which every word stands somewhere, or in their author's name."""
        found = self
        for word in words.split():
            places = ("learned", "plans", "question", "person__name")
            found = found.filter(*[models.Q(*[(f"{one}__icontains", word) for one in places], _connector="OR")])
        return found


class DailyReport(models.Model):
    """What one person reports of one day: a draft until `submitted_at`; `figures` are then as they were seen.

    `revision` counts what was kept of the texts, so that two windows do not overwrite each other unseen.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="daily_reports")
    day = models.DateField()
    learned = models.TextField(blank=True, default="", max_length=LONGEST_TEXT)
    plans = models.TextField(blank=True, default="", max_length=LONGEST_TEXT)
    question = models.TextField(blank=True, default="", max_length=LONGEST_TEXT)
    figures = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = DailyReportQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "person__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "day"), name="one_daily_report_per_person_and_day"),
            models.CheckConstraint(
                condition=models.Q(submitted_at=None) | ~models.Q(figures={}), name="submitted_report_keeps_its_figures"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:daily_report", kwargs={"pk": self.pk})

    @property
    def texts(self) -> dict[str, str]:
        """What its author wrote, by field."""
        return {"learned": self.learned, "plans": self.plans, "question": self.question}

    @property
    def kpis(self) -> list[dict[str, Any]]:
        """The figures of the day as they were seen; empty in a draft."""
        return list(self.figures.get("kpis", ()))

    @property
    def actions(self) -> list[dict[str, Any]]:
        return list(self.figures.get("actions", ()))


class DailyCorrection(models.Model):
    """A text of a submitted report that its author changed afterwards."""

    report = models.ForeignKey("reviews.DailyReport", on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=16)
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(field__in=("learned", "plans", "question")), name="daily_correction_of_a_text"
            ),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="daily_correction_changes_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} {self.field}"
