"""What every part of a file of goals has in common: its entries and no others, and days that are in order."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationInfo, field_validator

from kaname.goals.errors import GoalsError
from kaname.goals.exchange.kinds import Who
from kaname.goals.setting import require_reachable
from kaname.measures.periods import Period


class Part(BaseModel):
    """A mapping with these entries and no others; nothing is guessed from other types."""

    model_config = ConfigDict(extra="forbid", strict=True)


def in_order(ends_on: date, info: ValidationInfo) -> date:
    """starts_on <= day < ends_on."""
    if "starts_on" in info.data and ends_on <= info.data["starts_on"]:
        raise ValueError(str(GoalsError("dates_reversed")))
    return ends_on


def reachable(ends_on: date, info: ValidationInfo) -> date:
    """Days in order that targets can be for."""
    ends_on = in_order(ends_on, info)
    if "starts_on" in info.data:
        try:
            require_reachable(Period(info.data["starts_on"], ends_on))
        except GoalsError as error:
            raise ValueError(str(error)) from error
    return ends_on


class DaysPart(Part):
    starts_on: date
    ends_on: date

    _days = field_validator("ends_on")(reachable)


class CreatedPart(Part):
    by: Who | None = None
    at: AwareDatetime
