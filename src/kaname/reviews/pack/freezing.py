"""The numbers of a review as they were seen when it was closed, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import override

from kaname.goals.reader import Reader
from kaname.reviews.access import manages, participants
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.pack.filling import pack_of, subject_of
from kaname.reviews.pack.pack import Pack
from kaname.reviews.pack.span import span_of

LANGUAGES = ("ja", "en")
MANAGERS, EVERYBODY = "managers", "everybody"
AS_ROWS, OWN = frozenset({"topics", "follow_ups"}), frozenset({"pending_revisions"})


def frozen(meeting: ReviewMeeting, *, reader: Reader) -> dict[str, Any]:
    """What who manages the team sees now, and what who does not sees; the two of a 1on1 see the same.

    Each copy is made as somebody sees it who takes part, first of all the reader, who closes the review.
    """
    kept: dict[str, Any] = {}
    for one in _readers(meeting, reader):
        audience = _audience(meeting, one)
        if audience not in kept and _sees(one, meeting):
            kept[audience] = _in_languages(meeting, one, without=_without(meeting, audience))
        if len(kept) == 2 or meeting.is_one_on_one:
            break
    return kept


def kept_pack(meeting: ReviewMeeting, *, reader: Reader) -> Pack | None:
    """What was kept for a reader; None for who may not see these numbers."""
    if not _sees(reader, meeting) and not meeting.is_one_on_one:
        return None
    kept = meeting.pack.get(_audience(meeting, reader)) or meeting.pack.get(EVERYBODY, {})
    found = kept.get(reader.language)
    return Pack.from_dict(found) if found else None


def _sees(reader: Reader, meeting: ReviewMeeting) -> bool:
    subject = subject_of(meeting)
    return reader.scope.sees(team=subject.team, person=subject.person)


def _audience(meeting: ReviewMeeting, reader: Reader) -> str:
    return MANAGERS if manages(meeting, reader) else EVERYBODY


def _readers(meeting: ReviewMeeting, reader: Reader) -> Iterator[Reader]:
    yield reader
    for person in participants(meeting):
        if person.user is not None and person.user != reader.user:
            yield Reader(user=person.user, at=reader.at)


def _without(meeting: ReviewMeeting, audience: str) -> frozenset[str]:
    """What is kept as rows of its own; and of what everybody reads, what its maker alone sees: their own proposals."""
    is_shared = audience == EVERYBODY and not meeting.is_one_on_one
    return AS_ROWS | OWN if is_shared else AS_ROWS


def _in_languages(meeting: ReviewMeeting, reader: Reader, *, without: frozenset[str]) -> dict[str, Any]:
    span, kept = span_of(meeting, reader), {}
    for language in LANGUAGES:
        with override(language):
            pack = pack_of(meeting, span, reader=reader)
            blocks = tuple(block for block in pack.blocks if block.source not in without)
            kept[language] = replace(pack, blocks=blocks).as_dict()
    return kept
