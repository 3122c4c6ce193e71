"""What a file of goals holds, part by part, in the order in which it is written.

Teams, people, metrics and goals are named by their keys. What is left out of a part is empty.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field, ValidationInfo, field_validator

from kaname.goals.csf.set_aside import require_set_aside
from kaname.goals.errors import GoalsError
from kaname.goals.exchange.change_details import require_told
from kaname.goals.exchange.kinds import (
    Cost,
    Effort,
    Figure,
    Growth,
    Key,
    Line,
    Name,
    Plain,
    Real,
    Reason,
    Share,
    Text,
    Who,
)
from kaname.goals.exchange.part import CreatedPart, DaysPart, Part, reachable
from kaname.goals.exchange.plan_document import InitiativePart, OwnerPart
from kaname.goals.exchange.spread import require_spread
from kaname.goals.exchange.target_document import OwnedDays, PlannedPart, TargetPart
from kaname.goals.kpis.fixing import MOST_HOURS_EACH
from kaname.goals.typed import LARGEST

VERSION = 1
BEYOND = float(LARGEST)


class TeamPart(Part):
    key: Key
    name: Name = Field(min_length=1)
    parent: Key | None = None


class PersonPart(Part):
    """Whose target it is, or who decided something. A sign-in without a person has its e-mail address as key."""

    key: Who
    name: Name = ""
    email: str = Field(default="", max_length=254)


class MarketPart(Part):
    growth: Growth | None = None
    source: Line = ""
    metric: Key | None = None


class CellPart(Part):
    """An observation on a worksheet; candidates name it by its number."""

    number: int = Field(ge=1)
    sheet: Literal["value_chain", "five_forces"]
    area: str
    strength: int | None = None
    text: Line = ""
    evidence: Text = ""
    metrics: list[Key] = Field(default_factory=list)


class CsfPart(Part):
    """A candidate; selections name it by its number."""

    number: int = Field(ge=1)
    name: Name
    description: Text = ""
    effect_low: Figure | None = None
    effect_high: Figure | None = None
    budget: Cost | None = None
    effort_days: Effort | None = None
    confidence: Share | None = None
    metrics: list[Key] = Field(default_factory=list)
    reason: Line = ""
    library_key: str = Field(default="", max_length=64)
    cell: int | None = None
    typed: Annotated[dict[str, Plain], AfterValidator(require_set_aside)] = Field(default_factory=dict)
    removed_at: AwareDatetime | None = None

    @field_validator("effect_high")
    @classmethod
    def _ordered(cls, high: Decimal | None, info: ValidationInfo) -> Decimal | None:
        low = info.data.get("effect_low")
        if high is not None and low is not None and high < low:
            raise ValueError(str(GoalsError("effect_reversed")))
        return high


class SelectionPart(Part):
    """That a candidate was chosen, from `at` until another one was."""

    csf: int
    reason: Reason
    by: Who | None = None
    at: AwareDatetime
    until: AwareDatetime | None = None


class NodePart(Part):
    """A metric of the KPI tree and how those in `of` make it."""

    metric: Key
    op: Literal["sum", "difference", "product", "ratio", "weighted_sum"] | None = None
    weight: Real | None = None
    hours_each: Real | None = Field(default=None, ge=0, le=MOST_HOURS_EACH)
    planned: Real | None = Field(default=None, gt=-BEYOND, lt=BEYOND)
    locked: bool = False
    of: list[NodePart] = Field(default_factory=list)

    @field_validator("locked")
    @classmethod
    def _held(cls, locked: bool, info: ValidationInfo) -> bool:
        if locked and info.data.get("planned") is None:
            raise ValueError(str(GoalsError("locked_without_value")))
        return locked


class KpiPart(Part):
    """A metric that a team follows; without a team, the goal's owner. `position` is its place among the three.

    `initiatives` are its action plan. Where they are left out, the file says nothing about it: it stays as it is.
    """

    team: Key | None = None
    metric: Key
    position: int = Field(ge=1, le=3)
    grain: str = "month"
    reason: Line = ""
    removed_at: AwareDatetime | None = None
    initiatives: list[InitiativePart] | None = None

    @property
    def place(self) -> tuple[Any, ...]:
        """In which order KPIs are written: those that are followed, by team and place, then those that were given up.

        To the last tie, so that a file and the ledger order them alike.
        """
        given_up = self.removed_at.timestamp() if self.removed_at else 0.0
        return (
            self.removed_at is not None,
            self.team or "",
            self.position,
            self.metric,
            given_up,
            self.reason,
            self.grain,
        )


class ChangePart(Part):
    """One thing that was decided. In `details`, `node` is the number of a metric in the tree, read from the top."""

    kind: Literal[
        "created", "changed", "published", "baseline_replaced", "csf_selected", "tree_changed", "kpi_added",
        "kpi_removed", "kpi_checked", "plan_changed", "archived", "restored",
    ]  # fmt: skip
    details: dict[str, Plain] = Field(default_factory=dict)
    reason: Line = ""
    by: Who | None = None
    at: AwareDatetime

    @field_validator("details")
    @classmethod
    def _told(cls, details: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        return require_told(details, of_tree=info.data.get("kind") == "tree_changed")


class GoalPart(Part):
    """A goal with everything that was decided on its way. Until `published_at` it is a draft.

    `typed` is what stands in its first form word for word, `sheet` how its targets are spread.
    """

    key: Key
    name: Name = ""
    metric: Key | None = None
    team: Key | None = None
    parent: Key | None = None
    starts_on: date
    ends_on: date
    compared: DaysPart | None = None
    value: Figure | None = None
    upper: Figure | None = None
    baseline: Figure | None = None
    baseline_reason: Line = ""
    market: MarketPart | None = None
    created: CreatedPart | None = None
    published_at: AwareDatetime | None = None
    archived_at: AwareDatetime | None = None
    worksheets: list[CellPart] = Field(default_factory=list)
    csfs: list[CsfPart] = Field(default_factory=list)
    selections: list[SelectionPart] = Field(default_factory=list)
    tree: NodePart | None = None
    kpis: list[KpiPart] = Field(default_factory=list)
    planned: list[PlannedPart] = Field(default_factory=list)
    targets: list[TargetPart] = Field(default_factory=list)
    changes: list[ChangePart] = Field(default_factory=list)
    typed: dict[str, Plain] = Field(default_factory=dict)
    sheet: Annotated[dict[str, Plain], AfterValidator(require_spread)] = Field(default_factory=dict)

    _days = field_validator("ends_on")(reachable)

    @property
    def initiatives(self) -> list[InitiativePart]:
        """Those of all its KPIs."""
        return [one for kpi in self.kpis for one in kpi.initiatives or ()]

    @property
    def owners(self) -> list[OwnedDays | OwnerPart]:
        """Whose targets and actions stand in it."""
        actions = [owner for one in self.initiatives for action in one.actions for owner in action.owners]
        return [*self.planned, *self.targets, *actions]

    def data(self) -> dict[str, Any]:
        """What the part says, without what says nothing."""
        return self.model_dump(exclude_defaults=True, warnings=False)


class GoalsFile(Part):
    """All of a file. `currency` is that of all amounts; `metrics` are those that are not the catalogue's."""

    version: Literal[1]
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    metrics: dict[str, Plain] = Field(default_factory=dict)
    teams: list[TeamPart] = Field(default_factory=list)
    people: list[PersonPart] = Field(default_factory=list)
    goals: list[GoalPart] = Field(default_factory=list)
