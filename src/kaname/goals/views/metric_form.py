"""Adding and changing a metric, with its number before it is saved."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.defining import may_define
from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.metric_form import MetricForm
from kaname.goals.operations import change_metric, create_metric
from kaname.goals.preview import Preview, preview
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader, go
from kaname.goals.views.metric import found_metric
from kaname.goals.words import name_of, sentence
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def metric_new(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """A form without anything, or with the definition of `like`."""
    like = reader.metrics.get(request.GET.get("like", ""))
    blank = MetricForm(reader=reader, initial={"kind": "stream", "measure": "count"})
    if like:
        blank = MetricForm.like(like.definition, reader=reader)
    return _serve(request, reader, changed=None, untouched=blank)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def metric_edit(request: SignedInRequest, reader: Reader, key: str) -> HttpResponse:
    definition = found_metric(reader, key).definition
    return _serve(request, reader, changed=definition, untouched=MetricForm.of(definition, reader=reader))


@require_POST
@for_reader
def metric_preview(request: SignedInRequest, reader: Reader, key: str = "") -> HttpResponse:
    """The number as the form stands: a piece of the page, fetched while somebody types."""
    if not may_define(reader.user):
        raise Http404
    changed = found_metric(reader, key).definition if key else None
    form = MetricForm(request.POST, reader=reader, changed=changed)
    return render(request, "goals/metric_form.html#preview", {"reader": reader} | _previewed(form, reader, changed))


def _serve(
    request: SignedInRequest, reader: Reader, *, changed: MetricDefinition | None, untouched: MetricForm
) -> HttpResponse:
    """`action` is save, preview, or a change of the form's own shape, which checks nothing."""
    if not may_define(reader.user):
        raise Http404
    action = request.POST.get("action", "save")
    form = untouched
    if request.method == "POST" and action not in {"save", "preview"}:
        form = MetricForm.redrawn(request.POST, reader=reader, changed=changed, action=action)
    elif request.method == "POST":
        form = MetricForm(request.POST, reader=reader, changed=changed)
        if action == "save" and (saved := _saved(request, reader, form, changed)):
            return saved
    previewed = _previewed(form, reader, changed) if action == "preview" else {}
    context = {
        "reader": reader,
        "form": form,
        "changed": changed,
        "changed_name": name_of(changed.name) if changed else "",
        "preview_url": reverse("goals:metric_preview", kwargs={"key": changed.key} if changed else None),
        **previewed,
    }
    template = "goals/metric_form.html#form" if request.htmx else "goals/metric_form.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _saved(
    request: SignedInRequest, reader: Reader, form: MetricForm, changed: MetricDefinition | None
) -> HttpResponse | None:
    """The way to the metric's page once it is saved; None where something is wrong, which then stands on the form."""
    if not form.is_valid() or form.definition is None:
        return None
    data = form.cleaned_data
    with errors_beside(form):
        if changed:
            change_metric(form.definition, reason=data["reason"], by=reader.user, at=reader.at)
        else:
            create_metric(
                form.definition, reason=data["reason"], on_board=data["on_board"], by=reader.user, at=reader.at
            )
        messages.success(request, _("The metric is saved."))
        return go(request, reverse("goals:metric", kwargs={"key": form.definition.key}))
    return None


def _previewed(
    form: MetricForm, reader: Reader, changed: MetricDefinition | None
) -> dict[str, Preview | str | list[str] | None]:
    """What the preview shows: the number, or why there is none yet."""
    if not form.is_bound or not form.is_valid() or form.definition is None:
        return {"preview": None, "preview_errors": [str(text) for texts in form.errors.values() for text in texts]}
    known = {**reader.definitions, form.definition.key: form.definition}
    return {
        "preview": preview(form.definition, reader, before=changed),
        "preview_sentence": sentence(form.definition, known),
        "preview_name": name_of(form.definition.name),
    }
