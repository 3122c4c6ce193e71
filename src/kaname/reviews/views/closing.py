"""Closing a review, its minutes and its entry for a calendar."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.reviews.access import meeting_for
from kaname.reviews.calendar_events import calendar_of
from kaname.reviews.closing import close, reopen
from kaname.reviews.errors import ReviewsError
from kaname.reviews.minutes import decision_in_words, follow_up_in_words, markdown_of
from kaname.reviews.pack.page import MeetingPage
from kaname.reviews.views.changing import led
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def closing(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks first: the numbers are kept as they are seen now, and the minutes go out."""
    found = led(reader, pk)
    if request.method == "POST":
        try:
            close(found, reader=reader)
            messages.success(request, _("The review is closed; the minutes are on their way."))
        except ReviewsError as error:
            messages.error(request, str(error))
        return redirect(found)
    return render(request, "reviews/closing.html", {"page": MeetingPage(found, reader), "meeting": found})


@require_POST
@for_reader
def reopening(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = led(reader, pk)
    try:
        reopen(found, reader=reader)
        messages.success(request, _("The review is open again; its numbers are live."))
    except ReviewsError as error:
        messages.error(request, str(error))
    return redirect(found)


@require_safe
@for_reader
def minutes(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """The minutes as a page to read and print."""
    page = MeetingPage(meeting_for(reader, pk), reader)
    context = {
        "page": page,
        "meeting": page.meeting,
        "decisions": [decision_in_words(row) for row in page.decisions],
        "follow_ups": [follow_up_in_words(row) for row in (*page.agreed, *page.carried)],
    }
    return render(request, "reviews/minutes.html", context)


@require_safe
@for_reader
def minutes_markdown(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """The minutes as a file."""
    page = MeetingPage(meeting_for(reader, pk), reader)
    name = f"{page.name} {page.meeting.held_on}.md"
    return download(markdown_of(page).encode(), name, "text/markdown; charset=utf-8")


@require_safe
@for_reader
def event(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """The review as a file for a calendar."""
    found = meeting_for(reader, pk)
    return download(calendar_of(found, reader), f"review-{found.pk}.ics", "text/calendar; charset=utf-8")


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file under a name that may hold any letters."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name.replace('/', '-'))}"
    return response
