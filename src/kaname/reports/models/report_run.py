from __future__ import annotations

from django.db import models


class ReportRun(models.Model):
    """The making of all reports of a month: how many are done. One run per month, which may be taken up again."""

    month = models.DateField(unique=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-month",)
        constraints = (
            models.CheckConstraint(condition=models.Q(done__lte=models.F("total")), name="report_run_is_within_total"),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.done}/{self.total}"
