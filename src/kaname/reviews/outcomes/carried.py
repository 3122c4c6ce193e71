"""Follow-ups that come back in the next review until they are done."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY, Period, instants_of
from kaname.people.models import Person
from kaname.reviews.kinds import Kind
from kaname.reviews.models import FollowUp, ReviewMeeting
from kaname.reviews.models.follow_up import FollowUpQuerySet


def carried_into(meeting: ReviewMeeting, *, since: date, reader: Reader) -> list[FollowUp]:
    """What a review looks back at: what is open from reviews before it, and what was done since the last one.

    From its own series; into a 1on1 also what the member agreed in meetings of the team. What was agreed in a 1on1
    comes back in those of the same two alone.
    """
    before = Q(meeting__starts_at__lt=meeting.starts_at)
    wanted = _of_series(meeting) | _of_pair(meeting)
    done_lately = Q(done_at__gte=_start_of(since, reader))
    found = FollowUp.objects.visible_to(reader.user, on=reader.today).standing().filter(before, wanted)
    kept = found.filter(Q(done_at=None) | done_lately) if meeting.closed_at is None else found
    return list(kept.select_related("owner", "meeting__series").defer("meeting__pack"))


def open_of(person: Person) -> FollowUpQuerySet:
    """What a person still has to do, the most urgent first."""
    rows = FollowUp.objects.open().of(person).defer("meeting__pack")
    return rows.select_related("meeting__team", "meeting__leader", "meeting__member")


def _of_series(meeting: ReviewMeeting) -> Q:
    return Q(pk__in=()) if meeting.series_id is None else Q(meeting__series=meeting.series_id)


def _of_pair(meeting: ReviewMeeting) -> Q:
    if meeting.kind != Kind.ONE_ON_ONE:
        return Q(pk__in=())
    pair = [meeting.leader_id, meeting.member_id]
    same_two = Q(meeting__kind=Kind.ONE_ON_ONE, meeting__leader__in=pair, meeting__member__in=pair)
    return same_two | (Q(owner=meeting.member_id) & ~Q(meeting__kind=Kind.ONE_ON_ONE))


def _start_of(day: date, reader: Reader) -> datetime:
    return instants_of(Period(day, day + ONE_DAY), zone=reader.organisation.zone)[0]
