"""The search itself: the strongest link first, each confirmed at the held-out end. See docs/measures/drivers.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from kaname.measures.drivers import limits
from kaname.measures.drivers.calendar import Numbers
from kaname.measures.drivers.innovations import Innovations
from kaname.measures.drivers.links import Links, chances, links, of_all_widths
from kaname.measures.drivers.result import Driver, DriverGrade, Reason, Refused
from kaname.measures.drivers.sizes import lag_interval, size_of
from kaname.measures.drivers.stability import block_sums, selection_frequency

# Candidates against which the strongest is held in the half-samples; weaker ones are never among the strongest.
RIVALS = 40
# What one driver explains is taken out of the target at its lags and so many around them.
AROUND = 2

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Link:
    """The strongest link of a candidate: its width, lag and direction."""

    place: int
    width: int
    lag: int
    sign: float


@dataclass(frozen=True)
class HeldOut:
    """What the end of the series says about a link that was chosen before it."""

    p: float
    agreeing: int
    quarters: int

    @property
    def agrees(self) -> bool:
        return self.p <= limits.AGREES and 2 * self.agreeing >= self.quarters

    @property
    def confirms(self) -> bool:
        return self.p <= limits.CONFIRMS and self.agreeing >= limits.MOST_QUARTERS


@dataclass(frozen=True)
class Search:
    """Rows of `raw`, `left` and `news`: the target, then the candidates.

    `news` by width, the first of one period; `kept` is the share of degrees of freedom that calendar and own past left.
    """

    raw: Numbers
    left: Numbers
    news: dict[int, Innovations]
    limits: limits.Limits
    kept: float
    held_out_from: int

    def run(self, tested: Places) -> tuple[tuple[Driver, ...], tuple[Refused, ...]]:
        """Forward selection. The k-th driver may be as rare as k in `FALSE` of all candidates (Benjamini-Hochberg)."""
        target, remaining, found, refused = self._news.values[0], tested, list[Driver](), list[Refused]()
        first = self._links(target, tested) if tested.size else None
        while remaining.size and len(found) < limits.MOST_DRIVERS:
            now = self._links(target, remaining)
            best = int(np.argmin(now.p - 1e-12 * np.abs(now.scores).max(axis=1)))
            if now.p[best] > limits.FALSE * (len(found) + 1) / tested.size:
                break
            link = _strongest(int(remaining[best]), now, best)
            one = self._judged(link, target, remaining, now)
            remaining = np.delete(remaining, best)
            if isinstance(one, Refused):
                refused.append(one)
                continue
            found.append(one)
            target = self._without(link, target)
        if first is not None:
            refused += [self._not_found(int(place), tested, first, found) for place in remaining]
        return tuple(found), tuple(refused)

    def smallest_seen(self, n_tested: int) -> float:
        """The correlation at which one half of the links would be chosen, of so many candidates."""
        score = float(-ndtri(limits.FALSE / n_tested / (self.limits.n_lags * chances(self.limits.widths)) / 2))
        return score / float(np.sqrt(self._news.known[0, : self.held_out_from].sum() * self.kept))

    @property
    def _news(self) -> Innovations:
        return self.news[1]

    def _links(self, target: Numbers, places: Places) -> Links:
        every = [self._links_of(width, target, places, self.held_out_from) for width in self.limits.widths]
        return of_all_widths(every, widths=self.limits.widths)

    def _links_of(self, width: int, target: Numbers, places: Places, until: int) -> Links:
        return links(
            target=target[:until],
            target_known=self._news.known[0, :until],
            values=self.news[width].values[1 + places, :until],
            known=self._news.known[1 + places, :until],
            n_lags=self.limits.n_lags,
            kept=self.kept,
            width=width,
        )

    def _judged(self, link: Link, target: Numbers, places: Places, now: Links) -> Driver | Refused:
        frequency, end = self._frequency(link, target, places, now), self._held_out(link, target)
        if frequency < limits.STABLE or not end.agrees:
            reason = Reason.UNSTABLE if frequency < limits.STABLE else Reason.NOT_HELD_OUT
            return Refused(link.place, reason, lag=link.lag)
        whole = self._links_of(link.width, target, np.array([link.place]), target.size)
        low, high = lag_interval(whole.scores[0], lag=link.lag, near=self.limits.near)
        return Driver(
            place=link.place,
            lag=link.lag,
            lag_low=low,
            lag_high=high,
            width=link.width,
            size=size_of(
                target=self.raw[0],
                driver=self.raw[1 + link.place],
                left_target=self.left[0],
                left_driver=self.left[1 + link.place],
                order=self.limits.order,
                lag=link.lag,
                width=link.width,
            ),
            frequency=frequency,
            quarters_agreeing=end.agreeing,
            quarters=end.quarters,
            p_held_out=end.p,
            grade=DriverGrade.TESTED if end.confirms else DriverGrade.CORRELATED,
            n=int(whole.pairs[0, link.lag]),
        )

    def _frequency(self, link: Link, target: Numbers, places: Places, now: Links) -> float:
        strongest = np.argsort(now.p, kind="stable")[:RIVALS]
        rivals = [(link.place, link.width)]
        rivals += [(int(places[at]), int(now.widths[at])) for at in strongest if places[at] != link.place]
        until = self.held_out_from
        sums = block_sums(
            target=target[:until],
            values=np.stack([self.news[width].values[1 + place, :until] for place, width in rivals]),
            n_lags=self.limits.n_lags,
            length=self.limits.block,
        )
        count = int(np.ceil(np.sqrt(0.8 * places.size)))
        near = AROUND + link.width // 2
        return selection_frequency(sums, place=0, lag=link.lag, sign=link.sign, near=near, strongest=count)

    def _held_out(self, link: Link, target: Numbers) -> HeldOut:
        """Products of both at the lag, in the chosen direction, of all periods that no driver was chosen on."""
        first, row, lag = self.held_out_from, 1 + link.place, link.lag
        earlier = slice(first - lag, target.size - lag)
        known = self._news.known[0, first:] * self._news.known[row, earlier]
        products = link.sign * target[first:] * self.news[link.width].values[row, earlier] * known
        quarters = [part.sum() for part in np.array_split(products, limits.QUARTERS)]
        seen = [part.any() for part in np.array_split(known, limits.QUARTERS)]
        score = products.sum() / max(float(np.sqrt((products**2).sum())), 1e-12)
        agreeing = sum(bool(part > 0) for part, one in zip(quarters, seen, strict=True) if one)
        return HeldOut(float(ndtr(-score)), agreeing, sum(bool(one) for one in seen))

    def _without(self, link: Link, target: Numbers) -> Numbers:
        """The target less what the driver explains of it before the held-out end, again with unit variance."""
        reach, until = link.width // 2 + AROUND, self.held_out_from
        lags = range(max(link.lag - reach, 0), link.lag + reach + 1)
        rows = np.column_stack([_later(self._news.values[1 + link.place], lag) for lag in lags])
        weights = np.linalg.lstsq(rows[:until], target[:until])[0]
        left = (target - rows @ weights) * self._news.known[0]
        return np.asarray(left / np.sqrt((left[:until] ** 2).sum() / self._news.known[0, :until].sum()))

    def _not_found(self, place: int, tested: Places, first: Links, found: list[Driver]) -> Refused:
        """No link, or one that a driver explains: the one whose news are most like its own."""
        at = int(np.flatnonzero(tested == place)[0])
        if not found or first.p[at] > limits.FALSE / tested.size:
            return Refused(place, Reason.NO_LINK)
        own = self._links(self._news.values[1 + place], np.array([one.place for one in found]))
        like = found[int(np.argmax(np.abs(own.scores).max(axis=1)))].place
        return Refused(place, Reason.COLLINEAR, like=like, lag=_strongest(place, first, at).lag)


def _strongest(place: int, among: Links, at: int) -> Link:
    lag = int(np.argmax(np.abs(among.scores[at])))
    return Link(place, int(among.widths[at]), lag, float(np.sign(among.scores[at, lag])))


def _later(values: Numbers, lag: int) -> Numbers:
    return np.concatenate([np.zeros(lag), values[: values.size - lag]])
