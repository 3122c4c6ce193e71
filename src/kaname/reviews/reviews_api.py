"""Reviews for programs: what is held when, what came out of it, and what is still to be done.

Private notes are no part of it, whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status

from kaname.goals.reader import Reader
from kaname.goals.refusals import REFUSED, reader_of
from kaname.measures.periods import within_reach
from kaname.people.models import Person
from kaname.reviews.access import meeting_for, participants
from kaname.reviews.errors import ReviewsError
from kaname.reviews.kinds import Wish
from kaname.reviews.models import Decision, FollowUp, ReviewMeeting
from kaname.reviews.notes.keeping import note_of
from kaname.reviews.outcomes import recording
from kaname.reviews.scheduling.coming import held
from kaname.reviews.searching import find
from kaname.reviews.words import name_of
from kaname.web.api import Paging, Problem, paged

router = Router(tags=["Reviews"])
FOUND_MOST, DAYS_MOST = 50, 366


class HeldOut(Schema):
    """A review; `id` is null until somebody opens it."""

    id: int | None
    kind: str
    name: str
    team: str | None
    starts_at: datetime
    minutes: int
    cancelled: bool
    closed: bool


class DecisionIn(Schema):
    text: str
    reason: str = ""


class DecisionOut(DecisionIn):
    id: int
    target_revision: int | None
    at: datetime


class FollowUpIn(Schema):
    """`owner` is a person's key."""

    text: str
    owner: str
    due_on: date | None = None


class FollowUpOut(FollowUpIn):
    id: int
    review: int
    done_at: datetime | None


class TopicIn(Schema):
    text: str
    wish: Wish = Wish.LISTEN


class TopicOut(TopicIn):
    id: int
    talked_at: datetime | None


class ReviewOut(HeldOut):
    note: str
    people: list[str]
    topics: list[TopicOut]
    decisions: list[DecisionOut]
    follow_ups: list[FollowUpOut]


class FollowUpsPage(Schema):
    items: list[FollowUpOut]
    page: int
    size: int
    total: int


class FoundOut(Schema):
    review: int
    kind: str
    text: str


class Days(Schema):
    """since <= day < until; two weeks from today if nothing is said, at most a year."""

    since: date | None = None
    until: date | None = None


class Completion(Schema):
    done: bool = True


@router.get("/", response={200: list[HeldOut], **REFUSED})
def list_reviews(request: HttpRequest, days: Query[Days]) -> list[dict[str, Any]]:
    """Reviews that you may read, by time, those of series whose turn it is too."""
    reader = reader_of(request)
    since = days.since or reader.today
    if not within_reach(since):
        raise Problem(422, "day_out_of_reach", _("Choose a day from 1900 to 2199."))
    until = min(days.until or since + timedelta(days=14), since + timedelta(days=DAYS_MOST))
    return [
        {
            "id": one.meeting.pk if one.meeting else None,
            "kind": one.review.kind,
            "name": name_of(one.review, reader),
            "team": one.review.team.key if one.review.team else None,
            "starts_at": one.starts_at,
            "minutes": one.minutes,
            "cancelled": one.is_cancelled,
            "closed": one.is_closed,
        }
        for one in held(reader, since=since, until=until)
    ]


@router.get("/search/", response={200: list[FoundOut], **REFUSED})
def search_reviews(request: HttpRequest, q: str) -> list[dict[str, Any]]:
    """The newest passages in which every word stands, of reviews that you may read."""
    found = find(q, reader=reader_of(request), limit=FOUND_MOST)
    return [
        {"review": hit.passage.meeting_id, "kind": hit.passage.kind, "text": hit.passage.text}
        for hit in found
        if hit.passage.reader_id is None
    ]


@router.get("/follow-ups/", response={200: FollowUpsPage, **REFUSED})
def list_follow_ups(request: HttpRequest, paging: Query[Paging], open_only: bool = True) -> dict[str, Any]:
    """Follow-ups that you may read, the most urgent first."""
    reader = reader_of(request)
    rows = FollowUp.objects.visible_to(reader.user, on=reader.today).standing().select_related("owner")
    found = paged(rows.filter(done_at=None) if open_only else rows, paging)
    return found | {"items": [_follow_up(row) for row in found["items"]]}


