from __future__ import annotations

from django.conf import settings
from django.db import models


class ReportCorrection(models.Model):
    """A later version of an issued report, with why and what changed; the versions before it stay as they were.

    `differences` has, for each language, what each number was and what it is now.
    """

    report = models.ForeignKey("reports.MonthlyReport", on_delete=models.CASCADE, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    documents = models.JSONField()
    differences = models.JSONField()
    facts_revision = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint("report", "number", name="report_corrections_are_numbered"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="report_correction_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.report_id}: {self.number}"
