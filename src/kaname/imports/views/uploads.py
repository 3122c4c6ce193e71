"""A file comes: in one piece from a plain form, or part by part with progress."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.connectors.error import ConnectorError
from kaname.imports import drafts, trial, uploads
from kaname.imports.models import ImportRun
from kaname.imports.reasons import sentence
from kaname.imports.views.access import for_administrators, found_run
from kaname.people.queries import organisation
from kaname.web.downloads import csv_response
from kaname.web.requests import SignedInRequest

LONGEST_SIZE = 15  # digits of a number of bytes


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: SignedInRequest) -> HttpResponse:
    """Drop a file; without JavaScript it comes with the form."""
    file = request.FILES.get("file")
    if request.method != "POST":
        return render(request, "imports/new.html", {"part_bytes": uploads.PART_BYTES})
    if not isinstance(file, UploadedFile):
        context = {"part_bytes": uploads.PART_BYTES, "problem": _("Choose a file first.")}
        return render(request, "imports/new.html", context, status=422)
    run = drafts.begin(file_name=file.name or "file", by=request.user, at=timezone.now(), origin=ImportRun.Origin.PAGE)
    uploads.save(file.chunks(), path=Path(run.file_path))
    return redirect_to_next_step(request, run)


@require_POST
@for_administrators
def begin(request: SignedInRequest) -> HttpResponse:
    """Announce a file of `size` bytes that will come part by part; answers where to send the parts."""
    name, size = request.POST.get("name", ""), request.POST.get("size", "")
    if not name or not size.isdecimal() or len(size) > LONGEST_SIZE:
        return JsonResponse({"error": "name and size are needed"}, status=422)
    run = drafts.begin(file_name=name, by=request.user, at=timezone.now(), origin=ImportRun.Origin.PAGE)
    run.file_bytes = int(size)
    run.save(update_fields=["file_bytes"])
    return JsonResponse({"parts": reverse("imports:parts", args=[run.pk])}, status=201)


@require_safe
@for_administrators
def upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """A file that has not come whole: choose it again, and only the rest is sent."""
    run = found_run(request, pk)
    if run.status != ImportRun.Status.UPLOADING:
        return redirect(run)
    received = uploads.received(Path(run.file_path))
    return render(request, "imports/upload.html", {"run": run, "received": received, "part_bytes": uploads.PART_BYTES})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def parts(request: SignedInRequest, pk: int) -> HttpResponse:
    """How many bytes are here; POST continues the file at `offset`. The last part answers where to go on."""
    run = found_run(request, pk)
    path = Path(run.file_path)
    if request.method != "POST":
        return JsonResponse({"received": uploads.received(path)})
    if run.status != ImportRun.Status.UPLOADING:
        return JsonResponse({"received": run.file_bytes, "next": run.get_absolute_url()})
    offset = request.GET.get("offset", "0")
    if not offset.isdecimal() or len(offset) > LONGEST_SIZE:
        return JsonResponse({"received": uploads.received(path)}, status=409)
    try:
        received = uploads.append(
            iter(lambda: request.read(uploads.CHUNK_BYTES), b""), path=path, offset=int(offset), limit=run.file_bytes
        )
    except uploads.OutOfStep as step:
        return JsonResponse({"received": step.received}, status=409)
    if received < run.file_bytes:
        return JsonResponse({"received": received})
    return JsonResponse({"received": received, "next": redirect_to_next_step(request, run).url})


def redirect_to_next_step(request: SignedInRequest, run: ImportRun) -> HttpResponseRedirect:
    """The file is here: look at it, and go where somebody is needed next."""
    try:
        drafts.look(run)
    except ConnectorError as problem:
        messages.error(request, sentence(problem))
        return HttpResponseRedirect(reverse("imports:file", args=[run.pk]))
    if run.remembered:
        trial.begin(run, at=timezone.now())
        return HttpResponseRedirect(reverse("imports:check", args=[run.pk]))
    return HttpResponseRedirect(reverse("imports:file", args=[run.pk]))


@require_safe
@for_administrators
def sample(request: SignedInRequest) -> StreamingHttpResponse:
    """A small file of calls, to try an import with."""
    header = [_("call ID"), _("date and time"), _("person"), _("kind"), _("outcome"), _("seconds")]
    outcomes = (_("No answer"), _("Connected"), _("Appointment made"))
    people = (_("Taro Sato"), _("Hanako Suzuki"))
    day = organisation().today(timezone.now()) - timedelta(days=1)
    rows = [
        [f"C-{n:03}", f"{day:%Y/%m/%d} {9 + n // 6:02}:{n % 6}5", people[n % 2], _("Call"), outcomes[n % 3], 30 * n]
        for n in range(1, 13)
    ]
    return csv_response("sample.csv", header, rows)
