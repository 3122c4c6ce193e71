"""Trying an import before it is done: what it would load, what it would reject, which numbers would change."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from kaname.connectors.chunks import Chunk
from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.mapping import Mapping
from kaname.facts.errors import FactsError
from kaname.imports import drafts
from kaname.imports.changes import changes_between
from kaname.imports.doubts import doubts_of
from kaname.imports.intake import Intake, Record
from kaname.imports.models import ImportRun
from kaname.imports.rejects import RejectsFile, by_row, labels_of, rejects_path
from kaname.imports.results import ImportResult
from kaname.imports.stopwatch import Stopwatch
from kaname.imports.tally import Tally
from kaname.imports.unknown import unknown_names
from kaname.imports.watch import Progress, Watch
from kaname.people.queries import organisation
from kaname.web.store import facts

logger = logging.getLogger(__name__)
FIRST_ROWS = 20_000
"""What a page tries of a long file unless it is asked for all."""
SMALL = 2 * 1024 * 1024
"""A file of this size is tried while the page waits. [byte]"""
FACTS_SHOWN = 12
REJECTS_SHOWN = 50


@dataclass
class Trial:
    """What came of trying, as JSON keeps it on the draft."""

    mapping: dict[str, Any]
    complete: bool = True
    result: dict[str, Any] = field(default_factory=dict)
    facts: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[dict[str, Any]] = field(default_factory=list)
    error_code: str = ""
    error_params: dict[str, Any] = field(default_factory=dict)


class RejectsSample:
    """Keeps the first rejects in memory, and counts the rows of all."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []

    def add(self, chunk: Chunk) -> int:
        """Keep what there is room for; how many rows were rejected."""
        rows = list(by_row(chunk.rejects))
        room = REJECTS_SHOWN - len(self.kept)
        self.kept += [asdict(reject) | {"cells": []} for _row, rejects in rows[:room] for reject in rejects]
        return len(rows)


def begin(run: ImportRun, *, at: datetime, rows: int | None = FIRST_ROWS) -> None:
    """Try a draft: a small file at once, a long one's first `rows` (None: all) in the background."""
    from kaname.imports.jobs import trial_job

    run.status, run.trial = ImportRun.Status.CHECKING, None
    run.save(update_fields=["status", "trial"])
    if run.file_bytes <= SMALL:
        run_trial(run, at=at, rows=None)
    else:
        transaction.on_commit(lambda: trial_job.enqueue(run.pk, rows))


def run_trial(run: ImportRun, *, at: datetime, rows: int | None) -> None:
    """Try the draft's file and write on the draft what came of it."""
    trial = Trial(mapping=run.mapping)
    try:
        _try(run, trial, watch=Watch(run, stopwatch=Stopwatch(at)), rows=rows)
    except (ConnectorError, FactsError) as error:
        trial.error_code, trial.error_params = error.code, drafts.plain(error.params)
    except Exception as error:
        logger.exception("Trying import %s failed", run.pk)
        trial.error_code, trial.error_params = "unexpected", {"error": type(error).__name__}
    data = json.loads(json.dumps(asdict(trial), cls=DjangoJSONEncoder))
    tried = ImportRun.objects.filter(pk=run.pk, status=ImportRun.Status.CHECKING)
    tried.update(trial=data, status=ImportRun.Status.DRAFT, bytes_done=0, rows_read=0, rejected=0, stop_asked=False)
    run.refresh_from_db()


def try_file(path: Path, *, mapping: Mapping, at: datetime, progress: Progress | None) -> ImportResult:
    """The result that an import of the file would have, with the metrics it would change; nothing is kept."""
    name = f"dry-run-{uuid4().hex}"
    with RejectsFile(rejects_path(name), labels=labels_of(mapping)) as rejects:
        intake = Intake(path, mapping=mapping, zone=organisation().zone, rejects=rejects)

        def tell(intake: Intake) -> None:
            if progress:
                progress(intake.bytes_done, intake.bytes_total or None)

        return preview(intake, records=intake.records(on_chunk=tell), rejects_file=rejects)


def preview(
    intake: Intake,
    *,
    records: Iterable[Record],
    rejects_file: RejectsFile | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Load what the intake reads, look at the numbers, and take it all back."""
    source, store = intake.mapping.source, facts()
    with store.preview(source=source, records=records, cancelled=cancelled) as loaded:
        days = loaded.result.days
        changes = changes_between(store, loaded, days=days, calendar=organisation().calendar())
    people, teams = unknown_names(source=source, people=intake.people, teams=intake.teams)
    return ImportResult(
        read=intake.rows_read,
        loaded=loaded.result.loaded,
        replaced=loaded.result.replaced,
        unchanged=loaded.result.unchanged,
        rejected=intake.rejected,
        rejects_file=rejects_file.path if rejects_file and rejects_file.rows else None,
        unknown_people=tuple(people),
        unknown_teams=tuple(teams),
        metrics=tuple(changes),
    )


def _try(run: ImportRun, trial: Trial, *, watch: Watch, rows: int | None) -> None:
    rejects, mapping = RejectsSample(), Mapping.from_dict(run.mapping)
    intake, tally = (
        Intake(Path(run.file_path), mapping=mapping, zone=organisation().zone, rejects=rejects),
        Tally(mapping),
    )
    records = tally.watched(first_shown(intake.records(on_chunk=watch, rows=rows), into=trial.facts))
    result = preview(intake, records=records, cancelled=watch.wants_to_stop)
    trial.complete = intake.is_complete
    trial.result, trial.rejects, trial.kept = result.as_dict(), rejects.kept, tally.kept
    trial.doubts = doubts_of(run, result=result, tally=tally)


def first_shown(records: Iterable[Record], *, into: list[dict[str, Any]]) -> Iterator[Record]:
    """The records as they are, the first facts noted on the way."""
    for stream, batch in records:
        room = FACTS_SHOWN - len(into)
        into += [{"stream": stream, **filled(row)} for row in batch.slice(0, max(0, room)).to_pylist()]
        yield stream, batch


def filled(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of a fact that say something."""
    return {key: dict(value) if key == "attributes" else value for key, value in row.items() if value not in (None, [])}
