"""Files with a mapping: sent in one piece, imported by the worker, asked about by number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.mapping import Mapping
from kaname.imports import drafts, operations, uploads
from kaname.imports.downloads import file_response
from kaname.imports.endpoints.access import administrator
from kaname.imports.models import ImportRun
from kaname.imports.reasons import reason, sentence
from kaname.web.api import Paging, Problem, paged
from kaname.web.downloads import Streamed

router = Router()


class RunOut(Schema):
    """One import. `rejects_url` is None unless rows were rejected."""

    id: int
    source: str
    file_name: str
    status: str
    read: int
    loaded: int
    replaced: int
    unchanged: int
    rejected: int
    share_done: float | None
    unknown_people: list[str]
    unknown_teams: list[str]
    error: str
    error_code: str
    rejects_url: str | None
    created_at: datetime
    finished_at: datetime | None

    @staticmethod
    def of(run: ImportRun) -> dict[str, Any]:
        """The run as the API shows it."""
        shown = ("id", "file_name", "status", "loaded", "replaced", "unchanged", "rejected", "share_done")
        also = ("unknown_people", "unknown_teams", "error_code", "created_at", "finished_at")
        return {
            **{name: getattr(run, name) for name in (*shown, *also)},
            "read": run.rows_read,
            "source": run.source.key if run.source else "",
            "error": reason(code=run.error_code, params=run.error_params) if run.error_code else "",
            "rejects_url": reverse("api:import_rejects", args=[run.pk]) if run.rejects_path else None,
        }


class RunPage(Schema):
    """A page of imports."""

    items: list[RunOut]
    page: int
    size: int
    total: int


@router.post("/imports/", response={202: RunOut}, url_name="imports")
def create_import(
    request: HttpRequest,
    file: File[UploadedFile],
    mapping: Form[str],
    source: Form[str] = "",
) -> Status[dict[str, Any]]:
    """Take a file (CSV, TSV or Excel) and its mapping (YAML); the answer comes at once, the import follows."""
    user = administrator(request)
    read = read_mapping(mapping, source=source)
    run = drafts.begin(file_name=file.name or "file", by=user, at=timezone.now(), origin=ImportRun.Origin.API)
    uploads.save(file.chunks(), path=Path(run.file_path))
    run.file_bytes = file.size or 0
    run.mapping, run.status = read.to_dict(), ImportRun.Status.DRAFT
    with transaction.atomic():
        run.save()
        operations.queue(run)
    run.refresh_from_db()
    return Status(202, RunOut.of(run))


@router.get("/imports/", response=RunPage, url_name="imports_list")
def list_imports(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Every import, newest first."""
    runs = ImportRun.objects.visible_to(administrator(request)).select_related("source", "by")
    page = paged(cast("Sequence[ImportRun]", runs), paging)
    return {**page, "items": [RunOut.of(run) for run in page["items"]]}


@router.get("/imports/{int:pk}/", response=RunOut, url_name="import")
def get_import(request: HttpRequest, pk: int) -> dict[str, Any]:
    """How an import stands."""
    return RunOut.of(found(request, pk))


@router.post("/imports/{int:pk}/cancellation/", response=RunOut, url_name="import_cancellation")
def cancel_import(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Cancel an import that waits or runs; nothing of it is loaded then."""
    run = found(request, pk)
    run.ask_to_stop(at=timezone.now())
    return RunOut.of(run)


@router.get("/imports/{int:pk}/rejects.csv", url_name="import_rejects")
def get_rejects(request: HttpRequest, pk: int) -> Streamed:
    """The rejected rows with their reasons, as CSV (UTF-8 with byte order mark)."""
    path = Path(found(request, pk).rejects_path or "/nowhere")
    if not path.is_file():
        raise Http404
    return file_response(path, name=f"rejects-{pk}.csv")


def found(request: HttpRequest, pk: int) -> ImportRun:
    """The run, if the caller may see it."""
    runs = ImportRun.objects.visible_to(administrator(request)).select_related("source", "by")
    return get_object_or_404(runs, pk=pk)


def read_mapping(text: str, *, source: str) -> Mapping:
    """The mapping that was sent, under another source's name if one was given."""
    try:
        return operations.mapping_of(text, source=source or None)
    except ConnectorError as error:
        raise Problem(422, error.code, sentence(error), {"mapping": sentence(error)}) from error
