"""Targets out as CSV and in again, looked at before anything changes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaname.connectors.error import ConnectorError
from kaname.goals.errors import GoalsError
from kaname.goals.forms.target_filter import TargetFilter
from kaname.goals.forms.upload_form import UploadForm
from kaname.goals.handed_in import Rows, rows_of_file, rows_of_text
from kaname.goals.models import Target
from kaname.goals.reader import Reader
from kaname.goals.spreadsheet.asked import TargetsImport
from kaname.goals.spreadsheet.columns import header
from kaname.goals.spreadsheet.reading import apply_targets, read_targets
from kaname.goals.spreadsheet.writing import export_rows
from kaname.goals.target_lines import asked_lines
from kaname.goals.views.entry import for_reader
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response


@require_safe
@for_reader
def targets_export(request: SignedInRequest, reader: Reader) -> HttpResponseBase:
    """The targets that the list shows with the same filter."""
    chosen = TargetFilter(request.GET, reader=reader)
    targets = chosen.apply(Target.objects.visible_in(reader.scope)).select_related("team", "person")
    rows = export_rows(targets.iterator(), reader)
    return table_response("targets", header(reader.language), rows, form=request.GET.get("form"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def targets_import(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Upload or paste, look at what it would change, then confirm; `action` tells the two apart."""
    if not reader.sets_targets:
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None)
    result: TargetsImport | None = None
    text = problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            rows = _rows(form)
            result, text = read_targets(rows.headers, rows.rows, reader), rows.as_text()
            if request.POST.get("action") == "apply" and not result.problems:
                apply_targets(result, reader, reason=request.POST.get("reason", ""))
                messages.success(request, _applied(result))
                return redirect(reverse("goals:targets"))
        except (GoalsError, ConnectorError) as error:
            problem = str(error)
    refused = bool(form.errors or problem or (result and result.problems))
    context = {
        "reader": reader,
        "form": form,
        "result": result,
        "lines": asked_lines(result.rows, reader) if result else [],
        "text": text,
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "columns": header(reader.language),
    }
    return render(request, "goals/targets_import.html", context, status=422 if refused else 200)


def _rows(form: UploadForm) -> Rows:
    file = form.cleaned_data["file"]
    return rows_of_file(file) if file else rows_of_text(form.cleaned_data["text"])


def _applied(result: TargetsImport) -> str:
    return _("Targets set: %(created)d, revised: %(revised)d, unchanged: %(unchanged)d.") % {
        "created": result.created,
        "revised": result.revised,
        "unchanged": result.unchanged,
    }
