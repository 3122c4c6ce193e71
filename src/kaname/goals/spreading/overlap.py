"""What the parts of a period come to beside the whole: more, where a metric counts each thing once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from kaname.goals.actuals import actual_series, actual_values
from kaname.goals.kgi.typed_target import kept
from kaname.goals.kpi_tree.scaling import needs_reference
from kaname.goals.kpi_tree.values import compared_with
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.measures.periods import Grain
from kaname.people.models import Team


@dataclass(frozen=True)
class Overlap:
    """`share` is the whole ÷ the sum of its parts: 1 for what adds up, below it for what counts each thing once.

    `known` is False where no facts of an earlier period tell; the parts then sum to the whole.
    """

    counts_once: bool
    share: Decimal
    known: bool

    def of_parts(self, whole: Decimal, *, step: Decimal) -> Decimal:
        """What the parts of a whole come to when they are added up. [unit of the metric]"""
        return whole if self.share == 1 else _stepped(whole / self.share, step)

    def of_whole(self, parts: Decimal, *, step: Decimal) -> Decimal:
        """What parts that are added up come to as a whole. [unit of the metric]"""
        return parts if self.share == 1 else _stepped(parts * self.share, step)

    def difference(self, parts: Decimal, *, whole: Decimal, step: Decimal) -> Decimal:
        """Parts minus what they should come to; 0 where the whole is what they come to in whole steps."""
        return Decimal(0) if self.of_whole(parts, step=step) == whole else parts - self.of_parts(whole, step=step)


ADDS_UP = Overlap(counts_once=False, share=Decimal(1), known=True)


def overlap_of(goal: Goal, metric_key: str, *, team: Team | None, grain: Grain, reader: Reader) -> Overlap:
    """By the period that the goal is compared with, in parts of the same grain."""
    if not needs_reference([metric_key], reader.definitions):
        return ADDS_UP
    keys, period = [metric_key], compared_with(goal, reader)
    asked = {"period": period, "team": team, "definitions": reader.definitions, "calendar": reader.calendar}
    whole = actual_values(keys, **asked)[metric_key]  # type: ignore[arg-type]
    parts = float(np.nansum(actual_series(keys, grain=grain, **asked).of(metric_key)))  # type: ignore[arg-type]
    known = whole is not None and whole > 0 and parts > 0
    return Overlap(True, kept(whole / parts) if known and whole else Decimal(1), known)


def _stepped(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
