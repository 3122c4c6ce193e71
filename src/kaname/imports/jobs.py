"""Work that a page does not wait for. Each may be run again after a server's end."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kaname.imports import keeping, operations, trial
from kaname.imports.models import ImportRun


@task()
def import_job(pk: int) -> None:
    """Carry an import to its end, then let go of files whose time is over."""
    run = ImportRun.objects.filter(pk=pk).first()
    if run:
        operations.run_import(run, at=timezone.now())
    keeping.let_go(at=timezone.now())


@task()
def trial_job(pk: int, rows: int | None = None) -> None:
    """Try a draft on its file, or on its first rows."""
    run = ImportRun.objects.filter(pk=pk, status=ImportRun.Status.CHECKING).first()
    if run:
        trial.run_trial(run, at=timezone.now(), rows=rows)
