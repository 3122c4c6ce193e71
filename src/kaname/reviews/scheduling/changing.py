"""Moving and cancelling one review, and taking that back; whoever takes part is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from kaname.goals.reader import Reader
from kaname.reviews.access import lock, require_leads
from kaname.reviews.errors import ReviewsError
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.telling import tell_of_change
from kaname.web.live import hub

LONGEST_NOTE = 500


@transaction.atomic
def move(meeting: ReviewMeeting, *, starts_at: datetime, minutes: int, note: str, reader: Reader) -> None:
    """Hold it at another time, with a word why."""
    _require_open(meeting, reader)
    meeting.starts_at, meeting.minutes = starts_at, minutes
    meeting.held_on = reader.organisation.today(starts_at)
    meeting.moved_at, meeting.change_note = reader.at, _worded(note)
    _kept(meeting, "starts_at", "minutes", "held_on", "moved_at", "change_note")
    tell_of_change(meeting, reader=reader)


@transaction.atomic
def cancel(meeting: ReviewMeeting, *, note: str, reader: Reader) -> None:
    """It is not held, with a word why."""
    _require_open(meeting, reader)
    meeting.cancelled_at, meeting.change_note = reader.at, _worded(note)
    _kept(meeting, "cancelled_at", "change_note")
    tell_of_change(meeting, reader=reader)


@transaction.atomic
def restore(meeting: ReviewMeeting, *, reader: Reader) -> None:
    """It is held after all."""
    require_leads(meeting, reader)
    lock(meeting)
    if meeting.cancelled_at is None:
        raise ReviewsError("meeting_not_cancelled")
    meeting.cancelled_at, meeting.change_note = None, ""
    _kept(meeting, "cancelled_at", "change_note")
    tell_of_change(meeting, reader=reader)


def _require_open(meeting: ReviewMeeting, reader: Reader) -> None:
    require_leads(meeting, reader)
    lock(meeting)
    if meeting.closed_at is not None:
        raise ReviewsError("meeting_closed")
    if meeting.cancelled_at is not None:
        raise ReviewsError("meeting_cancelled")


def _worded(note: str) -> str:
    note = " ".join(note.split())
    if not note:
        raise ReviewsError("note_needed")
    if len(note) > LONGEST_NOTE:
        raise ReviewsError("text_too_long", limit=LONGEST_NOTE)
    return note


def _kept(row: Model, *fields: str) -> None:
    row.save(update_fields=fields)
    transaction.on_commit(hub.publish)
