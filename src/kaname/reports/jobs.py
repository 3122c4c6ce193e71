"""Work that a page does not wait for, and what happens at its time. Each may be run again after a server's end."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from kaname.reports.models import ReportRun
from kaname.reports.monthly import running


@task()
def issue_month_job(pk: int) -> None:
    """Make all reports of one month."""
    run = ReportRun.objects.filter(pk=pk, finished_at=None).first()
    if run:
        running.carry_out(run, at=timezone.now())


@task()
def check_job() -> None:
    """Compare issued reports with the facts as they are now."""
    running.check_all(timezone.now())


def reports_duty(at: datetime) -> None:
    """Begin what is due; once a day, have recent reports compared with the facts."""
    for run in running.begin_due(at):
        issue_month_job.enqueue(run.pk)
    if running.to_check(at).exists():
        check_job.enqueue()
