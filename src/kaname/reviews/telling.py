"""What people are told about their reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from kaname.people.models import User
from kaname.reviews.access import participants
from kaname.reviews.kinds import Kind
from kaname.reviews.models import FollowUp, ReviewMeeting
from kaname.telling.message import Message
from kaname.telling.operations import tell

if TYPE_CHECKING:
    from kaname.goals.reader import Reader

MINUTES, CHANGES, FOLLOW_UPS = "review_minutes", "review_change", "follow_up"


def tell_of_change(meeting: ReviewMeeting, *, reader: Reader) -> None:
    """That a review was moved, cancelled or put back."""
    params = {"review": name(meeting), "at": meeting.starts_at}
    if meeting.cancelled_at is not None:
        title = Message(gettext_noop("%(review)s on %(at)s is cancelled."), params)
    elif meeting.change_note:
        title = Message(gettext_noop("%(review)s is moved to %(at)s."), params)
    else:
        title = Message(gettext_noop("%(review)s on %(at)s takes place after all."), params)
    body = Message.as_is(meeting.change_note) if meeting.change_note else None
    tell(others(meeting, reader), kind=CHANGES, title=title, url=meeting.get_absolute_url(), at=reader.at, body=body)


def tell_of_minutes(meeting: ReviewMeeting, *, reader: Reader, digest: Message | None) -> None:
    """That the minutes can be read; what was decided and agreed goes along."""
    title = Message(gettext_noop("The minutes of %(review)s are there."), {"review": name(meeting)})
    tell(others(meeting, reader), kind=MINUTES, title=title, url=meeting.get_absolute_url(), at=reader.at, body=digest)


def tell_of_follow_up(follow_up: FollowUp, *, reader: Reader) -> None:
    """That something was agreed which somebody else is to do."""
    owner = follow_up.owner.user
    if owner is None or owner.pk == reader.user.pk:
        return
    params = {"review": name(follow_up.meeting), "text": follow_up.text, "day": follow_up.due_on or ""}
    sentence = gettext_noop("From %(review)s for you, until %(day)s: %(text)s")
    if follow_up.due_on is None:
        sentence = gettext_noop("From %(review)s for you: %(text)s")
    url = follow_up.meeting.get_absolute_url()
    tell([owner], kind=FOLLOW_UPS, title=Message(sentence, params), url=url, at=reader.at)


def others(meeting: ReviewMeeting, reader: Reader) -> list[User]:
    """Who takes part and can sign in, besides the reader."""
    users = [person.user for person in participants(meeting)]
    return [user for user in users if user is not None and user.is_active and user.pk != reader.user.pk]


def name(meeting: ReviewMeeting) -> Message:
    """What the review is called by whoever is told of it."""
    if meeting.title:
        return Message.as_is(meeting.title)
    if meeting.kind == Kind.ONE_ON_ONE:
        params = {"leader": meeting.leader.name, "member": meeting.member.name if meeting.member else ""}
        return Message(gettext_noop("1on1 of %(leader)s and %(member)s"), params)
    if meeting.kind == Kind.CLIENT:
        return Message(gettext_noop("Meeting with %(client)s"), {"client": meeting.client})
    label = KIND_NAMES[Kind(meeting.kind)]
    if meeting.team is None:
        return Message(label)
    return Message(gettext_noop("%(kind)s of %(team)s"), {"kind": Message(label), "team": meeting.team.name})


KIND_NAMES = {
    Kind.KICKOFF: gettext_noop("Kickoff meeting"),
    Kind.MORNING: gettext_noop("Morning meeting"),
    Kind.NOON: gettext_noop("Noon meeting"),
    Kind.EVENING: gettext_noop("Evening meeting"),
    Kind.WEEKLY: gettext_noop("Weekly meeting"),
    Kind.MONTHLY: gettext_noop("Monthly meeting"),
}
