"""Distributions of where units end, several at once. See docs/measures/outlook.md."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import betainc, betaincinv, btdtrib, gammainc, gammaincinv, stdtr, stdtrit

from kaname.measures.outlook.days import Flags, Numbers, divided

# The ends of an 80 % interval. [0-1]
TAILS = (0.1, 0.9)
# Where a distribution is kept as its quantiles: enough for a tenth at each side, and small enough for the ledger.
SHARES: Numbers = (np.arange(41) + 0.5) / 41
# From here on whole numbers lie so near to each other that the Gamma distribution is as good. [count]
MANY = 2_000.0
# Variance may not be less than chance's own, or binary fractions would end it.
LEAST_EXCESS = 1e-6
# A rate of few trials lies between what whole numbers of successes make, as the number of trials is not sure. [count]
ROOM = 0.25


class Ends(Protocol):
    """Arrays of shape (n_units,) all over; `quantiles` takes shares (n_shares,) and gives (n_units, n_shares)."""

    def below(self, value: Numbers) -> Numbers:
        """Probability of ending below the value. [0-1]"""

    def up_to(self, value: Numbers) -> Numbers:
        """Probability of ending at the value or below. [0-1]"""

    def quantiles(self, shares: Numbers) -> Numbers:
        """Where the units end with these probabilities, or below. [unit]"""

    def interval(self) -> tuple[Numbers, Numbers]:
        """Low and high end: one in ten ends below the one, one in ten above the other. [unit]"""


@dataclass(frozen=True)
class CountEnds:
    """What is achieved + a negative binomial remaining part with this mean and variance. [count]"""

    achieved: Numbers
    mean: Numbers
    variance: Numbers

    def below(self, value: Numbers) -> Numbers:
        return self._up_to(np.ceil(value - self.achieved) - 1)

    def up_to(self, value: Numbers) -> Numbers:
        return self._up_to(np.floor(value - self.achieved))

    def quantiles(self, shares: Numbers) -> Numbers:
        rest = np.maximum(self._places(shares) - 0.5, 0.0)
        return np.where(self._is_open, self.achieved[:, np.newaxis] + rest, self.achieved[:, np.newaxis])

    def interval(self) -> tuple[Numbers, Numbers]:
        """The whole numbers whose tails are nearest to a tenth, so that all in all eight of ten lie within."""
        low, high = np.floor(self._places(np.array(TAILS))).T
        low = _nearest(np.maximum(low, 0.0), lambda rest: self._up_to(rest - 1), TAILS[0])
        high = _nearest(np.maximum(high - 1, 0.0), self._up_to, TAILS[1])
        is_open = self._is_open[:, 0]
        return self.achieved + np.where(is_open, low, 0.0), self.achieved + np.where(
            is_open, np.maximum(low, high), 0.0
        )

    @property
    def _is_open(self) -> Flags:
        return np.asarray(self.mean > 0)[:, np.newaxis]

    @property
    def _shape(self) -> tuple[Numbers, Numbers]:
        """Size and share of the negative binomial: mean ÷ variance is the share."""
        mean = np.where(self.mean > 0, self.mean, 1.0)
        variance = np.maximum(self.variance, mean * (1 + LEAST_EXCESS))
        return mean**2 / (variance - mean), mean / variance

    def _up_to(self, rest: Numbers) -> Numbers:
        size, share = self._shape
        exact = betainc(size, np.maximum(rest, 0.0) + 1, share)
        many = gammainc(*self._gamma(np.maximum(rest, 0.0) + 0.5))
        found = np.where(self.mean > MANY, many, exact)
        return np.where(rest < 0, 0.0, np.where(self.mean > 0, found, 1.0))

    def _places(self, shares: Numbers) -> Numbers:
        """The x of P(N < x) = share, read between whole numbers too."""
        size, share = (one[:, np.newaxis] for one in self._shape)
        mean = np.where(self.mean > 0, self.mean, 1.0)[:, np.newaxis]
        shape = mean**2 / np.where(self.variance > 0, self.variance, 1.0)[:, np.newaxis]
        is_many = mean > MANY
        exact = btdtrib(np.where(is_many, 1.0, size), shares, np.where(is_many, 0.5, share))
        many = gammaincinv(shape, shares) * mean / shape + 0.5
        return np.where(is_many, many, exact)

    def _gamma(self, rest: Numbers) -> tuple[Numbers, Numbers]:
        variance = np.where(self.variance > 0, self.variance, 1.0)
        return self.mean**2 / variance, rest * self.mean / variance


@dataclass(frozen=True)
class AmountEnds:
    """What is achieved + nothing more with the probability `none`, or else a Gamma part; all together of this mean.

    [unit of the sum]
    """

    achieved: Numbers
    mean: Numbers
    variance: Numbers
    none: Numbers

    def below(self, value: Numbers) -> Numbers:
        rest = value - self.achieved
        shape, scale = self._shape
        within = self.none + (1 - self.none) * gammainc(shape, np.maximum(rest, 0.0) / scale)
        return np.where(rest <= 0, 0.0, np.where(self.mean > 0, within, 1.0))

    def up_to(self, value: Numbers) -> Numbers:
        return np.where(value == self.achieved, np.where(self.mean > 0, self.none, 1.0), self.below(value))

    def quantiles(self, shares: Numbers) -> Numbers:
        shape, scale = (one[:, np.newaxis] for one in self._shape)
        none = self.none[:, np.newaxis]
        some = np.clip((shares - none) / np.maximum(1 - none, 1e-12), 0.0, 1.0)
        rest = np.where(self.mean[:, np.newaxis] > 0, gammaincinv(shape, some) * scale, 0.0)
        return self.achieved[:, np.newaxis] + rest

    def interval(self) -> tuple[Numbers, Numbers]:
        low, high = self.quantiles(np.array(TAILS)).T
        return low, high

    @property
    def _shape(self) -> tuple[Numbers, Numbers]:
        """Shape and scale of the Gamma part, given that there is one."""
        some = np.maximum(1 - self.none, 1e-12)
        mean = np.where(self.mean > 0, self.mean, 1.0) / some
        variance = (np.where(self.variance > 0, self.variance, 1.0) + self.mean**2) / some - mean**2
        variance = np.maximum(variance, LEAST_EXCESS * mean**2)
        return mean**2 / variance, variance / mean


@dataclass(frozen=True)
class ShareEnds:
    """`successes` so far and those among `left` more trials, ÷ `total` trials; the share among those left is Beta.

    `mean` and `variance` are those of that share. [count; count; count; 0-1]
    """

    successes: Numbers
    left: Numbers
    total: Numbers
    mean: Numbers
    variance: Numbers

    def below(self, value: Numbers) -> Numbers:
        return np.where(self.left > 0, self._inside(value), np.where(self._now < value, 1.0, 0.0))

    def up_to(self, value: Numbers) -> Numbers:
        return np.where(self.left > 0, self._inside(value), np.where(self._now <= value, 1.0, 0.0))

    def quantiles(self, shares: Numbers) -> Numbers:
        first, second = (one[:, np.newaxis] for one in self._shape)
        inside = np.asarray(betaincinv(first, second, shares), dtype=np.float64)
        more = self.left[:, np.newaxis] * inside
        return (self.successes[:, np.newaxis] + more) / np.maximum(self.total, 1e-12)[:, np.newaxis]

    def interval(self) -> tuple[Numbers, Numbers]:
        """The numbers of successes whose tails are nearest to a tenth, with some room for the number of trials."""
        low, high = (self.quantiles(np.array(TAILS)) * self.total[:, np.newaxis] - self.successes[:, np.newaxis]).T
        low = _nearest(np.floor(low + 0.5), lambda more: self._more(more - 0.5), TAILS[0])
        high = _nearest(np.maximum(np.floor(high - 0.5), 0.0), lambda more: self._more(more + 0.5), TAILS[1])
        is_open = self.left > 0
        room, low = np.where(is_open, ROOM, 0.0), np.where(is_open, np.minimum(low, self.left), 0.0)
        least = np.maximum(self.successes + np.minimum(low - room, self.left * self.mean), 0.0)
        high = np.where(is_open, np.maximum(high + room, self.left * self.mean), 0.0)
        most = np.minimum(self.successes + high, self.total)
        return divided(least, self.total), divided(most, self.total)

    @property
    def _now(self) -> Numbers:
        return divided(self.successes, self.total)

    def _inside(self, value: Numbers) -> Numbers:
        return self._more(value * self.total - self.successes)

    def _more(self, successes: Numbers) -> Numbers:
        """Probability of so many more successes, or fewer."""
        first, second = self._shape
        share = divided(successes, self.left)
        return np.asarray(betainc(first, second, np.clip(share, 0.0, 1.0)), dtype=np.float64)

    @property
    def _shape(self) -> tuple[Numbers, Numbers]:
        mean = np.clip(self.mean, 1e-9, 1 - 1e-9)
        size = np.maximum(mean * (1 - mean) / np.maximum(self.variance, 1e-15) - 1, 1e-3)
        return mean * size, (1 - mean) * size


@dataclass(frozen=True)
class MeanEnds:
    """Student's t around the middle. [unit of the average]"""

    middle: Numbers
    scale: Numbers
    freedom: Numbers

    def below(self, value: Numbers) -> Numbers:
        return np.where(self.scale > 0, self._inside(value), np.where(self.middle < value, 1.0, 0.0))

    def up_to(self, value: Numbers) -> Numbers:
        return np.where(self.scale > 0, self._inside(value), np.where(self.middle <= value, 1.0, 0.0))

    def quantiles(self, shares: Numbers) -> Numbers:
        steps = stdtrit(self.freedom[:, np.newaxis], shares)
        return self.middle[:, np.newaxis] + self.scale[:, np.newaxis] * steps

    def interval(self) -> tuple[Numbers, Numbers]:
        low, high = self.quantiles(np.array(TAILS)).T
        return low, high

    def _inside(self, value: Numbers) -> Numbers:
        distance = (value - self.middle) / np.where(self.scale > 0, self.scale, 1.0)
        inside: Numbers = stdtr(self.freedom, distance)
        return inside


def _nearest(lower: Numbers, share: Callable[[Numbers], Numbers], asked: float) -> Numbers:
    """The whole number, or the next one, whose share is nearer to the one asked for."""
    below, above = np.abs(share(lower) - asked), np.abs(share(lower + 1) - asked)
    return np.where(below <= above, lower, lower + 1)
