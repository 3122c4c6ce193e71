"""One measurement with its history: correct it, take it back, undo."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kaname.imports import hand_entry
from kaname.imports.desk import Desk
from kaname.imports.forms.correction import CorrectionForm
from kaname.imports.hand_entry import Entry, Subject
from kaname.imports.history import changes_of, metric_name, metric_unit, subject_name
from kaname.imports.models import Measurement
from kaname.imports.views.measurements import say_saved
from kaname.web.requests import SignedInRequest


@require_safe
@login_required
def measurement(request: SignedInRequest, pk: int) -> HttpResponse:
    """The value, how it came about, and a form to correct it."""
    desk = Desk.of(request.user, at=timezone.now())
    one = get_object_or_404(desk.measurements, pk=pk)
    form = correction_form(request, desk, one)
    return render(request, "imports/measurement.html", page(desk, one, form))


@require_http_methods(["POST"])
@login_required
def create_revision(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct the value."""
    desk = Desk.of(request.user, at=timezone.now())
    one = get_object_or_404(desk.measurements, pk=pk)
    form = correction_form(request, desk, one)
    if form.is_valid():
        save(request, one, value=form.cleaned_data["value"], reason=form.cleaned_data["reason"])
        return redirect(one)
    return render(request, "imports/measurement.html", page(desk, one, form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then take the value back; its history stays, and it can be undone."""
    desk = Desk.of(request.user, at=timezone.now())
    one = get_object_or_404(desk.measurements.exclude(value=None), pk=pk)
    if request.method == "POST":
        save(request, one, value=None, reason=request.POST.get("reason", "")[:500])
        return redirect(one)
    context = {**page(desk, one, None), "cancel_url": one.get_absolute_url()}
    return render(request, "imports/measurement_take_back.html", context)


def save(request: SignedInRequest, one: Measurement, *, value: object, reason: str) -> None:
    """Record the change and say so."""
    subject = Subject(person=one.person, team=one.team)
    entry = Entry(one.metric_key, one.day, subject, value)  # type: ignore[arg-type]
    revisions = hand_entry.record([entry], reason=reason, by=request.user, at=timezone.now())
    request.session["typed_last"] = [revision.pk for revision in revisions]
    say_saved(request, len(revisions))


def correction_form(request: SignedInRequest, desk: Desk, one: Measurement) -> CorrectionForm:
    """The form, filled with what is on record."""
    return CorrectionForm(
        request.POST or None,
        measurement=one,
        definition=desk.definitions.get(one.metric_key),
        currency=desk.organisation.currency,
    )


def page(desk: Desk, one: Measurement, form: CorrectionForm | None) -> dict[str, object]:
    """What the page shows."""
    rows = one.revisions.select_related("measurement__person", "measurement__team", "by__person")
    changes = changes_of(rows, definitions=desk.definitions, currency=desk.organisation.currency)
    return {
        "desk": desk,
        "one": one,
        "form": form,
        "metric": metric_name(one.metric_key, definitions=desk.definitions),
        "unit": metric_unit(desk.definitions.get(one.metric_key), currency=desk.organisation.currency),
        "subject": subject_name(one),
        "changes": changes,
    }
