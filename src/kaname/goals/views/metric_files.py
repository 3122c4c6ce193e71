"""Metrics out as YAML and in again, looked at before anything changes."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaname.goals.defining import may_define
from kaname.goals.forms.upload_form import UploadForm
from kaname.goals.handed_in import text_of_file
from kaname.goals.metric_history import Difference, differences
from kaname.goals.metrics_exchange import MetricsImport
from kaname.goals.operations import export_metrics, import_metrics
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.goals.words import name_of, sentence
from kaname.web.requests import SignedInRequest


@dataclass(frozen=True)
class ChangeLine:
    """One metric that a file would add or change."""

    key: str
    name: str
    kind_name: str
    sentence: str
    differences: tuple[Difference, ...]


@require_safe
@for_reader
def metrics_export(request: SignedInRequest, reader: Reader) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="metrics.yaml"'}
    return HttpResponse(export_metrics(), content_type="application/yaml; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def metrics_import(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Upload or paste, look at what it would change, then confirm; `action` tells the two apart."""
    if not may_define(reader.user):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None)
    result: MetricsImport | None = None
    text = ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        text = text_of_file(file) if file else form.cleaned_data["text"]
        apply = request.POST.get("action") == "apply"
        result = import_metrics(text, apply=apply, by=reader.user, at=reader.at)
        if apply and not result.problems:
            messages.success(request, _applied(result))
            return redirect(reverse("goals:metrics"))
    context = {"reader": reader, "form": form, "result": result, "text": text, "lines": _lines(result, reader)}
    refused = bool(form.errors or (result and result.problems))
    return render(request, "goals/metrics_import.html", context, status=422 if refused else 200)


def _lines(result: MetricsImport | None, reader: Reader) -> list[ChangeLine]:
    kinds = {"created": _("New"), "changed": _("Changed")}
    asked = [change for kind in kinds for change in result.of_kind(kind)] if result else []
    known = reader.definitions | {change.after.key: change.after.definition for change in asked}
    return [
        ChangeLine(
            key=change.after.key,
            name=name_of(change.after.definition.name),
            kind_name=kinds[change.kind],
            sentence=sentence(change.after.definition, known),
            differences=differences(change.before.definition, change.after.definition, known) if change.before else (),
        )
        for change in asked
    ]


def _applied(result: MetricsImport) -> str:
    return _("Metrics added: %(created)d, changed: %(changed)d, unchanged: %(unchanged)d.") % {
        "created": result.created,
        "changed": result.changed,
        "unchanged": result.unchanged,
    }
