"""The card of one KPI, as a board and "Today" show it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kaname.measures.status import Status
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class KpiCard:
    """Number, target, pace and status, always together.

    `attainment` and `expected_share` are shares of the target (1 = reached); `notes` are the small line below: target,
    change. `spark` are the last periods' values, oldest first. A card `is_key` when it is one of the team's KPIs.
    """

    label: str
    value: float | Decimal | None
    unit: Unit
    status: Status
    url: str = ""
    attainment: float | None = None
    expected_share: float | None = None
    notes: Sequence[str] = field(default_factory=tuple)
    spark: Sequence[float | None] = field(default_factory=tuple)
    spark_label: str = ""
    is_key: bool = False
