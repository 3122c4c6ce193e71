"""Imports: one path for page, API and command."""

from __future__ import annotations

import logging
from collections.abc import Mapping as Dictionary
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation

from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.mapping import Mapping
from kaname.facts.errors import FactsError
from kaname.imports import drafts, uploads
from kaname.imports.intake import Intake
from kaname.imports.models import ImportRun, Source
from kaname.imports.rejects import RejectsFile, labels_of, rejects_path
from kaname.imports.results import ImportResult
from kaname.imports.stopwatch import Stopwatch
from kaname.imports.unknown import unknown_names
from kaname.imports.watch import Progress, Watch
from kaname.people.models import User
from kaname.people.queries import organisation
from kaname.web.store import facts

logger = logging.getLogger(__name__)


def import_file(
    path: Path,
    mapping: str | Dictionary[str, Any] | Mapping,
    *,
    source: str | None = None,
    dry_run: bool = False,
    by: User | None = None,
    at: datetime,
    progress: Progress | None = None,
) -> ImportResult:
    """Import a file that is on this machine. Its rejected rows go into the data folder's `rejects`.

    `mapping` is YAML, plain data or a mapping; `source` replaces the mapping's. A dry run loads nothing.

    Raises
    ------
    ConnectorError, FactsError
        When the mapping or the file cannot be used; nothing is loaded then.
    """
    read = mapping_of(mapping, source=source)
    if dry_run:
        from kaname.imports.trial import try_file

        return try_file(path, mapping=read, at=at, progress=progress)
    run = ImportRun.objects.create(
        origin=ImportRun.Origin.COMMAND,
        status=ImportRun.Status.QUEUED,
        source=source_of(read.source),
        file_name=path.name[:255],
        file_path=str(path.absolute()),
        mapping=read.to_dict(),
        by=by,
        created_at=at,
    )
    if error := _carry_out(run, at=at, progress=progress):
        raise error
    return ImportResult.of(run)


def run_import(run: ImportRun, *, at: datetime, progress: Progress | None = None) -> None:
    """Carry a waiting run to its end, which is written on it. Running it again does no harm.

    A run that the server's end interrupted starts over: nothing of it was loaded, or its batch id is recognised.
    """
    with translation.override(language_of(run)):
        _carry_out(run, at=at, progress=progress)


@transaction.atomic
def start(run: ImportRun, *, by: User | None, at: datetime) -> bool:
    """Hand a draft over to the worker and remember its mapping; False when somebody else has done so.

    Raises
    ------
    ConnectorError
        When the mapping is not complete.
    """
    if not queue(run):
        return False
    drafts.remember(run, source=source_of(run.mapping["source"]), by=by, at=at)
    return True


@transaction.atomic
def queue(run: ImportRun) -> bool:
    """Let the worker import a draft by the mapping that stands on it; False when it is no draft any more.

    Raises
    ------
    ConnectorError
        When the mapping is not complete.
    """
    from kaname.imports.jobs import import_job

    source = source_of(Mapping.from_dict(run.mapping).source)
    drafted = ImportRun.objects.filter(pk=run.pk, status=ImportRun.Status.DRAFT)
    if not drafted.update(status=ImportRun.Status.QUEUED, source=source, mapping=run.mapping):
        return False
    transaction.on_commit(lambda: import_job.enqueue(run.pk))
    run.refresh_from_db()
    return True


@transaction.atomic
def try_again(run: ImportRun, *, at: datetime) -> None:
    """Let the worker take a failed or cancelled run once more; its batch id stays."""
    from kaname.imports.jobs import import_job

    ended = (ImportRun.Status.FAILED, ImportRun.Status.CANCELLED)
    again = ImportRun.objects.filter(pk=run.pk, status__in=ended).exclude(source=None).exclude(file_path="")
    waiting: dict[str, Any] = {
        "status": ImportRun.Status.QUEUED,
        "finished_at": None,
        "error_code": "",
        "error_params": {},
    }
    if again.update(**waiting, stop_asked=False, attempts=0, bytes_done=0, rows_read=0, rejected=0):
        transaction.on_commit(lambda: import_job.enqueue(run.pk))
    run.refresh_from_db()


def start_over(run: ImportRun, *, by: User | None, at: datetime) -> ImportRun:
    """A new draft of the same file with the same mapping, to change the mapping and import again."""
    draft = drafts.begin(file_name=run.file_name, by=by, at=at, origin=ImportRun.Origin.PAGE)
    draft.file_path = str(uploads.copy(Path(run.file_path)))
    draft.mapping = run.mapping
    drafts.look(draft, options=drafts.options_of(run))
    return draft


def mapping_of(mapping: str | Dictionary[str, Any] | Mapping, *, source: str | None = None) -> Mapping:
    """A mapping from YAML or plain data; under another source's name if one is given."""
    if isinstance(mapping, Mapping):
        read = mapping
    else:
        read = Mapping.from_yaml(mapping) if isinstance(mapping, str) else Mapping.from_dict(mapping)
    return replace(read, source=source) if source else read


def source_of(key: str) -> Source:
    """The source of this name, known from now on."""
    return Source.objects.get_or_create(key=key)[0]


def language_of(run: ImportRun) -> str:
    """The language that whoever started the run reads."""
    return (run.by.language if run.by else "") or organisation().language


def _carry_out(run: ImportRun, *, at: datetime, progress: Progress | None) -> Exception | None:
    """The error that ended the run, if one did; either way the run says how it ended."""
    stopwatch = Stopwatch(at)
    if not run.claim(at=at):
        return None
    try:
        _load(run, watch=Watch(run, stopwatch=stopwatch, progress=progress))
    except (ConnectorError, FactsError) as error:
        cancelled = error.code == "cancelled"
        status = ImportRun.Status.CANCELLED if cancelled else ImportRun.Status.FAILED
        run.end(status, at=stopwatch.now(), code=error.code, params=drafts.plain(error.params))
        return error
    except FileNotFoundError as error:
        run.end(ImportRun.Status.FAILED, at=stopwatch.now(), code="file_gone")
        return error
    except Exception as error:
        logger.exception("Import %s failed", run.pk)
        run.end(ImportRun.Status.FAILED, at=stopwatch.now(), code="unexpected", params={"error": type(error).__name__})
        return error
    run.end(ImportRun.Status.DONE, at=stopwatch.now())
    return None


def _load(run: ImportRun, *, watch: Watch) -> None:
    """Read the file into the fact store, and write on the run what became of it."""
    mapping = Mapping.from_dict(run.mapping)
    source = run.source.key if run.source else mapping.source
    with RejectsFile(rejects_path(run.batch_id), labels=labels_of(mapping)) as rejects:
        intake = Intake(Path(run.file_path), mapping=mapping, zone=organisation().zone, rejects=rejects)
        result = facts().load(
            source=source,
            batch_id=run.batch_id,
            records=intake.records(on_chunk=watch),
            at=watch.stopwatch.now(),
            cancelled=watch.wants_to_stop,
        )
        if result.already_loaded:
            # Committed before the server's end, but not acknowledged: only the rows are counted again.
            intake.read_through()
    run.loaded, run.replaced, run.unchanged = result.loaded, result.replaced, result.unchanged
    run.rows_read, run.rejected = intake.rows_read, intake.rejected
    run.bytes_done, run.bytes_total = intake.bytes_done, intake.bytes_total
    run.rejects_path = str(rejects.path) if rejects.rows else ""
    run.unknown_people, run.unknown_teams = unknown_names(source=source, people=intake.people, teams=intake.teams)
