"""How well each day in question splits a series into two levels: likelihood ratios. See docs/measures/watch.md."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit, xlogy

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
# A level of nothing has no logarithm; it counts as half an event. [count]
HALF_EVENT = 0.5


class Kind(StrEnum):
    """Events per exposure (calls per hour), successes of trials (won of tried), a sum over its count (deal size)."""

    RATE = "rate"
    SHARE = "share"
    MEAN = "mean"


@dataclass(frozen=True)
class Split:
    """Sums before and from each candidate day on, shape (n_series, n_candidates); `y` of counts, `e` of exposure."""

    y_before: Numbers
    e_before: Numbers
    y_after: Numbers
    e_after: Numbers
    kind: Kind

    @property
    def gain(self) -> Numbers:
        """Twice the log-likelihood ratio of two levels against one: Poisson, binomial or Gamma with shape 1."""
        y, e = self.y_before + self.y_after, self.e_before + self.e_after
        if self.kind is Kind.MEAN:
            split = -xlogy(self.e_before, _over(self.y_before, self.e_before))
            split -= xlogy(self.e_after, _over(self.y_after, self.e_after))
            return _positive(np.asarray(2 * (split + xlogy(e, _over(y, e))), dtype=np.float64))
        gain = _poisson(self.y_before, self.e_before) + _poisson(self.y_after, self.e_after) - _poisson(y, e)
        if self.kind is Kind.SHARE:
            lost = self.e_before - self.y_before, self.e_after - self.y_after
            gain += _poisson(lost[0], self.e_before) + _poisson(lost[1], self.e_after) - _poisson(e - y, e)
        return _positive(gain)

    @property
    def change(self) -> Numbers:
        """From before to after: log rate ratio, or for a share the difference of log odds."""
        return self._scaled(self.y_after, self.e_after) - self._scaled(self.y_before, self.e_before)

    @property
    def chance(self) -> Numbers:
        """Variance of `change` if the dispersion were 1."""
        if self.kind is Kind.MEAN:
            return _inverse(self.e_before) + _inverse(self.e_after)
        chance = _inverse(self.y_before) + _inverse(self.y_after)
        if self.kind is Kind.SHARE:
            chance += _inverse(self.e_before - self.y_before) + _inverse(self.e_after - self.y_after)
        return chance

    @property
    def chance_at_one_level(self) -> Numbers:
        """The same if both sides have the level of the whole."""
        share = _over(self.e_before, self.e_before + self.e_after)
        whole = {
            Kind.RATE: lambda: _inverse(self.y_before + self.y_after),
            Kind.SHARE: lambda: (
                _inverse(self.y_before + self.y_after)
                + _inverse(self.e_before + self.e_after - self.y_before - self.y_after)
            ),
            Kind.MEAN: lambda: _inverse(self.e_before + self.e_after),
        }[self.kind]()
        return np.asarray(whole / np.maximum(share * (1 - share), 1e-12), dtype=np.float64)

    def at(self, place: Places) -> "Split":
        """One candidate of each series, shape (n_series, 1)."""
        chosen = place[:, None]

        def taken(sums: Numbers) -> Numbers:
            return np.take_along_axis(sums, chosen, axis=1)

        sums = taken(self.y_before), taken(self.e_before), taken(self.y_after), taken(self.e_after)
        return Split(*sums, kind=self.kind)

    def _scaled(self, y: Numbers, e: Numbers) -> Numbers:
        if self.kind is Kind.SHARE:
            return np.asarray(logit((y + HALF_EVENT) / (e + 2 * HALF_EVENT)), dtype=np.float64)
        least = 1e-12 if self.kind is Kind.MEAN else HALF_EVENT
        return np.asarray(np.log(_over(np.maximum(y, least), e)), dtype=np.float64)


def split(*, y: Numbers, e: Numbers, candidates: Places, kind: Kind) -> Split:
    """Sums of each series, shape (n_series, n_days), before and from each of the `candidates` on (places of days)."""
    run_y, run_e = np.cumsum(y, axis=1), np.cumsum(e, axis=1)
    y_before, e_before = run_y[:, candidates - 1], run_e[:, candidates - 1]
    # Differences of running sums may fall below 0 by rounding.
    y_after, e_after = _positive(run_y[:, -1:] - y_before), _positive(run_e[:, -1:] - e_before)
    return Split(y_before, e_before, y_after, e_after, kind)


def _over(y: Numbers, e: Numbers) -> Numbers:
    return np.asarray(np.maximum(y, 1e-12) / np.maximum(e, 1e-12), dtype=np.float64)


def _poisson(y: Numbers, e: Numbers) -> Numbers:
    return np.asarray(2 * xlogy(y, _over(y, e)), dtype=np.float64)


def _inverse(y: Numbers) -> Numbers:
    return np.asarray(1 / np.maximum(y, HALF_EVENT), dtype=np.float64)


def _positive(value: Numbers) -> Numbers:
    return np.asarray(np.maximum(value, 0.0), dtype=np.float64)
