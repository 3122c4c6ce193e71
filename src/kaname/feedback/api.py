"""Feedback for programs: one's own, sending, and marks of a text. Nobody reads more than on the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from kaname.feedback.audience import receivers_of
from kaname.feedback.errors import FeedbackError
from kaname.feedback.mark_lines import as_typed, mark_lines
from kaname.feedback.models import MOST_CHARACTERS, Feedback
from kaname.feedback.operations import language_of, send
from kaname.goals.reader import Reader
from kaname.people.models import Person
from kaname.web.api import ErrorAnswer, Paging, Problem, paged

router = Router(tags=["feedback"])
Text = Annotated[str, Field(max_length=MOST_CHARACTERS)]


class FeedbackOut(Schema):
    """Persons by key; `text` is empty once it was withdrawn."""

    id: int
    author: str
    receiver: str
    kind: str
    visibility: str
    text: str
    sent_at: datetime
    read_at: datetime | None
    thanked_at: datetime | None
    withdrawn_at: datetime | None


class FeedbackPage(Schema):
    items: list[FeedbackOut]
    page: int
    size: int
    total: int


class FeedbackIn(Schema):
    """`receiver` is the key of a person to whom one may write."""

    receiver: Annotated[str, Field(max_length=100)]
    text: Text
    kind: Literal["feedback", "thanks"] = "feedback"
    visibility: Literal["private", "manager", "team"] = "private"


class TextIn(Schema):
    text: Text
    names: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=200)] = Field(default_factory=list)


class MarkOut(Schema):
    """text[start:end] in UTF-16 units; `where` the rewording goes: instead, before or after."""

    kind: str
    start: int
    end: int
    why: str
    rewording: str
    where: str


@router.get("/feedback/", response={200: FeedbackPage, 422: ErrorAnswer})
def get_feedback(
    request: HttpRequest, paging: Query[Paging], show: Literal["received", "given", "team"] = "received"
) -> dict[str, Any]:
    """Received, given, or the praise of one's teams; the newest first."""
    reader = _reader(request)
    rows = Feedback.objects.visible_to(reader.user, on=reader.today).select_related("author", "receiver")
    if show == "team":
        rows = rows.filter(visibility="team")
    else:
        rows = rows.of_author(reader.user) if show == "given" else rows.of_receiver(reader.user)
    found: dict[str, Any] = paged(rows, paging)
    return {**found, "items": [_answer(row) for row in found["items"]]}


@router.post("/feedback/", response={201: FeedbackOut, 404: ErrorAnswer, 422: ErrorAnswer})
def post_feedback(request: HttpRequest, asked: FeedbackIn) -> Status[dict[str, Any]]:
    """Send it; marks never keep anybody from that."""
    reader = _reader(request)
    author = get_object_or_404(Person, user=reader.user.pk)
    receiver = get_object_or_404(receivers_of(reader.user, on=reader.today), key=asked.receiver)
    try:
        sent = send(
            author=author,
            receiver=receiver,
            text=asked.text,
            kind=asked.kind,
            visibility=asked.visibility,
            language=language_of(asked.text),
            day=reader.today,
            at=reader.at,
        )
    except FeedbackError as error:
        raise Problem(422, error.code, str(error)) from error
    return Status(201, _answer(sent))


@router.post("/feedback/marks/", response={200: list[MarkOut], 422: ErrorAnswer})
def post_marks(request: HttpRequest, asked: TextIn) -> list[dict[str, Any]]:
    """What in a text deserves a second look; nothing of it is kept."""
    found = mark_lines(as_typed(asked.text), names=asked.names)
    shown = ("kind", "start", "end", "rewording", "where")
    return [{"why": str(mark.why), **{name: getattr(mark, name) for name in shown}} for mark in found]


def _reader(request: HttpRequest) -> Reader:
    return Reader(user=request.user, at=timezone.now())  # type: ignore[arg-type]


def _answer(row: Feedback) -> dict[str, Any]:
    own = ("id", "kind", "visibility", "sent_at", "read_at", "thanked_at", "withdrawn_at")
    text = "" if row.withdrawn_at else row.text
    return {name: getattr(row, name) for name in own} | {
        "author": row.author.key,
        "receiver": row.receiver.key,
        "text": text,
    }
