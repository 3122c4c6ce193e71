"""The page of one review: its pack, its notes, and what comes out of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.reviews.access import meeting_for, series_for
from kaname.reviews.errors import ReviewsError
from kaname.reviews.forms.outcome_forms import DecisionForm, FollowUpForm, NoteForm, RatingForm, TopicForm
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.pack.page import MeetingPage
from kaname.reviews.panels import panels_of
from kaname.reviews.scheduling.opening import open_occurrence
from kaname.reviews.views.days import day_from
from kaname.web.requests import SignedInRequest

LIVE_PART = "review"


@require_safe
@for_reader
def meeting(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Whole as a page; to its own live part, what changes while the review runs."""
    page = MeetingPage(meeting_for(reader, pk), reader)
    if request.htmx and request.htmx.target == LIVE_PART:
        return render(request, "reviews/meeting_live.html", {"page": page, "swapped": True})
    return render(request, "reviews/meeting.html", page_context(page))


@require_safe
@for_reader
def occurrence(request: SignedInRequest, reader: Reader, pk: int, day: str) -> HttpResponse:
    """The review that a series has on a day; opening it the first time makes it a row, the same for everybody."""
    try:
        found = open_occurrence(series_for(reader, pk), rule_day=day_from(day), reader=reader)
    except ReviewsError as error:
        raise Http404 from error
    return redirect(found)


def page_context(page: MeetingPage, **forms: Any) -> dict[str, Any]:
    """What the whole page needs; `forms` replace empty ones where something typed was refused."""
    return {
        "page": page,
        "meeting": page.meeting,
        "panels": panels_of(page.meeting, page.reader),
        **empty_forms(page),
        **forms,
    }


def empty_forms(page: MeetingPage) -> dict[str, Any]:
    with_client = page.meeting.is_client_meeting
    return {
        "decision_form": DecisionForm(auto_id="id_decision_%s", with_client=with_client),
        "follow_up_form": follow_up_form(page),
        "topic_form": TopicForm(auto_id="id_topic_%s"),
        "rating_form": RatingForm(initial={"value": page.rating.value if page.rating else None}),
        "note_form": NoteForm(initial={"text": page.note.text, "base": page.note.revision}),
    }


def follow_up_form(page: MeetingPage, data: Any = None) -> FollowUpForm:
    """Due by the next review, of the member of a 1on1, until somebody says otherwise."""
    initial = {"owner": page.meeting.member_id, "due_on": page.next.held_on if page.next else None}
    with_client = page.meeting.is_client_meeting
    return FollowUpForm(data, people=page.people, initial=initial, with_client=with_client, auto_id="id_follow_up_%s")


def fragment(request: SignedInRequest, found: ReviewMeeting, reader: Reader, **context: Any) -> HttpResponse:
    """What changed on an open page, beside the form that htmx asked from."""
    page = MeetingPage(found, reader)
    return render(request, "reviews/meeting_changed.html", page_context(page) | context)
