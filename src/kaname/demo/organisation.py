"""The plan of the demo organisation as it is known today: what goes into the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kaname.demo.calendar import company_holidays
from kaname.demo.people import Occupant, person_of
from kaname.demo.plan import LeavePlan, MeetingPlan, MembershipPlan, Plan
from kaname.demo.targets import targets
from kaname.demo.world import LEAVE_IS_KNOWN, World

NAME = "かなめデモ株式会社"
# Years ahead.
HOLIDAYS_ARE_KNOWN = 1


def plan_of(world: World) -> Plan:
    """People who were there since the first day with facts, their calendars, and this fiscal year's targets."""
    since, today = world.options.since, world.options.today
    there = [one for one in world.everybody if one.was_there(since, today + timedelta(days=1))]
    known = {one.key for one in there}
    until = date(today.year + HOLIDAYS_ARE_KNOWN, today.month, 1)
    return Plan(
        name=NAME,
        teams=world.structure.teams,
        people=tuple(person_of(_as_known(one, today)) for one in there),
        memberships=tuple(
            _member_as_known(member, today)
            for member in world.memberships
            if member.person_key in known and _touches(member, since, today)
        ),
        hours=tuple(own for own in world.hours if own.person_key in known),
        leave=tuple(away for away in world.leave if away.person_key in known and _is_asked(away, since, today)),
        meetings=tuple(meeting for meeting in world.meetings if _is_held(meeting, known, since, today)),
        holidays=tuple(company_holidays(since=since, until=until)),
        targets=tuple(one for one in targets(world) if one.person_key is None or one.person_key in known),
    )


def _as_known(one: Occupant, today: date) -> Occupant:
    """Nobody knows today who leaves tomorrow."""
    return one if one.ends_on is None or one.ends_on <= today else replace(one, ends_on=None)


def _member_as_known(member: MembershipPlan, today: date) -> MembershipPlan:
    return member if member.ends_on is None or member.ends_on <= today else replace(member, ends_on=None)


def _touches(member: MembershipPlan, since: date, today: date) -> bool:
    return (member.starts_on or date.min) <= today and (member.ends_on or date.max) > since


def _is_asked(away: LeavePlan, since: date, today: date) -> bool:
    return away.ends_on > since and away.starts_on < today + LEAVE_IS_KNOWN


def _is_held(meeting: MeetingPlan, known: set[str], since: date, today: date) -> bool:
    """Meetings of people who were there; a project's meetings are known when they begin."""
    in_time = (meeting.starts_on or date.min) <= today and (meeting.ends_on or date.max) > since
    return in_time and (meeting.person_key is None or meeting.person_key in known)
