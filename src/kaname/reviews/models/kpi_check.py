from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from kaname.goals.models import Goal
from kaname.people.scope import Scope


class Outcome(models.TextChoices):
    """What became of a KPI that was looked at."""

    KEEP = "keep", pgettext_lazy("decision about a KPI", "Keep")
    WATCH = "watch", pgettext_lazy("decision about a KPI", "Watch")
    REVISE = "revise", pgettext_lazy("decision about a KPI", "Change its target")
    REPLACE = "replace", pgettext_lazy("decision about a KPI", "Replace")
    DROP = "drop", pgettext_lazy("decision about a KPI", "Drop")


class KpiCheckQuerySet(models.QuerySet["KpiCheck"]):
    def visible_in(self, scope: Scope) -> KpiCheckQuerySet:
        """Of goals that the reader may see."""
        return self.filter(kpi__goal__in=Goal.objects.visible_in(scope))


class KpiCheck(models.Model):
    """A KPI that somebody looked at because of what the numbers said: `findings` as they were seen, and the decision.

    `team` is whose numbers were looked at; `change` the line about it in the goal's journal.
    """

    kpi = models.ForeignKey("goals.Kpi", on_delete=models.CASCADE, related_name="checks")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    findings = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.CharField(max_length=500)
    change = models.ForeignKey("goals.GoalChange", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(
        "reviews.ReviewMeeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="kpi_checks"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = KpiCheckQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="kpi_check_outcome_is_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="kpi_check_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.outcome}"
