"""What a page does not wait for. Each may be run again after a server's end."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from kaname.insights import running
from kaname.insights.models import Subject


@task()
def compute_job(subject: str) -> None:
    """Compute one kind of result anew and keep it."""
    running.compute(Subject(subject), at=timezone.now())


def insights_duty(at: datetime) -> None:
    """Have whatever is no longer true computed anew."""
    for subject in running.queue_due(at):
        compute_job.enqueue(subject.value)
