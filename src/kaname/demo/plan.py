"""The demo organisation as plain data: who works there, where, when, and what they should reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class TeamPlan:
    key: str
    name: str
    parent_key: str | None = None


@dataclass(frozen=True)
class PersonPlan:
    """Somebody who worked there before `left_on`; who has `signs_in` gets the demo password."""

    key: str
    name: str
    email: str
    employee_code: str
    role: str
    left_on: date | None = None
    signs_in: bool = False


@dataclass(frozen=True)
class MembershipPlan:
    person_key: str
    team_key: str
    manager_key: str | None
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class LeavePlan:
    """A share of the working day away, starts_on <= day < ends_on."""

    person_key: str
    starts_on: date
    ends_on: date
    share: Decimal
    reason: str


@dataclass(frozen=True)
class MeetingPlan:
    """A recurring meeting of a team or of a person; None is without beginning or end."""

    name: str
    hours_per_week: Decimal
    team_key: str | None = None
    person_key: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class HoursPlan:
    """Own contract hours by weekday, Monday first. [h]"""

    person_key: str
    weekday_hours: tuple[float, ...]


@dataclass(frozen=True)
class HolidayPlan:
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class TargetPlan:
    """What a team, a person or (neither given) the organisation should reach, starts_on <= day < ends_on."""

    metric_key: str
    starts_on: date
    ends_on: date
    value: Decimal
    team_key: str | None = None
    person_key: str | None = None


@dataclass(frozen=True)
class Plan:
    """Everything that goes into the ledger."""

    name: str
    teams: tuple[TeamPlan, ...]
    people: tuple[PersonPlan, ...]
    memberships: tuple[MembershipPlan, ...]
    hours: tuple[HoursPlan, ...]
    leave: tuple[LeavePlan, ...]
    meetings: tuple[MeetingPlan, ...]
    holidays: tuple[HolidayPlan, ...]
    targets: tuple[TargetPlan, ...]
