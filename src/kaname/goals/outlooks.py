"""Where numbers will end in their period, for whoever judges them. Insights computes that and says so here."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from math import ceil
from typing import NamedTuple

from kaname.goals.targets import ResolvedTarget
from kaname.measures.periods import Period

# The target may come from a sum of shares: as far apart as rounding takes it, it is the same.
SAME = 1e-6


class EndOutlook(NamedTuple):
    """The expected end of a period with its 80 % interval, and the probability of reaching `target`.

    Where the interval is too wide, only that is known. `required` is what every working hour from here has to bring
    for the target, `usual` (P10 to P90) what hours brought here so far; None of rates and means. `band` says how the
    interval opens: noise of the days, and uncertainty of the level. [unit of the metric; unit per h; 0-1]
    """

    expected: float | None
    low: float
    high: float
    probability: float | None
    target: float | None
    upper: float | None
    required: float | None = None
    usual: tuple[float, float] | None = None
    band: tuple[float, float] = (1.0, 0.0)

    def fits(self, target: ResolvedTarget | None, *, step: float = 0.0) -> bool:
        """Whether the probability is that of this target: targets may have changed since.

        What comes in whole steps reaches a target between two of them, as trees plan it, with the upper one.
        """
        if target is None or self.target is None:
            return False
        if target.value != self.target and not _same(_up(target.value, step), _up(self.target, step)):
            return False
        if target.upper is None or self.upper is None:
            return target.upper is self.upper
        return _same(target.upper, self.upper)


class Outlooks(dict[tuple[str, str, str], EndOutlook]):
    """By metric, team and person key; the organisation has neither. `run` names the computation that made them."""

    run: Hashable = None


Reading = Callable[[Period], Outlooks]

NONE = Outlooks()
_readings: list[Reading] = []


def provide(reading: Reading) -> None:
    """Say who knows; called once, when the product starts."""
    if reading not in _readings:
        _readings.append(reading)


def outlooks_in(period: Period, *, today: date) -> Outlooks:
    """All of an open period; none of one that is over or has not begun."""
    if not period.contains(today) or not _readings:
        return NONE
    return _readings[0](period)


def _up(value: float, step: float) -> float:
    return ceil(value / step - SAME) * step if step else value


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= SAME * max(1.0, abs(one), abs(other))
