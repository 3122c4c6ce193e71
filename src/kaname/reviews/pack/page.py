"""What the page of one review shows, for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kaname.goals.reader import Reader
from kaname.people.models import Person
from kaname.reviews.access import leads, participants
from kaname.reviews.kinds import WISH_LOOKS, Wish
from kaname.reviews.models import Decision, FollowUp, Note, Rating, ReviewMeeting, Topic
from kaname.reviews.notes.keeping import note_of
from kaname.reviews.outcomes.carried import carried_into
from kaname.reviews.pack.filling import pack_of
from kaname.reviews.pack.freezing import kept_pack
from kaname.reviews.pack.pack import Block, Pack
from kaname.reviews.pack.span import Span, span_of
from kaname.reviews.scheduling.coming import Held, next_day
from kaname.reviews.words import cadence_of, heading_of, name_of, time_of

FIRST = "went_well"


@dataclass(frozen=True)
class TopicLine:
    topic: Topic
    look: str


@dataclass(frozen=True)
class MeetingPage:
    """Everything is read once, when it is first asked for."""

    meeting: ReviewMeeting
    reader: Reader

    @cached_property
    def name(self) -> str:
        return name_of(self.meeting, self.reader)

    @cached_property
    def heading(self) -> str:
        return heading_of(self.meeting, self.reader)

    @cached_property
    def time(self) -> str:
        return time_of(self.meeting, self.reader)

    @cached_property
    def cadence(self) -> str:
        return cadence_of(self.meeting.series) if self.meeting.series else ""

    @cached_property
    def leads(self) -> bool:
        return leads(self.meeting, self.reader)

    @cached_property
    def people(self) -> list[Person]:
        return participants(self.meeting)

    @property
    def is_running(self) -> bool:
        """Whether anything can be written down in it."""
        return self.meeting.closed_at is None and self.meeting.cancelled_at is None

    @cached_property
    def span(self) -> Span:
        return span_of(self.meeting, self.reader)

    @cached_property
    def pack(self) -> Pack | None:
        """The numbers now; of a closed review as they were seen, for who reads it. None where there are none."""
        if self.meeting.closed_at is not None:
            return kept_pack(self.meeting, reader=self.reader)
        return pack_of(self.meeting, self.span, reader=self.reader)

    @cached_property
    def first_blocks(self) -> list[Block]:
        """What went well, which comes first whatever the agenda says."""
        return [block for block in self._blocks if block.source == FIRST]

    @cached_property
    def other_blocks(self) -> list[Block]:
        return [block for block in self._blocks if block.source != FIRST]

    @property
    def _blocks(self) -> list[Block]:
        return (
            [block for block in self.pack.blocks if block.source not in {"topics", "follow_ups"}] if self.pack else []
        )

    @cached_property
    def topics(self) -> list[TopicLine]:
        topics = self.meeting.topics.select_related("by__person")
        return [TopicLine(topic, WISH_LOOKS[Wish(topic.wish)]) for topic in topics]

    @cached_property
    def carried(self) -> list[FollowUp]:
        return carried_into(self.meeting, since=self.span.since, reader=self.reader)

    @cached_property
    def decisions(self) -> list[Decision]:
        found = self.meeting.decisions.standing().select_related("by__person", "target_revision__target")
        return list(found)

    @cached_property
    def agreed(self) -> list[FollowUp]:
        return list(self.meeting.follow_ups.standing().select_related("owner"))

    @cached_property
    def note(self) -> Note:
        return note_of(self.meeting, private=False, reader=self.reader)

    @cached_property
    def private_note(self) -> Note:
        return note_of(self.meeting, private=True, reader=self.reader)

    @cached_property
    def rating(self) -> Rating | None:
        return Rating.objects.filter(meeting=self.meeting).first() if self.meeting.is_one_on_one else None

    @property
    def rates(self) -> bool:
        """Whether the reader is asked how the 1on1 helped."""
        return self.meeting.member is not None and self.meeting.member.user_id == self.reader.user.pk

    @cached_property
    def next(self) -> Held | None:
        return next_day(self.meeting, self.reader)
