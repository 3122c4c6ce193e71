"""Search over reviews: notes, decisions, follow-ups, topics and titles, whatever their width and case."""

from __future__ import annotations

from dataclasses import dataclass

from kaname.goals.reader import Reader
from kaname.people.models import User
from kaname.reviews.models import Decision, FollowUp, Note, Passage, PassageKind, ReviewMeeting, Topic
from kaname.web.palette import fold

MOST_WORDS = 8
AROUND = 60
"""Characters shown before and after what was found."""


@dataclass(frozen=True)
class Found:
    """A passage in which every word stands: what is around the first one, with where it begins and ends in there."""

    passage: Passage
    before: str
    hit: str
    after: str


def find(query: str, *, reader: Reader, limit: int) -> list[Found]:
    """The newest passages that the reader may read and in which every word stands."""
    words = fold(query).split()[:MOST_WORDS]
    if not words:
        return []
    found = Passage.objects.visible_to(reader.user, on=reader.today)
    for word in words:
        found = found.filter(folded__contains=word)
    newest = found.select_related("meeting__team", "meeting__leader", "meeting__member")
    newest = newest.defer("meeting__pack", "meeting__agenda", "meeting__client_page")
    return [excerpt(passage, words[0]) for passage in newest.order_by("-meeting__starts_at", "-pk")[:limit]]


def excerpt(passage: Passage, word: str) -> Found:
    """What stands around the first place of a folded word."""
    text = " ".join(passage.text.split())
    start, end = _place(text, word)
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    return Found(
        passage,
        f"…{before}" if start > AROUND else before,
        text[start:end],
        f"{after}…" if end + AROUND < len(text) else after,
    )


def _place(text: str, word: str) -> tuple[int, int]:
    """Where a folded word stands in the text as it was written; folding may change its length."""
    folded, ends = "", []
    for place, letter in enumerate(text):
        part = fold(letter) or " "
        folded += part
        ends += [place] * len(part)
    start = folded.find(word)
    return (ends[start], ends[start + len(word) - 1] + 1) if start >= 0 else (0, 0)


def title_known(meeting: ReviewMeeting) -> None:
    """Let a review be found by its title and client."""
    words = " ".join(part for part in (meeting.title, meeting.client) if part)
    _known(meeting, PassageKind.TITLE, meeting.pk, words)


def note_known(note: Note) -> None:
    """Let a note be found; a private one by its author alone."""
    _known(note.meeting, PassageKind.NOTE, note.pk, note.text, reader=note.author)


def decision_known(decision: Decision) -> None:
    words = "" if decision.withdrawn_at else f"{decision.text} {decision.reason}"
    _known(decision.meeting, PassageKind.DECISION, decision.pk, words)


def follow_up_known(follow_up: FollowUp) -> None:
    words = "" if follow_up.withdrawn_at else follow_up.text
    _known(follow_up.meeting, PassageKind.FOLLOW_UP, follow_up.pk, words)


def topic_known(topic: Topic) -> None:
    _known(topic.meeting, PassageKind.TOPIC, topic.pk, topic.text)


def _known(meeting: ReviewMeeting, kind: str, source_id: int, text: str, *, reader: User | None = None) -> None:
    if not text.strip():
        Passage.objects.filter(kind=kind, source_id=source_id).delete()
        return
    values = {"meeting": meeting, "text": text, "folded": fold(text), "reader": reader}
    Passage.objects.update_or_create(kind=kind, source_id=source_id, defaults=values)
