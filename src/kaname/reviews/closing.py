"""Closing a review: its numbers are kept as they were seen, and the minutes go to whoever takes part."""

from __future__ import annotations

from django.db import transaction

from kaname.goals.reader import Reader
from kaname.reviews.access import lock, require_leads
from kaname.reviews.errors import ReviewsError
from kaname.reviews.minutes import digest_of
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.notes.keeping import let_passing_ones_go, require_running
from kaname.reviews.pack.freezing import frozen
from kaname.reviews.pack.page import MeetingPage
from kaname.reviews.telling import tell_of_minutes
from kaname.web.live import hub


@transaction.atomic
def close(meeting: ReviewMeeting, *, reader: Reader) -> None:
    """Keep what is seen now and tell whoever takes part. Raises ReviewsError."""
    require_leads(meeting, reader)
    lock(meeting)
    require_running(meeting)
    meeting.pack = frozen(meeting, reader=reader)
    meeting.closed_at, meeting.closed_by = reader.at, reader.user
    meeting.save(update_fields=["pack", "closed_at", "closed_by"])
    let_passing_ones_go(meeting)
    tell_of_minutes(meeting, reader=reader, digest=digest_of(MeetingPage(meeting, reader)))
    transaction.on_commit(hub.publish)


@transaction.atomic
def reopen(meeting: ReviewMeeting, *, reader: Reader) -> None:
    """Go on with it; its numbers are live again. Raises ReviewsError."""
    require_leads(meeting, reader)
    lock(meeting)
    if meeting.closed_at is None:
        raise ReviewsError("meeting_not_closed")
    meeting.closed_at, meeting.closed_by, meeting.pack = None, None, {}
    meeting.save(update_fields=["pack", "closed_at", "closed_by"])
    transaction.on_commit(hub.publish)
