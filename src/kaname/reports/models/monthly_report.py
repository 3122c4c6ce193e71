from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from kaname.boards.selection import Subject
    from kaname.people.scope import Scope


class MonthlyReportQuerySet(models.QuerySet["MonthlyReport"]):
    """Issued reports, narrowed by reader."""

    def visible_in(self, scope: Scope, *, organisation: bool) -> MonthlyReportQuerySet:
        """Reports of the scope's teams and people; `organisation` says whether the organisation's is theirs to read."""
        if scope.everything:
            return self.all()
        own = models.Q(team__key__in=scope.team_keys) | models.Q(person__key__in=scope.person_keys)
        return self.filter(own | models.Q(team=None, person=None) if organisation else own)

    def listed(self) -> MonthlyReportQuerySet:
        """Newest first, without their content, with how often each was corrected as `n_corrections`."""
        counted = self.defer("documents").annotate(n_corrections=models.Count("corrections"))
        return counted.order_by("-month", "team__name", "person__name", "pk")


class MonthlyReport(models.Model):
    """A report as it was issued: its words and numbers are kept, and files are made from them alone.

    Without team and person it is the organisation's; `month` is the month's first day. `documents` holds the report in
    each of its languages. `differing` is how many numbers would be others today, as found at `checked_at`.
    """

    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    month = models.DateField()
    languages = models.JSONField(default=list)
    documents = models.JSONField()
    facts_revision = models.PositiveBigIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_revision = models.PositiveBigIntegerField(null=True)
    differing = models.PositiveIntegerField(default=0)

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "team__name", "person__name", "pk")
        constraints = (
            models.UniqueConstraint(
                "month", Coalesce("team", 0), Coalesce("person", 0), name="one_report_per_subject_and_month"
            ),
            models.CheckConstraint(
                condition=models.Q(team=None) | models.Q(person=None), name="report_has_one_subject"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.team or self.person or ''}".strip()

    @property
    def subject(self) -> Subject:
        from kaname.boards.selection import Subject

        return Subject(team=self.team.key if self.team else None, person=self.person.key if self.person else None)

    def data_in(self, language: str) -> dict[str, Any]:
        """The report in this language, or in the one that there is."""
        return dict(self.documents.get(language) or self.documents[self.languages[0]])
