"""The action plan of a KPI in a file of goals: initiatives, and the actions of each.

What was ticked is no part of it: like facts, it stays where it was done.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, ValidationInfo, field_validator

from kaname.goals.actions.cadence import Cadence
from kaname.goals.actions.planning import MOST_QUOTA
from kaname.goals.errors import GoalsError
from kaname.goals.exchange.kinds import Key, Name, Who, exact
from kaname.goals.exchange.part import CreatedPart, Part, in_order
from kaname.measures.periods import DAY_AFTER_LAST, FIRST_DAY, ONE_DAY, within_reach


def _cadence(text: str) -> str:
    """The rule as the ledger writes it."""
    try:
        return Cadence.read(text).text
    except GoalsError as error:
        raise ValueError(str(error)) from error


def _quota(value: Decimal) -> Decimal:
    if not 0 < value < MOST_QUOTA:
        raise ValueError(str(GoalsError("plan_quota_unfit")))
    return value


def _named(name: str) -> str:
    if not name.strip():
        raise ValueError(str(GoalsError("plan_name_needed")))
    return name


PlanName = Annotated[Name, AfterValidator(_named)]
PlanText = Annotated[str, Field(max_length=1000)]
Rule = Annotated[str, Field(max_length=300), AfterValidator(_cadence)]
Quota = Annotated[Decimal, BeforeValidator(exact), Field(max_digits=12, decimal_places=2), AfterValidator(_quota)]


class OpenDaysPart(Part):
    """What has starts_on <= day < ends_on, without an end until further notice."""

    @field_validator("starts_on", "ends_on", check_fields=False)
    @classmethod
    def _known(cls, day: date | None) -> date | None:
        if day is not None and not within_reach(day):
            last = DAY_AFTER_LAST - ONE_DAY
            raise ValueError(str(GoalsError("plan_day_out_of_reach", first=FIRST_DAY, last=last)))
        return day

    @field_validator("ends_on", check_fields=False)
    @classmethod
    def _in_order(cls, ends_on: date | None, info: ValidationInfo) -> date | None:
        return None if ends_on is None else in_order(ends_on, info)


class OwnerPart(Part):
    """A person, or a team with all its members."""

    team: Key | None = None
    person: Who | None = None

    @property
    def place(self) -> tuple[str, str]:
        return self.team or "", self.person or ""


class ActionPart(OpenDaysPart):
    """What somebody does again and again; with a metric facts count it, else it is ticked."""

    name: PlanName
    description: PlanText = ""
    starts_on: date
    ends_on: date | None = None
    cadence: Rule = "FREQ=DAILY"
    on_closed: Literal["skip", "move"] = "skip"
    quota: Quota = Decimal(1)
    scales: bool = False
    metric: Key | None = None
    owners: list[OwnerPart] = Field(default_factory=list)
    archived_at: AwareDatetime | None = None


class InitiativePart(OpenDaysPart):
    """What should move the KPI; without a team it is that of everybody who carries it."""

    name: PlanName
    why: PlanText = ""
    team: Key | None = None
    starts_on: date
    ends_on: date | None = None
    created: CreatedPart | None = None
    archived_at: AwareDatetime | None = None
    actions: list[ActionPart] = Field(default_factory=list)
