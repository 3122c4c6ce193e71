"""Runs: the list, one run while it works and when it is over, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.imports import keeping, operations, uploads
from kaname.imports.downloads import file_response
from kaname.imports.models import ImportRun
from kaname.imports.queries import unmatched_counts
from kaname.imports.reasons import reason
from kaname.imports.views.access import for_administrators, found_run
from kaname.people.queries import organisation
from kaname.web.downloads import Streamed
from kaname.web.requests import SignedInRequest

RUNS_ON_A_PAGE = 50


@require_safe
@for_administrators
def runs(request: SignedInRequest) -> HttpResponse:
    """Every import, newest first."""
    mine = ImportRun.objects.visible_to(request.user).select_related("source", "by__person")
    page = Paginator(mine, RUNS_ON_A_PAGE).get_page(request.GET.get("page"))
    busy = any(run.is_busy for run in page)
    context = {"page": page, "zone": organisation().zone, "busy": busy, **unmatched_counts()}
    return render(request, "imports/list.html#runs" if request.htmx else "imports/list.html", context)


@require_safe
@for_administrators
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft goes on where it was left; any other run shows how far it is, or what it came to."""
    one = found_run(request, pk)
    if one.is_draft:
        return redirect(step_of(one), pk=pk)
    now = timezone.now()
    context = {
        "run": one,
        "zone": organisation().zone,
        "now": now,
        "why": reason(code=one.error_code, params=one.error_params) if one.error_code else "",
        "kept_days": uploads.KEPT_FOR.days,
        "file_is_kept": bool(one.file_path) and Path(one.file_path).exists(),
    }
    return render(request, "imports/run.html#state" if request.htmx else "imports/run.html", context)


def step_of(draft: ImportRun) -> str:
    """The page on which a draft waits for somebody."""
    if draft.status == ImportRun.Status.UPLOADING:
        return "imports:upload"
    if draft.status == ImportRun.Status.CHECKING or draft.is_tried:
        return "imports:check"
    return "imports:mapping" if draft.shape else "imports:file"


@require_POST
@for_administrators
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Import it."""
    one = found_run(request, pk)
    if one.status == ImportRun.Status.DRAFT and not one.is_tried:
        messages.warning(request, _("The mapping was changed meanwhile. Check it once more."))
        return redirect("imports:mapping", pk=pk)
    operations.start(one, by=request.user, at=timezone.now())
    return redirect(one)


@require_POST
@for_administrators
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cancel it."""
    one = found_run(request, pk)
    one.ask_to_stop(at=timezone.now())
    return redirect(one)


@require_POST
@for_administrators
def try_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same file with the same mapping, once more."""
    one = found_run(request, pk)
    operations.try_again(one, at=timezone.now())
    return redirect(one)


@require_POST
@for_administrators
def start_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft of the same file, to change the mapping."""
    one = found_run(request, pk)
    if not one.file_path or not Path(one.file_path).exists():
        messages.error(request, reason(code="file_gone", params={}))
        return redirect(one)
    draft = operations.start_over(one, by=request.user, at=timezone.now())
    return redirect("imports:mapping", pk=draft.pk)


@require_safe
@for_administrators
def rejects(request: SignedInRequest, pk: int) -> Streamed:
    """The rejected rows as a file."""
    one = found_run(request, pk)
    path = Path(one.rejects_path)
    if not one.rejects_path or not path.exists():
        raise Http404
    name = f"{Path(one.file_name).stem}-{_('rejected')}.csv"
    return file_response(path, name=name)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def delete_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then throw a draft away with its file."""
    one = found_run(request, pk)
    if not one.is_draft:
        raise Http404
    if request.method == "POST":
        keeping.forget_files(one)
        one.delete()
        messages.success(request, _("The draft is deleted. Nothing had been imported."))
        return redirect("imports:list")
    return render(request, "imports/draft_delete.html", {"run": one, "cancel_url": one.get_absolute_url()})
