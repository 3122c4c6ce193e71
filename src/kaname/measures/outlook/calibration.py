"""Whether past outlooks came true as often as they said. See docs/measures/calibration.md."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kaname.measures.outlook.history import Numbers
from kaname.measures.outlook.shares import Gain, Places, Share, gain, share

# From as many periods on something is said of all outlooks together; below, they are only counted. [periods]
LEAST_PERIODS = 4
# From as many outlooks on a bin says something. [count]
LEAST_IN_BIN = 10
EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


@dataclass(frozen=True)
class PastOutlooks:
    """Outlooks as they were given, and what came true; arrays of shape (n_outlooks,).

    `probability` of reaching the target, NaN where none was given, and whether it was `reached`; the 80 % interval from
    `low` to `high` around `expected`, NaN where none was given, and the `actual` in the metric's unit. `period` numbers
    the periods in the order of time: outlooks of one period share what was odd about it. `reference` is the probability
    that a simpler rule gave, such as the run rate's, NaN where it gave none.
    """

    probability: Numbers
    reached: NDArray[np.bool_]
    low: Numbers
    high: Numbers
    expected: Numbers
    actual: Numbers
    period: Places
    reference: Numbers | None = None

    def __post_init__(self) -> None:
        given = [self.probability, self.reached, self.low, self.high, self.expected, self.actual, self.period]
        if self.reference is not None:
            given.append(self.reference)
        if len({one.shape for one in given}) > 1 or self.period.ndim != 1:
            raise ValueError("everything about past outlooks has one shape, (n_outlooks,)")
        for one in (self.probability, *([] if self.reference is None else [self.reference])):
            if np.any((one < 0) | (one > 1)):
                raise ValueError("probabilities are 0 to 1, or NaN where none was given")
        if np.any(self.low > self.high):
            raise ValueError("an interval's lower end is not above its upper one")


@dataclass(frozen=True)
class Bin:
    """Outlooks whose probability was from `since` up to `until`: what was said in the mean, and how often it came true.

    `says_something` with ten outlooks of two periods or more.
    """

    since: float
    until: float
    said: float | None
    reached: Share

    @property
    def says_something(self) -> bool:
        return self.reached.n >= LEAST_IN_BIN and self.reached.periods > 1


@dataclass(frozen=True)
class Scores:
    """Brier scores: mean squared distance of probability and outcome, 0 is perfect. [0-1]

    `base_rate`: of always saying the share that was reached, known only afterwards. `reference`: of the simpler rule,
    over the outlooks of which it gave a probability, and `brier_beside` that of the outlooks over the same ones. A gain
    is the other score minus the outlooks', above 0 where the outlooks are better.
    """

    n: int
    brier: float | None
    base_rate: float | None
    skill: float | None
    against_base_rate: Gain
    reference: float | None
    brier_beside: float | None
    skill_beside: float | None
    against_reference: Gain


@dataclass(frozen=True)
class Calibration:
    """What past outlooks were worth. `needed`: how many more periods until it is more than a count.

    `covered`: how often the 80 % interval held what came true; `above`: how often it ended above what was expected,
    half of them where outlooks are neither too high nor too low.
    """

    bins: tuple[Bin, ...]
    scores: Scores
    covered: Share
    above: Share
    periods: int
    needed: int


def calibration(past: PastOutlooks, *, edges: tuple[float, ...] = EDGES) -> Calibration:
    """Hold past outlooks against what came true: reliability, coverage, Brier score and skill.

    Raises
    ------
    ValueError
        If the edges of the bins do not rise from 0 to 1.
    """
    if edges[0] != 0 or edges[-1] != 1 or any(np.diff(edges) <= 0):
        raise ValueError(f"the edges of bins rise from 0 to 1, not {edges}")
    known = np.isfinite(past.low) & np.isfinite(past.high) & np.isfinite(past.actual)
    covered = (past.low <= past.actual) & (past.actual <= past.high)
    expected = np.isfinite(past.expected) & np.isfinite(past.actual)
    counts = known | np.isfinite(past.probability)
    periods = int(np.unique(past.period[counts]).size)
    return Calibration(
        bins=_bins(past, edges),
        scores=_scores(past),
        covered=share(covered[known], past.period[known]),
        above=share((past.actual > past.expected)[expected], past.period[expected]),
        periods=periods,
        needed=max(LEAST_PERIODS - periods, 0),
    )


def _bins(past: PastOutlooks, edges: tuple[float, ...]) -> tuple[Bin, ...]:
    """The last bin holds its upper edge too."""
    with np.errstate(invalid="ignore"):
        place = np.digitize(past.probability, edges[1:-1])
    place = np.where(np.isfinite(past.probability), place, -1)
    found = []
    for number, (since, until) in enumerate(pairwise(edges)):
        chosen = place == number
        said = float(past.probability[chosen].mean()) if chosen.any() else None
        found.append(Bin(since, until, said, share(past.reached[chosen], past.period[chosen])))
    return tuple(found)


def _scores(past: PastOutlooks) -> Scores:
    given = np.isfinite(past.probability)
    missed, period = ((past.probability - past.reached) ** 2)[given], past.period[given]
    reached = past.reached[given]
    base = (reached.mean() - reached) ** 2 if reached.size else missed
    both = given & np.isfinite(past.reference) if past.reference is not None else np.zeros_like(given)
    other = ((past.reference - past.reached) ** 2)[both] if past.reference is not None else missed[:0]
    beside = ((past.probability - past.reached) ** 2)[both]
    return Scores(
        n=int(given.sum()),
        brier=_mean(missed),
        base_rate=_mean(base),
        skill=_skill(missed, base),
        against_base_rate=gain(base - missed, period),
        reference=_mean(other),
        brier_beside=_mean(beside),
        skill_beside=_skill(beside, other),
        against_reference=gain(other - beside, past.period[both]),
    )


def _mean(scores: Numbers) -> float | None:
    return float(scores.mean()) if scores.size else None


def _skill(own: Numbers, other: Numbers) -> float | None:
    """The share of the other's error that is gone; None where the other never errs."""
    return 1 - float(own.mean() / other.mean()) if own.size and other.mean() > 0 else None
