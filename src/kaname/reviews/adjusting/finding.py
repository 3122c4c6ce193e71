"""Why a KPI should be looked at again, as whole sentences in the reader's language."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.goals.models import Kpi
from kaname.reviews.models import KpiCheck


class FindingKind(StrEnum):
    """What the numbers, or the ledger, say about a KPI."""

    REACHED_EARLY = "reached_early"
    OUT_OF_REACH = "out_of_reach"
    NO_EFFECT = "no_effect"
    DEFINITION_CHANGED = "definition_changed"
    MARKET_SHIFTED = "market_shifted"
    TEAM_CHANGED = "team_changed"


KIND_WORDS = {
    FindingKind.REACHED_EARLY: (pgettext_lazy("finding about a KPI", "Reached early"), "ahead"),
    FindingKind.OUT_OF_REACH: (pgettext_lazy("finding about a KPI", "Out of reach"), "off"),
    FindingKind.NO_EFFECT: (pgettext_lazy("finding about a KPI", "No effect seen"), "risk"),
    FindingKind.DEFINITION_CHANGED: (pgettext_lazy("finding about a KPI", "Counted differently now"), "neutral"),
    FindingKind.MARKET_SHIFTED: (pgettext_lazy("finding about a KPI", "The market shifted"), "risk"),
    FindingKind.TEAM_CHANGED: (pgettext_lazy("finding about a KPI", "The team changed"), "neutral"),
}
"""The word on the pill and its colour."""

GRADE_WORDS = {
    "arithmetic": _("arithmetic"),
    "tested": pgettext_lazy("how sure it is", "tested"),
    "correlated": pgettext_lazy("how sure it is", "correlated"),
    "recorded": pgettext_lazy("how sure it is", "recorded"),
}
"""On what a finding rests."""


@dataclass(frozen=True)
class Finding:
    """One reason, the numbers that it rests on, and of which grade these are."""

    kind: FindingKind
    text: str
    grade: str

    @property
    def word(self) -> str:
        return str(KIND_WORDS[self.kind][0])

    @property
    def look(self) -> str:
        return KIND_WORDS[self.kind][1]

    @property
    def grade_word(self) -> str:
        return str(GRADE_WORDS[self.grade])

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Finding:
        return cls(FindingKind(kept["kind"]), kept["text"], kept["grade"])


@dataclass(frozen=True)
class KpiLook:
    """A KPI with what speaks for looking at it again; `checked` is the last decision about it.

    `target_id` is the target that a revision would change.
    """

    kpi: Kpi
    name: str
    owner_name: str
    findings: tuple[Finding, ...]
    checked: KpiCheck | None
    target_id: int | None
    may_decide: bool
    known: str