@router.post("/follow-ups/{pk}/completion/", response={200: FollowUpOut, **REFUSED})
def complete_follow_up(request: HttpRequest, pk: int, asked: Completion) -> dict[str, Any]:
    """It is done, or with `done` false not after all."""
    reader = reader_of(request)
    row = get_object_or_404(FollowUp.objects.visible_to(reader.user, on=reader.today), pk=pk)
    recording.complete(row, done=asked.done, reader=reader)
    return _follow_up(row)


@router.get("/{int:pk}/", response={200: ReviewOut, **REFUSED})
def get_review(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One review with what was written down together, decided and agreed."""
    reader = reader_of(request)
    return _review(meeting_for(reader, pk), reader)


@router.post("/{int:pk}/decisions/", response={201: DecisionOut, **REFUSED})
def post_decision(request: HttpRequest, pk: int, asked: DecisionIn) -> Status[dict[str, Any]]:
    reader = reader_of(request)
    with refusals():
        made = recording.decide(meeting_for(reader, pk), recording.Decided(asked.text, asked.reason), reader=reader)
    return Status(201, _decision(made))


@router.post("/{int:pk}/follow-ups/", response={201: FollowUpOut, **REFUSED})
def post_follow_up(request: HttpRequest, pk: int, asked: FollowUpIn) -> Status[dict[str, Any]]:
    reader = reader_of(request)
    found = meeting_for(reader, pk)
    with refusals():
        owner = _owner(found, asked.owner)
        made = recording.agree(found, text=asked.text, owner=owner, due_on=asked.due_on, reader=reader)
    return Status(201, _follow_up(made))


@router.post("/{int:pk}/topics/", response={201: TopicOut, **REFUSED})
def post_topic(request: HttpRequest, pk: int, asked: TopicIn) -> Status[dict[str, Any]]:
    reader = reader_of(request)
    with refusals():
        made = recording.put_topic(meeting_for(reader, pk), text=asked.text, wish=asked.wish, reader=reader)
    return Status(201, {"id": made.pk, "text": made.text, "wish": made.wish, "talked_at": made.talked_at})


@contextmanager
def refusals() -> Iterator[None]:
    """What is refused becomes an answer."""
    try:
        yield
    except ReviewsError as error:
        raise Problem(422, error.code, str(error)) from error


def _owner(meeting: ReviewMeeting, key: str) -> Person:
    found = next((person for person in participants(meeting) if person.key == key), None)
    if found is None:
        raise ReviewsError("owner_elsewhere")
    return found


def _review(found: ReviewMeeting, reader: Reader) -> dict[str, Any]:
    return {
        "id": found.pk,
        "kind": found.kind,
        "name": name_of(found, reader),
        "team": found.team.key if found.team else None,
        "starts_at": found.starts_at,
        "minutes": found.minutes,
        "cancelled": found.cancelled_at is not None,
        "closed": found.closed_at is not None,
        "note": note_of(found, private=False, reader=reader).text,
        "people": [person.key for person in participants(found)],
        "topics": list(found.topics.values("id", "text", "wish", "talked_at")),
        "decisions": [_decision(row) for row in found.decisions.standing()],
        "follow_ups": [_follow_up(row) for row in found.follow_ups.standing().select_related("owner")],
    }


def _decision(row: Decision) -> dict[str, Any]:
    return {
        "id": row.pk,
        "text": row.text,
        "reason": row.reason,
        "target_revision": row.target_revision_id,
        "at": row.at,
    }


def _follow_up(row: FollowUp) -> dict[str, Any]:
    return {
        "id": row.pk,
        "review": row.meeting_id,
        "text": row.text,
        "owner": row.owner.key,
        "due_on": row.due_on,
        "done_at": row.done_at,
    }
