"""What imports leave behind: files, which hold people's data, and runs whose process was killed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db.models import Q

from kaname.imports import uploads
from kaname.imports.models import ImportRun


def let_go(*, at: datetime) -> int:
    """Remove the files of runs that ended, and the drafts that nobody touched, long enough ago; how many."""
    long_ago = at - uploads.KEPT_FOR
    over = ImportRun.objects.filter(Q(finished_at__lte=long_ago) | Q(finished_at=None, created_at__lte=long_ago))
    removed = sum(forget_files(run) for run in over.exclude(file_path="", rejects_path=""))
    over.filter(status__in=(ImportRun.Status.UPLOADING, ImportRun.Status.DRAFT)).delete()
    return removed


def forget_files(run: ImportRun) -> int:
    """Remove what is kept of one run's files; a file that a command imported is not ours."""
    paths = [Path(path) for path in (run.file_path, run.rejects_path) if path and is_ours(Path(path))]
    for path in paths:
        path.unlink(missing_ok=True)
    run.file_path = run.rejects_path = ""
    run.save(update_fields=["file_path", "rejects_path"])
    return len(paths)


def is_ours(path: Path) -> bool:
    """Whether the file lies in the data folder."""
    return path.parent in (uploads.folder("uploads"), uploads.folder("rejects"))


def give_up_interrupted(*, at: datetime) -> int:
    """Mark imports by command whose process was killed: nothing of them was loaded.

    For whoever has just opened the fact store: while another process imports, nobody else can open it.
    """
    running = ImportRun.objects.filter(status=ImportRun.Status.RUNNING, origin=ImportRun.Origin.COMMAND)
    return running.update(status=ImportRun.Status.FAILED, finished_at=at, error_code="process_stopped")
