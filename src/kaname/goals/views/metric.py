"""One metric: its page, and archiving and restoring it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.goals.availability import Availability
from kaname.goals.defining import may_define, users_of
from kaname.goals.forms.choices import DIRECTIONS, UNITS
from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.revision_form import ArchiveForm
from kaname.goals.in_use import MetricInUse
from kaname.goals.metric_history import events
from kaname.goals.models import Target
from kaname.goals.operations import archive_metric, restore_metric
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.goals.words import formula, name_of, sentence, steps
from kaname.web.requests import SignedInRequest


@require_safe
@for_reader
def metric(request: SignedInRequest, reader: Reader, key: str) -> HttpResponse:
    return render(request, "goals/metric.html", _context(reader, found_metric(reader, key)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def archiving(request: SignedInRequest, reader: Reader, key: str) -> HttpResponse:
    """Asks why, then takes the metric out of use."""
    found = found_metric(reader, key)
    if not may_define(reader.user):
        raise Http404
    form = ArchiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            archive_metric(key, reason=form.cleaned_data["reason"], by=reader.user, at=reader.at)
            messages.success(request, _("The metric is archived."))
            return redirect(reverse("goals:metric", kwargs={"key": key}))
    context = _context(reader, found) | {"form": form, "cancel_url": reverse("goals:metric", kwargs={"key": key})}
    return render(request, "goals/metric_archiving.html", context, status=422 if form.errors else 200)


@require_POST
@for_reader
def restoring(request: SignedInRequest, reader: Reader, key: str) -> HttpResponse:
    """Puts an archived metric back in use."""
    found_metric(reader, key)
    if not may_define(reader.user):
        raise Http404
    form = ArchiveForm()
    with errors_beside(form):
        restore_metric(key, by=reader.user, at=reader.at)
        messages.success(request, _("The metric is in use again."))
        return redirect(reverse("goals:metric", kwargs={"key": key}))
    for error in form.non_field_errors():
        messages.error(request, error)
    return redirect(reverse("goals:metric", kwargs={"key": key}))


def found_metric(reader: Reader, key: str) -> MetricInUse:
    if key not in reader.metrics:
        raise Http404
    return reader.metrics[key]


def _context(reader: Reader, found: MetricInUse) -> dict[str, Any]:
    definition = found.definition
    return {
        "reader": reader,
        "metric": found,
        "definition": definition,
        "name": name_of(definition.name),
        "about": name_of(definition.about),
        "sentence": sentence(definition, reader.definitions),
        "formula": formula(definition, reader.definitions),
        "steps": steps(definition, reader.definitions),
        "state": Availability(reader).why_not(found),
        "events": events(found.key, reader.definitions),
        "users": [{"key": user.key, "name": name_of(user.name)} for user in users_of(found.key, reader.metrics)],
        "unit_name": dict(UNITS)[definition.unit],
        "direction_name": dict(DIRECTIONS)[definition.direction],
        "targets": Target.objects.visible_in(reader.scope).in_force().of_metrics([found.key]).count(),
        "additive": definition.additive(reader.definitions),
        "may_define": may_define(reader.user),
    }
