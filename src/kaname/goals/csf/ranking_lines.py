"""The ranking as its panel shows it: words, shares, and where bars begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaname.goals.csf.goal_gap import GoalGap, gap_of
from kaname.goals.csf.ranked import Criterion, RankedCsf, RankedCsfs, ranked
from kaname.goals.csf.ranking_words import (
    CRITERIA,
    HOW,
    chance_words,
    effect_words,
    first_words,
    missing_words,
    per_budget_words,
    per_effort_words,
    places_words,
    range_words,
)
from kaname.goals.models import Csf, Goal
from kaname.goals.reader import Reader


@dataclass(frozen=True)
class Bar:
    """Places on a line from the least effect or 0 to the largest or the gap, as lengths of CSS."""

    start: str
    width: str
    expected: str
    gap: str


@dataclass(frozen=True)
class RankingLine:
    """One candidate of the panel; `missing` says what keeps it from being ranked."""

    csf: Csf
    rank: int | None
    selected: bool
    missing: str
    expected: str
    range: str
    share: float | None
    chance: float | None
    per: str
    bar: Bar | None


@dataclass(frozen=True)
class RankingPanel:
    """The whole panel; `tabs` are criteria with their names."""

    criterion: Criterion
    tabs: tuple[tuple[Criterion, str], ...]
    verdict: str
    chance: str
    how: str
    lines: tuple[RankingLine, ...]
    sure: bool | None
    gap: GoalGap


def ranking_panel(
    goal: Goal, csfs: Sequence[Csf], *, selected: Csf | None, by: Criterion, reader: Reader
) -> RankingPanel:
    gap = gap_of(goal, reader)
    found = ranked(csfs, gap=gap, by=by)
    return RankingPanel(
        criterion=by,
        tabs=tuple((criterion, str(name)) for criterion, name in CRITERIA.items()),
        verdict=first_words(found),
        chance=chance_words(found),
        how=str(HOW[by]),
        lines=tuple(_line(line, found, gap, selected, reader) for line in found.lines),
        sure=found.robust if len(found.ranked) > 1 else None,
        gap=gap,
    )


def asked_criterion(text: str | None) -> Criterion:
    """The criterion of an address; the effect for everything else."""
    return Criterion(text) if text in set(Criterion) else Criterion.EFFECT


def _line(line: RankedCsf, found: RankedCsfs, gap: GoalGap, selected: Csf | None, reader: Reader) -> RankingLine:
    spoken = reader.language
    known = line.low is not None and line.high is not None
    return RankingLine(
        csf=line.csf,
        rank=line.rank,
        selected=selected is not None and line.csf.pk == selected.pk,
        missing=missing_words(line) if line.missing else "",
        expected=effect_words(line.expected, gap.unit, language=spoken),
        range=range_words(line.low, line.high, gap.unit, language=spoken) if known else "",
        share=line.share,
        chance=line.probability if len(found.ranked) > 1 else None,
        per=_per(line, found.criterion, gap, reader),
        bar=_bar(line, found, gap),
    )


def _per(line: RankedCsf, by: Criterion, gap: GoalGap, reader: Reader) -> str:
    if by is Criterion.BUDGET:
        return per_budget_words(line.per_budget, gap.unit, currency=reader.currency, language=reader.language)
    if by is Criterion.COMBINED:
        return places_words(line)
    if by is Criterion.EFFORT:
        return per_effort_words(line.per_effort, gap.unit, language=reader.language)
    return ""


def _bar(line: RankedCsf, found: RankedCsfs, gap: GoalGap) -> Bar | None:
    if line.low is None or line.high is None:
        return None
    least = min([0.0, *(one.low for one in found.lines if one.low is not None)])
    whole = found.furthest - least

    def at(value: float | None) -> str:
        return "" if value is None else f"{(value - least) / whole * 100:.2f}%"

    width = f"{(line.high - line.low) / whole * 100:.2f}%"
    return Bar(start=at(line.low), width=width, expected=at(line.expected), gap=at(gap.size))
