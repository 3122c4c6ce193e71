"""The targets of a goal in a file, with their history, and what stands on its sheet."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, Field, ValidationInfo, field_validator

from kaname.goals.errors import GoalsError
from kaname.goals.exchange.kinds import Figure, Key, Line, Reason, Who
from kaname.goals.exchange.part import Part, reachable


class OwnedDays(Part):
    """Of a team, of a person, or of the organisation."""

    metric: Key
    team: Key | None = None
    person: Who | None = None
    starts_on: date
    ends_on: date

    _days = field_validator("ends_on")(reachable)

    @field_validator("person")
    @classmethod
    def _one_owner(cls, person: str | None, info: ValidationInfo) -> str | None:
        if person is not None and info.data.get("team") is not None:
            raise ValueError(str(GoalsError("one_owner")))
        return person

    @property
    def place(self) -> tuple[str, str, str, date, date]:
        """What no other one has in common with it."""
        return self.metric, self.team or "", self.person or "", self.starts_on, self.ends_on


class PlannedPart(OwnedDays):
    value: Figure
    fixed: bool = False


class RevisionPart(Part):
    """One change of a target. No old value: it was set (again); no new value: it was withdrawn."""

    old_value: Figure | None = None
    new_value: Figure | None = None
    old_upper: Figure | None = None
    new_upper: Figure | None = None
    old_baseline: Figure | None = None
    new_baseline: Figure | None = None
    reason: Line = ""
    by: Who | None = None
    at: AwareDatetime


class ProposalPart(Part):
    """That somebody asked for another value; `accepted` is missing while nobody has decided."""

    value: Figure
    upper: Figure | None = None
    reason: Reason
    by: Who
    at: AwareDatetime
    accepted: bool | None = None
    answer: Line = ""
    decided_by: Who | None = None
    decided_at: AwareDatetime | None = None


class TargetPart(OwnedDays):
    """`kgi` marks the goal's own."""

    kgi: bool = False
    value: Figure
    upper: Figure | None = None
    baseline: Figure | None = None
    withdrawn_at: AwareDatetime | None = None
    revisions: list[RevisionPart] = Field(default_factory=list)
    proposals: list[ProposalPart] = Field(default_factory=list)
