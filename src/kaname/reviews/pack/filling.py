"""Filling the sections of an agenda from the same numbers as the board."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from kaname.boards.evidence.evidence import Evidence, evidence_of
from kaname.boards.selection import ORGANISATION, Subject
from kaname.goals.reader import Reader
from kaname.reviews.agenda import Section, title_of
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.pack.pack import Block, Figure, Pack
from kaname.reviews.pack.sections import FILLED, changes
from kaname.reviews.pack.span import Span


def subject_of(meeting: ReviewMeeting) -> Subject:
    """Whose numbers a review looks at."""
    if meeting.member is not None:
        return Subject(person=meeting.member.key)
    return ORGANISATION if meeting.team is None else Subject(team=meeting.team.key)


def pack_of(meeting: ReviewMeeting, span: Span, *, reader: Reader) -> Pack:
    """The agenda of a review with its numbers, as the reader may see them now."""
    look = _Look(meeting, span, reader)
    blocks = [_block(section, look) for section in meeting.agenda]
    return Pack(reader.at, span.since, span.until, tuple(block for block in blocks if block is not None))


def figures_of(meeting: ReviewMeeting, span: Span, *, reader: Reader) -> tuple[Figure, ...]:
    """The numbers that a review looks at, whatever its agenda says; none where they are not the reader's to see."""
    evidence = _Look(meeting, span, reader).evidence
    return () if evidence is None else changes("", evidence, reader).figures


@dataclass(frozen=True)
class _Look:
    """The evidence, asked for when a section needs it first."""

    meeting: ReviewMeeting
    span: Span
    reader: Reader

    @cached_property
    def evidence(self) -> Evidence | None:
        """None where the numbers are not the reader's to see."""
        span, reader = self.span, self.reader
        try:
            return evidence_of(
                subject_of(self.meeting), since=span.since, until=span.until, user=reader.user, at=reader.at
            )
        except Http404:
            return None


def _block(section: Section, look: _Look) -> Block | None:
    """A section that numbers fill is left out for who may not see them."""
    source, title = section.get("source", ""), title_of(section)
    fill = FILLED.get(source)
    if fill is None:
        return Block(source, title)
    if look.evidence is None:
        return None
    return fill(title, look.evidence, look.reader)
