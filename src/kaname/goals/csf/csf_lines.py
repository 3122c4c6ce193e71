"""Candidates and selections as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kaname.goals.authors import author_of
from kaname.goals.csf.areas import SHEETS
from kaname.goals.csf.goal_gap import GoalGap
from kaname.goals.csf.moved_metrics import MovedMetric, MovedMetrics
from kaname.goals.csf.ranking_words import range_words, share_words
from kaname.goals.csf.set_aside_words import written_for
from kaname.goals.csf.units import BUDGET, EFFORT
from kaname.goals.forms.csf_form import CsfForm
from kaname.goals.kept import Kept, kept_with
from kaname.goals.models import Csf, CsfSelection, Goal
from kaname.goals.reader import Reader
from kaname.web.formats import quantities


@dataclass(frozen=True)
class CsfLine:
    """One candidate with its form (None for who only reads) and where it comes from."""

    csf: Csf
    summary: Sequence[str]
    metrics: Sequence[MovedMetric]
    selected: bool
    form: CsfForm | None
    area_name: str

    @property
    def owner(self) -> str:
        """What the parts of its form are called in the page."""
        return f"csf-{self.csf.pk}"

    @property
    def complete(self) -> bool:
        """Whether everything that ranks it is known."""
        figures = (
            self.csf.effect_low,
            self.csf.effect_high,
            self.csf.confidence,
            self.csf.budget,
            self.csf.effort_days,
        )
        return None not in figures and not self.csf.typed


@dataclass(frozen=True)
class SelectionLine:
    """One choice of the history."""

    csf: Csf
    reason: str
    by: str
    at: datetime
    until_at: datetime | None


def csf_lines(
    csfs: Iterable[Csf], *, selected: Csf | None, gap: GoalGap, moved: MovedMetrics, editable: bool, reader: Reader
) -> list[CsfLine]:
    return [
        CsfLine(
            csf=csf,
            summary=summary_of(csf, gap, reader),
            metrics=moved.of(csf.metric_keys),
            selected=selected is not None and csf.pk == selected.pk,
            form=CsfForm.of(csf, reader=reader, metric=gap.definition) if editable else None,
            area_name=str(SHEETS[csf.cell.sheet].areas[csf.cell.area].name) if csf.cell else "",
        )
        for csf in csfs
    ]


def summary_of(csf: Csf, gap: GoalGap, reader: Reader) -> list[str]:
    """A candidate in short phrases: what is known of it."""
    low, high = (None if end is None else float(end) for end in (csf.effect_low, csf.effect_high))
    phrases = list(written_for(csf, reader))
    if low is not None and high is not None:
        effect = range_words(low, high, gap.unit, language=reader.language)
        phrases.append(_("effect %(effect)s") % {"effect": effect})
        phrases += [share_words(gap.share(low), gap.share(high))] if gap.size else []
    if csf.confidence is not None:
        phrases.append(_("confidence %(confidence)s") % {"confidence": quantities.percent(csf.confidence, digits=0)})
    if csf.budget is not None:
        budget = quantities.short(csf.budget, reader.unit(BUDGET), language=reader.language)
        phrases.append(_("budget %(budget)s") % {"budget": budget})
    if csf.effort_days is not None:
        phrases.append(quantities.short(csf.effort_days, reader.unit(EFFORT), language=reader.language))
    return phrases


def selection_lines(goal: Goal) -> list[SelectionLine]:
    """Every choice, the newest first. Two queries."""
    chosen = goal.selections.select_related("csf", "by__person").order_by("-at", "-pk")
    kept = kept_with(goal)
    return [_selection(one, kept) for one in chosen]


def _selection(one: CsfSelection, kept: Kept) -> SelectionLine:
    return SelectionLine(one.csf, one.reason, author_of(one, kept), one.at, one.until_at)
