"""Writing down what comes out of a review, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kaname.goals.models import Kpi, TargetRevision
from kaname.goals.reader import Reader
from kaname.people.models import Person
from kaname.reviews.access import participants
from kaname.reviews.errors import ReviewsError
from kaname.reviews.kinds import Wish
from kaname.reviews.models import Decision, FollowUp, Rating, ReviewMeeting, Topic
from kaname.reviews.models.decision import LONGEST_DECISION
from kaname.reviews.models.rating import BEST
from kaname.reviews.notes.keeping import require_running
from kaname.reviews.searching import decision_known, follow_up_known, topic_known
from kaname.reviews.telling import tell_of_follow_up
from kaname.web.live import hub


@dataclass(frozen=True)
class Decided:
    """A decision as it was typed; it may be about a KPI or name the revision of a target that it led to."""

    text: str
    reason: str = ""
    kpi: Kpi | None = None
    target_revision: TargetRevision | None = None
    for_client: bool = False


@transaction.atomic
def decide(meeting: ReviewMeeting, decided: Decided, *, reader: Reader) -> Decision:
    """Write down a decision. Raises ReviewsError."""
    require_running(meeting)
    made = Decision.objects.create(
        meeting=meeting,
        text=worded(decided.text),
        reason=worded(decided.reason, needed=False),
        kpi=decided.kpi,
        target_revision=decided.target_revision,
        for_client=decided.for_client and meeting.is_client_meeting,
        by=reader.user,
        at=reader.at,
    )
    decision_known(made)
    transaction.on_commit(hub.publish)
    return made


@transaction.atomic
def link_revision(decision: Decision, revision: TargetRevision) -> None:
    """The decision led to this change of a target."""
    decision.target_revision = revision
    decision.save(update_fields=["target_revision"])
    transaction.on_commit(hub.publish)


@transaction.atomic
def withdraw_decision(decision: Decision, *, reader: Reader, back: bool = False) -> None:
    """Take a decision out of the minutes, or put it `back`."""
    require_running(decision.meeting)
    decision.withdrawn_at = None if back else reader.at
    decision.save(update_fields=["withdrawn_at"])
    decision_known(decision)
    transaction.on_commit(hub.publish)


@transaction.atomic
def agree(
    meeting: ReviewMeeting,
    *,
    text: str,
    owner: Person,
    due_on: date | None,
    reader: Reader,
    for_client: bool = False,
) -> FollowUp:
    """Write down what somebody is to do until a day; they are told. Raises ReviewsError."""
    require_running(meeting)
    if owner not in participants(meeting):
        raise ReviewsError("owner_elsewhere")
    made = FollowUp.objects.create(
        meeting=meeting,
        text=worded(text),
        owner=owner,
        due_on=due_on,
        for_client=for_client and meeting.is_client_meeting,
        by=reader.user,
        at=reader.at,
    )
    follow_up_known(made)
    tell_of_follow_up(made, reader=reader)
    transaction.on_commit(hub.publish)
    return made


@transaction.atomic
def complete(follow_up: FollowUp, *, done: bool, reader: Reader) -> None:
    """It is done, or not after all."""
    follow_up.done_at = reader.at if done else None
    follow_up.done_by = reader.user if done else None
    follow_up.save(update_fields=["done_at", "done_by"])
    transaction.on_commit(hub.publish)


@transaction.atomic
def withdraw_follow_up(follow_up: FollowUp, *, reader: Reader, back: bool = False) -> None:
    """Nobody has to do it any more, or after all."""
    follow_up.withdrawn_at = None if back else reader.at
    follow_up.save(update_fields=["withdrawn_at"])
    follow_up_known(follow_up)
    transaction.on_commit(hub.publish)


@transaction.atomic
def put_topic(meeting: ReviewMeeting, *, text: str, wish: str, reader: Reader) -> Topic:
    """Something to talk about, with the kind of answer wished for. Raises ReviewsError."""
    require_running(meeting)
    made = Topic.objects.create(meeting=meeting, text=worded(text), wish=Wish(wish), by=reader.user, at=reader.at)
    topic_known(made)
    transaction.on_commit(hub.publish)
    return made


@transaction.atomic
def talk_about(topic: Topic, *, talked: bool, reader: Reader) -> None:
    """It was talked about, or not after all."""
    require_running(topic.meeting)
    topic.talked_at = reader.at if talked else None
    topic.save(update_fields=["talked_at"])
    transaction.on_commit(hub.publish)


@transaction.atomic
def rate(meeting: ReviewMeeting, value: int, *, reader: Reader) -> Rating:
    """The member's answer to how a 1on1 helped; the newest answer counts. Raises ReviewsError."""
    if meeting.member is None or meeting.member.user_id != reader.user.pk:
        raise ReviewsError("rating_by_member")
    if not 1 <= value <= BEST:
        raise ReviewsError("rating_out_of_range")
    made, _is_new = Rating.objects.update_or_create(meeting=meeting, defaults={"value": value, "at": reader.at})
    return made


def worded(text: str, *, needed: bool = True) -> str:
    """With single spaces. Raises ReviewsError text_needed or text_too_long."""
    text = " ".join(text.split())
    if needed and not text:
        raise ReviewsError("text_needed")
    if len(text) > LONGEST_DECISION:
        raise ReviewsError("text_too_long", limit=LONGEST_DECISION)
    return text
