"""The search itself: the strongest link first, each confirmed at the held-out end. See docs/measures/drivers.md."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from kaname.measures.drivers import limits
from kaname.measures.drivers.calendar import Numbers
from kaname.measures.drivers.innovations import Innovations
from kaname.measures.drivers.links import Links, links
from kaname.measures.drivers.result import Driver, DriverGrade, Reason, Refused
from kaname.measures.drivers.sizes import lag_interval, size_of
from kaname.measures.drivers.stability import block_sums, selection_frequency

# Candidates against which the strongest is held in the half-samples; weaker ones are never among the strongest.
RIVALS = 40
# What one driver explains is taken out of the target at its lag and so many lags around it.
AROUND = 2

Places = NDArray[np.int64]


@dataclass(frozen=True)
class HeldOut:
    """What the end of the series says about a link that was chosen before it."""

    p: float
    agreeing: int
    quarters: int


@dataclass(frozen=True)
class Search:
    """Rows of `raw`, `left` and `news`: the target, then the candidates; `kept` is the share of degrees of freedom."""

    raw: Numbers
    left: Numbers
    news: Innovations
    limits: limits.Limits
    kept: float
    held_out_from: int

    def run(self, tested: Places) -> tuple[tuple[Driver, ...], tuple[Refused, ...]]:
        """Forward selection. The k-th driver may be as rare as k in `FALSE` of all candidates (Benjamini-Hochberg)."""
        target, remaining, found, refused = self.news.values[0], tested, list[Driver](), list[Refused]()
        first = self._links(target, tested) if tested.size else None
        while remaining.size and len(found) < limits.MOST_DRIVERS:
            now = self._links(target, remaining)
            best = int(np.argmin(now.p - 1e-12 * np.abs(now.scores).max(axis=1)))
            if now.p[best] > limits.FALSE * (len(found) + 1) / tested.size:
                break
            place, lag = int(remaining[best]), int(np.argmax(np.abs(now.scores[best])))
            one = self._judged(target, remaining, now, best, lag)
            remaining = np.delete(remaining, best)
            if isinstance(one, Refused):
                refused.append(one)
                continue
            found.append(one)
            target = self._without(target, place, lag)
        if first is not None:
            refused += [self._not_found(int(place), tested, first, found) for place in remaining]
        return tuple(found), tuple(refused)

    def smallest_seen(self, n_tested: int) -> float:
        """The correlation at which one half of the links would be chosen, of so many candidates."""
        score = float(-ndtri(limits.FALSE / n_tested / self.limits.n_lags / 2))
        return score / float(np.sqrt(self.news.known[0, : self.held_out_from].sum() * self.kept))

    def _links(self, target: Numbers, places: Places, *, whole: bool = False) -> Links:
        until = target.size if whole else self.held_out_from
        return links(
            target=target[:until],
            target_known=self.news.known[0, :until],
            values=self.news.values[1 + places, :until],
            known=self.news.known[1 + places, :until],
            n_lags=self.limits.n_lags,
            kept=self.kept,
        )

    def _judged(self, target: Numbers, places: Places, now: Links, best: int, lag: int) -> Driver | Refused:
        place, sign = int(places[best]), float(np.sign(now.scores[best, lag]))
        frequency = self._frequency(target, places, now, best, lag)
        end = self._held_out(target, place, lag, sign)
        if frequency < limits.STABLE:
            return Refused(place, Reason.UNSTABLE, lag=lag)
        if end.p > limits.AGREES or 2 * end.agreeing < end.quarters:
            return Refused(place, Reason.NOT_HELD_OUT, lag=lag)
        sure = end.p <= limits.CONFIRMS and end.agreeing >= limits.MOST_QUARTERS
        every = self._links(target, places[best : best + 1], whole=True)
        low, high = lag_interval(every.scores[0], lag=lag, near=self.limits.near)
        size = size_of(
            target=self.raw[0],
            driver=self.raw[1 + place],
            left_target=self.left[0],
            left_driver=self.left[1 + place],
            past=self.news.past[0],
            lag=lag,
        )
        grade = DriverGrade.TESTED if sure else DriverGrade.CORRELATED
        n = int(every.pairs[0, lag])
        return Driver(place, lag, low, high, size, frequency, end.agreeing, end.quarters, end.p, grade, n)

    def _frequency(self, target: Numbers, places: Places, now: Links, best: int, lag: int) -> float:
        rivals = np.argsort(now.p, kind="stable")[:RIVALS]
        rivals = np.append(best, rivals[rivals != best])
        until = self.held_out_from
        sums = block_sums(
            target=target[:until],
            values=self.news.values[1 + places[rivals], :until],
            n_lags=self.limits.n_lags,
            length=self.limits.block,
        )
        strongest = int(np.ceil(np.sqrt(0.8 * places.size)))
        sign = float(np.sign(now.scores[best, lag]))
        return selection_frequency(sums, place=0, lag=lag, sign=sign, near=AROUND, strongest=strongest)

    def _held_out(self, target: Numbers, place: int, lag: int, sign: float) -> HeldOut:
        """Products of both at the lag, in the chosen direction, of all periods that no driver was chosen on."""
        first, values = self.held_out_from, self.news.values[1 + place]
        known = self.news.known[0, first:] * self.news.known[1 + place, first - lag : target.size - lag]
        products = sign * target[first:] * values[first - lag : target.size - lag] * known
        quarters = [part.sum() for part in np.array_split(products, limits.QUARTERS)]
        seen = [part.any() for part in np.array_split(known, limits.QUARTERS)]
        score = products.sum() / max(float(np.sqrt((products**2).sum())), 1e-12)
        agreeing = sum(bool(part > 0) for part, one in zip(quarters, seen, strict=True) if one)
        return HeldOut(float(ndtr(-score)), agreeing, sum(bool(one) for one in seen))

    def _without(self, target: Numbers, place: int, lag: int) -> Numbers:
        """The target less what the driver explains of it before the held-out end, again with unit variance."""
        lags = [one for one in range(lag - AROUND, lag + AROUND + 1) if one >= 0]
        rows = np.column_stack([_later(self.news.values[1 + place], one) for one in lags])
        until = self.held_out_from
        weights = np.linalg.lstsq(rows[:until], target[:until])[0]
        left = (target - rows @ weights) * self.news.known[0]
        return np.asarray(left / np.sqrt((left[:until] ** 2).sum() / self.news.known[0, :until].sum()))

    def _not_found(self, place: int, tested: Places, first: Links, found: list[Driver]) -> Refused:
        """No link, or one that is the same as that of a driver."""
        at = int(np.flatnonzero(tested == place)[0])
        lag = int(np.argmax(np.abs(first.scores[at])))
        if not found or first.p[at] > limits.FALSE / tested.size:
            return Refused(place, Reason.NO_LINK)
        own = replace(self, news=self.news)._links(self.news.values[1 + place], np.array([one.place for one in found]))
        like = found[int(np.argmax(np.abs(own.scores).max(axis=1)))].place
        return Refused(place, Reason.COLLINEAR, like=like, lag=lag)


def _later(values: Numbers, lag: int) -> Numbers:
    return np.concatenate([np.zeros(lag), values[: values.size - lag]])
