"""One number with its target: what is reached, what should be by now, and the word for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.outlooks import EndOutlook
from kaname.goals.targets import ResolvedTarget
from kaname.measures.attainment import attainment, bounds
from kaname.measures.direction import Direction
from kaname.measures.pace import expected_by_now
from kaname.measures.status import Status, status_of

GOOD = frozenset({Status.AHEAD, Status.ON_TRACK, Status.REACHED})
JUDGED = GOOD | {Status.AT_RISK, Status.OFF_TRACK}


@dataclass(frozen=True)
class Nature:
    """What the arithmetic needs to know of a metric; `additive`: it grows through the period, as counts and sums do."""

    direction: Direction
    additive: bool
    step: float

    @classmethod
    def of(cls, definition: MetricDefinition, definitions: Mapping[str, MetricDefinition]) -> Nature:
        grows = definition.additive(definitions) or grows_with_time(definition.key, definitions)
        return cls(definition.direction, grows, 1.0 if grows and definition.unit is Unit.COUNT else 0.0)

    @property
    def is_budget(self) -> bool:
        """A count or sum of which less is better: its target is used up over the period."""
        return self.additive and self.direction is Direction.LOWER


class Figure(NamedTuple):
    """A metric's actual beside its target; `share` is the elapsed share of the working time, `outlook` where it will
    end. [0-1]

    A tuple, because a board makes hundreds of them.
    """

    nature: Nature
    actual: float | None
    target: ResolvedTarget | None
    share: float
    expected: float | None = None
    status: Status = Status.NO_TARGET
    outlook: EndOutlook | None = None

    @property
    def probability(self) -> float | None:
        """Of reaching the target; None where there is no outlook, or one of another target. [0-1]"""
        return _probability(self.outlook, self.target, self.nature)

    @property
    def attainment(self) -> float | None:
        """Actual ÷ target, or as the metric's direction wants it. [ratio]"""
        if self.target is None or self.actual is None:
            return None
        return attainment(
            actual=self.actual,
            target=self.target.value,
            direction=self.nature.direction,
            upper=self.target.upper,
            # Half of a year's sum has not closed half of the gap to last year's.
            baseline=None if self.nature.additive and self.share < 1 else self.target.baseline,
        )

    @property
    def of_pace(self) -> float | None:
        """How the actual stands against what is expected by now: 1 is on pace, above it better. [ratio]"""
        if self.target is None or self.actual is None or self.expected is None:
            return None
        _, top = bounds(target=self.target.value, direction=self.nature.direction, upper=self.target.upper)
        return attainment(
            actual=self.actual,
            target=self.expected,
            direction=self.nature.direction,
            upper=expected_by_now(target=top, share=self.share, additive=self.nature.additive),
        )

    @property
    def filled(self) -> float | None:
        """How full a bar from nothing to the target is: the used part of a budget, else the attainment. [ratio]"""
        if self.nature.is_budget and self.target is not None and self.actual is not None and self.target.value > 0:
            return self.actual / self.target.value
        return self.attainment

    @property
    def filled_by_now(self) -> float | None:
        """Where such a bar should be today. [ratio]"""
        if self.target is None:
            return None
        return self.share if self.nature.additive else 1.0

    @property
    def asked(self) -> float | None:
        """The target's value. [unit of the metric]"""
        return None if self.target is None else self.target.value

    @property
    def asked_upper(self) -> float | None:
        """The target's upper end, of what is best within a range. [unit of the metric]"""
        return None if self.target is None else self.target.upper

    @property
    def remaining(self) -> float | None:
        """Target - actual; below 0 where the actual is above it. [unit of the metric]"""
        if self.target is None or self.actual is None:
            return None
        return self.target.value - self.actual


def figure(
    *,
    nature: Nature,
    actual: float | None,
    target: ResolvedTarget | None,
    share: float,
    over: bool,
    stale: bool = False,
    outlook: EndOutlook | None = None,
) -> Figure:
    """Judge one number, for good once the period is `over`; without a target there is only the actual."""
    if target is None:
        return Figure(nature, actual, None, share, outlook=outlook)
    expected = expected_by_now(target=target.value, share=share, additive=nature.additive)
    status = status_of(
        actual=actual,
        target=target.value,
        expected=expected,
        share=share,
        over=over,
        direction=nature.direction,
        additive=nature.additive,
        upper=target.upper,
        stale=stale,
        step=nature.step,
        probability=_probability(outlook, target, nature),
    )
    return Figure(nature, actual, target, share, expected, status, outlook)


def _probability(outlook: EndOutlook | None, target: ResolvedTarget | None, nature: Nature) -> float | None:
    step = nature.step if nature.direction is Direction.HIGHER else 0.0
    return outlook.probability if outlook is not None and outlook.fits(target, step=step) else None


def for_part(target: ResolvedTarget, *, part: float) -> ResolvedTarget:
    """What the target of a count or sum asks for in a part of its working time. [0-1]"""
    if part >= 1:
        return target
    upper, baseline = (None if bound is None else bound * part for bound in (target.upper, target.baseline))
    return target._replace(value=target.value * part, upper=upper, baseline=baseline)
