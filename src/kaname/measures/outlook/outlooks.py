"""Where units end in an open period: achieved, expected, interval, probability. See docs/measures/outlook.md."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from kaname.measures.attainment import ROUNDING
from kaname.measures.direction import Direction
from kaname.measures.outlook.days import Flags, Numbers
from kaname.measures.outlook.ends import SHARES, Ends
from kaname.measures.outlook.judgement import Judgement, judgements, relative_width

Parts = TypeVar("Parts")


@dataclass(frozen=True)
class Outlooks(Generic[Parts]):
    """Arrays of shape (n_units,); `ends` are the distributions, `parts` what they were made of.

    `achieved` is the value to date (NaN for a rate or mean of nothing), `expected`, `low` and `high` the end and its
    80 % interval. They are always filled where they can be computed: what may be shown of them says `judgements`.
    `noise` is the variance of the end that days and level explain, `shock_size` what a shock of 1 would change: with
    what came true they teach later outlooks (NaN: nothing). `missing_days` more are needed where there are too few.
    [unit of the metric]
    """

    achieved: Numbers
    expected: Numbers
    low: Numbers
    high: Numbers
    ends: Ends
    noise: Numbers
    shock_size: Numbers
    parts: Parts
    n_days: NDArray[np.int64]
    missing_days: NDArray[np.int64]
    known_hours: Flags
    relative_width: Numbers = field(init=False)
    judgements: tuple[Judgement, ...] = field(init=False)

    def __post_init__(self) -> None:
        width = relative_width(expected=self.expected, low=self.low, high=self.high)
        found = judgements(width=width, missing_days=self.missing_days, known_hours=self.known_hours)
        object.__setattr__(self, "relative_width", width)
        object.__setattr__(self, "judgements", found)

    def probability(self, *, target: Numbers, direction: Direction, upper: Numbers | None = None) -> Numbers:
        """Probability of the target, shape (n_units,); NaN where nothing may be said of it. [0-1]

        What is certain is said whatever the judgement: a count that is reached already, a budget that is used up.

        Parameters
        ----------
        target, upper : ndarray, shape (n_units,)
            NaN where there is none. `upper` is the upper end of a range.
        direction : Direction
        """
        chance = self.chance(target=target, direction=direction, upper=upper)
        is_shown = np.array([one is Judgement.ALL for one in self.judgements], dtype=np.bool_)
        is_certain = (chance == 0) | (chance == 1)
        return np.where(is_shown | (is_certain & self.known_hours), chance, np.nan)

    def chance(self, *, target: Numbers, direction: Direction, upper: Numbers | None = None) -> Numbers:
        """As `probability`, but also where the interval is too wide to show it: for calibration. [0-1]"""
        rounding = ROUNDING * np.maximum(np.abs(target), 1e-300)
        at_least, at_most = 1.0 - self.ends.below(target - rounding), self.ends.up_to(target + rounding)
        match direction:
            case Direction.HIGHER:
                found = at_least
            case Direction.LOWER:
                found = at_most
            case Direction.RANGE:
                top = target if upper is None else upper
                found = self.ends.up_to(top + ROUNDING * np.abs(top)) - self.ends.below(target - rounding)
        return np.where(np.isnan(target) | np.isnan(self.expected), np.nan, np.clip(found, 0.0, 1.0))

    def quantiles(self) -> Numbers:
        """The distribution of each unit's end at `ends.SHARES`, shape (n_units, 41): what a tree draws from. [unit]"""
        return self.ends.quantiles(SHARES)
