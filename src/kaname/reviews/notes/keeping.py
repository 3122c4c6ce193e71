"""Keeping a note: what two people write at the same time becomes one text, and every revision stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.db import transaction

from kaname.goals.authors import author_name
from kaname.goals.reader import Reader
from kaname.measures.merging import Merged, merge
from kaname.reviews.errors import ReviewsError
from kaname.reviews.models import Note, NoteRevision, ReviewMeeting
from kaname.reviews.searching import note_known

LONGEST = 100_000
"""Characters of a note."""
PASSING = timedelta(minutes=1)


@dataclass(frozen=True)
class Typed:
    """What somebody wrote, and what it began from: a revision by its number or, sent by the page itself, its text."""

    text: str
    base: int = 0
    base_text: str | None = None


@transaction.atomic
def keep(meeting: ReviewMeeting, typed: Typed, *, private: bool, reader: Reader) -> Note:
    """The note with what was typed in it; what somebody else wrote meanwhile stays.

    Raises
    ------
    ReviewsError
        meeting_closed, meeting_cancelled, text_too_long, revision_unknown.
    """
    if not private:
        require_running(meeting)
    note = _locked(meeting, private=private, reader=reader)
    if len(typed.text) > LONGEST:
        raise ReviewsError("text_too_long", limit=LONGEST)
    merged = _merged(note, _lines(typed.text), base=_base(note, typed), reader=reader)
    _set(note, merged, reader=reader)
    return note


@transaction.atomic
def restore_revision(note: Note, number: int, *, reader: Reader) -> None:
    """Make an earlier revision the newest one; what was there stays as a revision. Raises ReviewsError."""
    if note.author_id is None:
        require_running(note.meeting)
    locked = Note.objects.select_for_update().get(pk=note.pk)
    _set(locked, Merged(text_of(locked, number), 0), reader=reader)


def note_of(meeting: ReviewMeeting, *, private: bool, reader: Reader) -> Note:
    """The shared note, or the reader's own private one; not saved yet where nobody wrote anything."""
    notes = Note.objects.filter(meeting=meeting)
    found = notes.private_of(reader.user).first() if private else notes.shared().first()
    return found or Note(meeting=meeting, author=reader.user if private else None)


def text_of(note: Note, number: int) -> str:
    """A revision's text, or that of the last one kept before it; that of none is empty.

    Raises ReviewsError revision_unknown.
    """
    if number == 0:
        return ""
    found = NoteRevision.objects.filter(note=note, number__lte=number).last()
    if found is None or number > note.revision:
        raise ReviewsError("revision_unknown")
    return found.text


def let_passing_ones_go(meeting: ReviewMeeting) -> None:
    """Once it is over: of what somebody typed within a minute the last revision stays, and each with conflicts."""
    rows = NoteRevision.objects.filter(note__meeting=meeting, note__author=None).order_by("number")
    passing = [
        one.pk
        for one, then in pairwise(rows.defer("text"))
        if one.by_id == then.by_id and then.at - one.at < PASSING and not one.conflicts
    ]
    rows.filter(pk__in=passing).delete()


def require_running(meeting: ReviewMeeting) -> None:
    """Raise ReviewsError for a review that is closed or cancelled."""
    if meeting.closed_at is not None:
        raise ReviewsError("meeting_closed")
    if meeting.cancelled_at is not None:
        raise ReviewsError("meeting_cancelled")


def _locked(meeting: ReviewMeeting, *, private: bool, reader: Reader) -> Note:
    note, _is_new = Note.objects.get_or_create(meeting=meeting, author=reader.user if private else None)
    return Note.objects.select_for_update().get(pk=note.pk)


def _base(note: Note, typed: Typed) -> str:
    return _lines(typed.base_text) if typed.base_text is not None else text_of(note, typed.base)


def _merged(note: Note, text: str, *, base: str, reader: Reader) -> Merged:
    last = note.revisions.select_related("by__person").last()
    names = {"our_name": author_name(reader.user), "their_name": author_name(last.by) if last else ""}
    return merge(base=base, ours=text, theirs=note.text, **names)


def _set(note: Note, merged: Merged, *, reader: Reader) -> None:
    if merged.text == note.text:
        return
    note.text, note.revision = merged.text, note.revision + 1
    note.save(update_fields=["text", "revision"])
    NoteRevision.objects.create(
        note=note,
        number=note.revision,
        text=merged.text,
        conflicts=merged.conflicts,
        by=reader.user,
        at=reader.at,
    )
    note_known(note)


def _lines(text: str) -> str:
    """With ends of lines as the ledger keeps them; browsers send others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
