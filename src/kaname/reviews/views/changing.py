"""Moving and cancelling one review; each opens as a dialog or as a page of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.reviews.access import leads, meeting_for
from kaname.reviews.errors import ReviewsError
from kaname.reviews.forms.change_forms import CancelForm, MoveForm
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.scheduling.changing import cancel, move, restore
from kaname.reviews.scheduling.working_days import WorkingDays
from kaname.reviews.words import name_of
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def move_meeting(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks when instead, and why."""
    found = led(reader, pk)
    local = found.starts_at.astimezone(reader.organisation.zone)
    initial = {"day": local.date(), "time_of_day": local.time(), "minutes": found.minutes}
    form = MoveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        starts_at = WorkingDays(reader.organisation).instant(typed["day"], typed["time_of_day"])
        with errors_on(form):
            move(found, starts_at=starts_at, minutes=typed["minutes"], note=typed["note"], reader=reader)
            messages.success(request, _("The review is moved; whoever takes part is told."))
            return redirect(found)
    context = {"form": form, "title": _("Move “%(review)s”") % {"review": name_of(found, reader)}, "back": found}
    return render(request, "reviews/entry.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def cancellation(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks why it is not held."""
    found = led(reader, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            cancel(found, note=form.cleaned_data["note"], reader=reader)
            messages.success(request, _("The review is cancelled; whoever takes part is told."))
            return redirect(found)
    context = {"form": form, "title": _("Cancel “%(review)s”?") % {"review": name_of(found, reader)}, "back": found}
    return render(request, "reviews/entry.html", context, status=422 if form.errors else 200)


@require_POST
@for_reader
def restoration(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """It is held after all."""
    found = led(reader, pk)
    try:
        restore(found, reader=reader)
        messages.success(request, _("The review takes place after all; whoever takes part is told."))
    except ReviewsError as error:
        messages.error(request, str(error))
    return redirect(found)


def led(reader: Reader, pk: int) -> ReviewMeeting:
    """A review that the reader leads. Raises Http404."""
    found = meeting_for(reader, pk)
    if not leads(found, reader):
        raise Http404
    return found
