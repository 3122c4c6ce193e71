"""A series: when it comes again, what was and what is next; ending it, and its hours as meeting time."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.people.publishing import calendar_change
from kaname.reviews.access import leads, series_for
from kaname.reviews.errors import ReviewsError
from kaname.reviews.lines import held_lines
from kaname.reviews.models import Series
from kaname.reviews.scheduling.coming import of_these
from kaname.reviews.scheduling.hours import count_hours, similar_entries, uncount_hours, weekly_hours
from kaname.reviews.scheduling.series import end_series, resume_series
from kaname.reviews.words import cadence_of, name_of
from kaname.web.requests import SignedInRequest

BACK, AHEAD = timedelta(days=120), timedelta(days=60)
SHOWN = 12


@require_safe
@for_reader
def series(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = series_for(reader, pk)
    rows = found.meetings.light()
    rules = [] if found.ended_at else [found]
    held = of_these(rules, rows, reader, since=reader.today - BACK, until=reader.today + AHEAD)
    context = {
        "series": found,
        "name": name_of(found, reader),
        "cadence": cadence_of(found),
        "leads": leads(found, reader),
        "coming": held_lines([one for one in held if one.held_on >= reader.today][:SHOWN], reader),
        "past": held_lines(
            [one for one in reversed(held) if one.held_on < reader.today and one.meeting][:SHOWN], reader
        ),
        "counted": list(found.counted_as.all()),
        "hours": weekly_hours(found),
    }
    return render(request, "reviews/series.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def series_end(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks first."""
    found = _led(reader, pk)
    if request.method == "POST":
        with calendar_change():
            end_series(found, reader=reader)
        messages.success(request, _("The series has ended. What was held stays."))
        return redirect(found)
    return render(request, "reviews/series_end.html", {"series": found, "name": name_of(found, reader)})


@require_POST
@for_reader
def series_resumption(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = _led(reader, pk)
    resume_series(found, reader=reader)
    messages.success(request, _("The series goes on."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def series_hours(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Counts the hours as meeting time, or no more; entries that may be the same meeting can be replaced."""
    found = _led(reader, pk)
    similar = similar_entries(found)
    if request.method == "POST":
        chosen = [entry for entry in similar if str(entry.pk) in request.POST.getlist("instead_of")]
        try:
            with calendar_change():
                if request.POST.get("action") == "uncount":
                    uncount_hours(found, reader=reader)
                else:
                    count_hours(found, reader=reader, instead_of=chosen)
            messages.success(request, _("Working time follows."))
        except ReviewsError as error:
            messages.error(request, str(error))
        return redirect(found)
    context = {"series": found, "name": name_of(found, reader), "hours": weekly_hours(found), "similar": similar}
    return render(request, "reviews/series_hours.html", context)


def _led(reader: Reader, pk: int) -> Series:
    found = series_for(reader, pk)
    if not leads(found, reader):
        raise Http404
    return found
