"""What is written down on the page of a review: decisions, follow-ups, topics, and how a 1on1 helped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader, next_url
from kaname.reviews.access import meeting_for
from kaname.reviews.errors import ReviewsError
from kaname.reviews.forms.outcome_forms import DecisionForm, RatingForm, TopicForm
from kaname.reviews.models import Decision, FollowUp, ReviewMeeting, Topic
from kaname.reviews.outcomes import recording
from kaname.reviews.pack.page import MeetingPage
from kaname.reviews.views.meeting import follow_up_form, fragment, page_context
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest

Write = Callable[[dict[str, Any]], object]


@require_POST
@for_reader
def decisions(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = meeting_for(reader, pk)
    form = DecisionForm(request.POST, auto_id="id_decision_%s", with_client=found.is_client_meeting)
    return _written(
        request, found, reader, "decision_form", form,
        lambda typed: recording.decide(found, recording.Decided(**typed), reader=reader),
    )  # fmt: skip


@require_POST
@for_reader
def follow_ups(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = meeting_for(reader, pk)
    form = follow_up_form(MeetingPage(found, reader), request.POST)
    return _written(
        request, found, reader, "follow_up_form", form,
        lambda typed: recording.agree(found, **typed, reader=reader),
    )  # fmt: skip


@require_POST
@for_reader
def topics(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = meeting_for(reader, pk)
    form = TopicForm(request.POST, auto_id="id_topic_%s")
    return _written(
        request, found, reader, "topic_form", form,
        lambda typed: recording.put_topic(found, **typed, reader=reader),
    )  # fmt: skip


@require_POST
@for_reader
def rating(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = meeting_for(reader, pk)
    form = RatingForm(request.POST)
    return _written(
        request, found, reader, "rating_form", form,
        lambda typed: recording.rate(found, typed["value"], reader=reader),
    )  # fmt: skip


@require_POST
@for_reader
def decision_withdrawal(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Takes a decision back; with `back`, undoes that."""
    found = get_object_or_404(Decision.objects.visible_to(reader.user, on=reader.today), pk=pk)
    back = bool(request.POST.get("back"))
    return _changed(
        request, found.meeting, reader,
        lambda: recording.withdraw_decision(found, reader=reader, back=back),
        {"undo_decision": None if back else found},
    )  # fmt: skip


@require_POST
@for_reader
def follow_up_withdrawal(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Takes a follow-up back; with `back`, undoes that."""
    found = get_object_or_404(FollowUp.objects.visible_to(reader.user, on=reader.today), pk=pk)
    back = bool(request.POST.get("back"))
    return _changed(
        request, found.meeting, reader,
        lambda: recording.withdraw_follow_up(found, reader=reader, back=back),
        {"undo_follow_up": None if back else found},
    )  # fmt: skip


@require_POST
@for_reader
def follow_up_completion(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """A follow-up is done, or not after all."""
    found = get_object_or_404(FollowUp.objects.visible_to(reader.user, on=reader.today), pk=pk)
    done = bool(request.POST.get("done"))
    recording.complete(found, done=done, reader=reader)
    if request.htmx and (page := _page_of(request, reader)) is not None:
        return fragment(request, page, reader)
    if not request.htmx:
        messages.success(request, _("Done: well done.") if done else _("It is open again."))
    return redirect(next_url(request, found.meeting.get_absolute_url()))


@require_POST
@for_reader
def topic_talked(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """A topic was talked about, or not after all."""
    found = get_object_or_404(Topic.objects.select_related("meeting"), pk=pk)
    shown = meeting_for(reader, found.meeting_id)
    talked = bool(request.POST.get("talked"))
    return _changed(request, shown, reader, lambda: recording.talk_about(found, talked=talked, reader=reader), {})


def _written(
    request: SignedInRequest, found: ReviewMeeting, reader: Reader, name: str, form: forms.Form, write: Write
) -> HttpResponse:
    """Write what was typed; to htmx the form anew with everything that changed, else back to the page."""
    if form.is_valid():
        with errors_on(form):
            write(form.cleaned_data)
    template = f"reviews/{name}.html"
    if form.is_valid() and request.htmx:
        return fragment(request, found, reader, form_template=template)
    if form.is_valid():
        return redirect(found)
    context = page_context(MeetingPage(found, reader)) | {name: form}
    return render(request, template if request.htmx else "reviews/meeting.html", context, status=422)


def _changed(
    request: SignedInRequest,
    found: ReviewMeeting,
    reader: Reader,
    change: Callable[[], object],
    context: dict[str, Any],
) -> HttpResponse:
    try:
        change()
    except ReviewsError as error:
        messages.error(request, str(error))
        context = {}
    if request.htmx:
        return fragment(request, meeting_for(reader, found.pk), reader, **context)
    return redirect(found)


def _page_of(request: SignedInRequest, reader: Reader) -> ReviewMeeting | None:
    """The review on whose page something was ticked, if it was one."""
    shown = request.POST.get("on", "")
    return meeting_for(reader, int(shown)) if shown.isascii() and shown.isdigit() and len(shown) < 10 else None
