"""The demo organisation as plain data: who works there, where, when, and what they should reach."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any


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
    """What a team, a person or (neither given) the organisation should reach, starts_on <= day < ends_on.

    Where `revised_from` is given, that was set first and changed later, for the `reason`.
    """

    metric_key: str
    starts_on: date
    ends_on: date
    value: Decimal
    team_key: str | None = None
    person_key: str | None = None
    revised_from: Decimal | None = None
    reason: str = ""

    @property
    def place(self) -> tuple[object, ...]:
        """What there is one target for."""
        return self.metric_key, self.starts_on, self.ends_on, self.team_key, self.person_key


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

    def news_since(self, before: Plan) -> Plan:
        """What is new or different compared with an earlier plan of the same organisation."""
        news: dict[str, Any] = {"name": self.name}
        for field in fields(self):
            if field.name not in news:
                known = set(getattr(before, field.name))
                news[field.name] = tuple(row for row in getattr(self, field.name) if row not in known)
        return Plan(**news)


NOTHING = Plan("", (), (), (), (), (), (), (), ())
