"""Whether an initiative helped: before and after its start, beside comparable units. See docs/measures/effect.md."""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, sqrt

import numpy as np
from scipy.special import stdtrit

from kaname.measures.before_after import LEAST_EXPECTED, BeforeAfter
from kaname.measures.noise import Numbers, Outcome, Stretch, stretch, unscaled
from kaname.measures.unit_changes import OwnChange, own_change, peer_change

# How sure the intervals are: 8 of 10 hold the true effect. [0-1]
CONFIDENCE = 0.80
# Comparable units before what they did counts as a test.
LEAST_PEERS = 3
# Periods before and after, so that both have a level and the course before can be halved.
LEAST_BEFORE, LEAST_AFTER = 6, 3
# Past changes of equal length, where there is nobody to compare with.
LEAST_CHANGES = 6
# Courses before the start differ when less often chance makes them so different, as for the interval. [0-1]
PRE_TREND_LEVEL = 0.20
# An effect of this size has to be visible before its absence is stated. [ratio]
NOTABLE = 0.25
# Nobody waits longer for an answer. [periods]
MOST_MORE = 104


class EffectGrade(StrEnum):
    """How much the difference says about the initiative."""

    TESTED = "tested"
    CORRELATED = "correlated"
    TOO_LITTLE_DATA = "too_little_data"


class Against(StrEnum):
    """What says how it would have gone without the initiative."""

    PEERS = "peers"
    YEAR_AGO = "year_ago"
    OWN_PAST = "own_past"
    FORECAST = "forecast"


@dataclass(frozen=True)
class Series:
    """Successive weeks or days, oldest first: shape (n_periods,) of one unit, (n_units, n_periods) of several.

    Events and the working hours in which they came about, or successes and trials. A period with an unknown number
    (NaN) or without exposure does not count. [count; h or trials]
    """

    events: Numbers
    exposure: Numbers


@dataclass(frozen=True)
class Needed:
    """What is missing until there is an answer: periods before the start (older data), periods after it, units.

    `after` is None where more periods alone would not bring one within two years of weeks.
    """

    before: int = 0
    after: int | None = 0
    peers: int = 0


@dataclass(frozen=True)
class Effect:
    """Before and after the start, and what was to be expected without the initiative.

    A rate is given as events per period with the mean exposure of those since the start, a share as 0-1. `low` and
    `high` hold the true effect; they and `expected` are None while nothing can be said. `n_before` and `n_after` count
    the periods compared, `n_compared` the comparable units or past changes. `pre_trend_differs` is None where it could
    not be tested.
    """

    before: float | None
    after: float | None
    n_before: int
    n_after: int
    against: Against
    grade: EffectGrade = EffectGrade.TOO_LITTLE_DATA
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    n_compared: int = 0
    pre_trend_differs: bool | None = None
    needed: Needed = Needed()

    @property
    def size(self) -> float | None:
        """After minus expected. [unit of the metric]"""
        return None if self.after is None or self.expected is None else self.after - self.expected

    @property
    def change_of_comparables(self) -> float | None:
        """By how much the peers' change, or that of the year before, moves the value from before. [unit]"""
        return None if self.before is None or self.expected is None else self.expected - self.before

    @property
    def is_sure(self) -> bool:
        """Whether the whole interval lies on one side of no effect."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def effect(
    *,
    treated: Series,
    start: int,
    outcome: Outcome,
    peers: Series | None = None,
    year_ago: Series | None = None,
    notable: float = NOTABLE,
    confidence: float = CONFIDENCE,
) -> Effect:
    """What changed with the start of an initiative beyond what changed for comparable units, or usually changes.

    With at least three comparable units: difference in differences of log rates or log odds; its interval comes from
    how differently the comparable units changed among themselves, and at least from chance. Otherwise: the periods
    since the start against as many before, held against all earlier changes of that length.

    Parameters
    ----------
    treated : Series
        The unit with the initiative, arrays of shape (n_periods,).
    start : int
        Place of the first period with the initiative.
    outcome : Outcome
    peers : Series or None
        The same periods of units without it, arrays of shape (n_units, n_periods).
    year_ago : Series or None
        The treated unit's own periods a year before, shape (n_periods,); used where there are too few peers.
    notable : float
        The relative effect that must be visible before its absence is stated, above 0. [ratio]
    confidence : float
        Above 0 and below 1.

    Raises
    ------
    ValueError
        If shapes differ or a number is out of range.
    """
    n_periods = treated.events.shape[-1]
    others = [(one, dimensions) for one, dimensions in ((peers, 2), (year_ago, 1)) if one is not None]
    _check((treated, 1), *others, n_periods=n_periods, outcome=outcome)
    if not (0 <= start <= n_periods and notable > 0 and 0 < confidence < 1):
        raise ValueError("the start is one of the periods, a notable effect above 0, a confidence between 0 and 1")
    asked = _Asked(outcome, notable, confidence)
    own = stretch(events=treated.events, exposure=treated.exposure)
    if peers is not None and len(peers.events) >= LEAST_PEERS:
        tested = _beside_peers(asked, own, stretch(events=peers.events, exposure=peers.exposure), start)
        if tested is not None:
            return tested
    earlier = None if year_ago is None else stretch(events=year_ago.events, exposure=year_ago.exposure)
    return _beside_own_past(asked, own, earlier, start)


@dataclass(frozen=True)
class _Asked:
    outcome: Outcome
    notable: float
    confidence: float

    def quantile(self, freedom: float) -> float:
        return float(stdtrit(freedom, 0.5 + self.confidence / 2))

    def limit(self, expected: float) -> float:
        """Half the width of an interval in which a notable effect shows, on the scale."""
        if self.outcome is Outcome.RATE:
            return float(np.log1p(self.notable))
        share = float(unscaled(expected, outcome=self.outcome))
        return self.notable / max(share, 1 - share)


def _beside_peers(asked: _Asked, own: Stretch, peers: Stretch, start: int) -> Effect | None:
    """None where too few of the peers have enough events."""
    pair, n_peers = BeforeAfter.at(own, start, asked.outcome), len(peers.events)
    missing = pair.missing(least_before=LEAST_BEFORE, least_after=LEAST_AFTER)
    if missing != (0, 0):
        return replace(_shown(pair, Against.PEERS), n_compared=n_peers, needed=_needed(missing))
    peers = peers.units(BeforeAfter.at(peers, start, asked.outcome).expected.min(axis=0) >= LEAST_EXPECTED)
    if len(peers.events) < LEAST_PEERS:
        return None
    units = Stretch(np.vstack([own.events, peers.events]), np.vstack([own.exposure, peers.exposure]))
    return _difference_in_differences(asked, pair, units, start)


def _difference_in_differences(asked: _Asked, pair: BeforeAfter, units: Stretch, start: int) -> Effect:
    """The first of the units is the treated one, whose periods are the pair."""
    change, n_peers = peer_change(units, at=start, outcome=asked.outcome), len(units.events) - 1
    quantile, expected = asked.quantile(n_peers - 1), pair.levels[1] - change.size
    half, limit = quantile * sqrt(change.variance()), asked.limit(expected)
    differs = _pre_trend_differs(units.part(0, start), asked.outcome)
    found = replace(
        _with_interval(pair, expected, half, Against.PEERS),
        n_compared=n_peers,
        pre_trend_differs=differs,
        grade=EffectGrade.TESTED if differs is False else EffectGrade.CORRELATED,
    )
    if found.is_sure or half <= limit:
        return found
    widths = ((n, quantile * sqrt(change.variance(longer=1 + n / found.n_after))) for n in range(1, MOST_MORE + 1))
    more = next((n for n, width in widths if width <= limit), None)
    return replace(found, grade=EffectGrade.TOO_LITTLE_DATA, needed=Needed(after=more))


def _pre_trend_differs(before: Stretch, outcome: Outcome) -> bool | None:
    """Whether the treated unit changed otherwise than its peers from the first half before the start to the second."""
    middle = before.events.shape[1] // 2
    known = (before.part(0, middle).periods > 0) & (before.part(middle, before.events.shape[1]).periods > 0)
    n_peers = int(known[1:].sum())
    if not known[0] or n_peers < LEAST_PEERS:
        return None
    change = peer_change(before.units(known), at=middle, outcome=outcome)
    return abs(change.size) > float(stdtrit(n_peers - 1, 1 - PRE_TREND_LEVEL / 2)) * sqrt(change.variance())


def _beside_own_past(asked: _Asked, own: Stretch, year_ago: Stretch | None, start: int) -> Effect:
    counts = own.exposure[0] > 0
    known, n_before, n_after = own.periods_where(counts), int(counts[:start].sum()), int(counts[start:].sum())
    lengths = [n for n in range(LEAST_AFTER, n_after + 1) if _periods_before(n) <= n_before]
    if not lengths:
        pair = BeforeAfter.at(known, n_before, asked.outcome)
        missing = pair.missing(least_before=_periods_before(LEAST_AFTER), least_after=LEAST_AFTER)
        return replace(_shown(pair, Against.OWN_PAST), needed=_needed(missing, peers=LEAST_PEERS))
    length = lengths[-1]
    window = slice(n_before - length, n_before + length)
    pair = BeforeAfter.at(known.part(window.start, window.stop), length, asked.outcome)
    missing = pair.missing(least_before=length, least_after=length)
    if missing != (0, 0):
        needed = _needed(None) if missing is None else _longer(length + max(missing), n_before, n_after)
        return replace(_shown(pair, Against.OWN_PAST), needed=replace(needed, peers=LEAST_PEERS))
    change = own_change(known, at=n_before, length=length, outcome=asked.outcome)
    same = None if year_ago is None else year_ago.periods_where(counts).part(window.start, window.stop)
    found, width = _held_against_past(asked, pair, change, None if same is None else _season(same, asked.outcome))
    if width <= 1:
        return found
    needed = _longer(ceil(length * width**2), n_before, n_after)
    return replace(found, grade=EffectGrade.TOO_LITTLE_DATA, needed=needed)


def _held_against_past(
    asked: _Asked, pair: BeforeAfter, change: OwnChange, season: float | None
) -> tuple[Effect, float]:
    """The effect, and how many times too wide its interval is to show a notable one; 0 where it is sure anyway."""
    expected = pair.levels[0] + (season or 0.0)
    half = asked.quantile(change.freedom) * sqrt(change.variance * (1 if season is None else 2))
    found = replace(
        _with_interval(pair, expected, half, Against.OWN_PAST if season is None else Against.YEAR_AGO),
        n_compared=len(change.past),
        grade=EffectGrade.CORRELATED,
    )
    return found, 0.0 if found.is_sure else half / asked.limit(expected)


def _season(same: Stretch, outcome: Outcome) -> float | None:
    """The change between the same periods a year before, on the scale; None where too little is known of them."""
    pair = BeforeAfter.at(same, same.events.shape[1] // 2, outcome)
    return pair.levels[1] - pair.levels[0] if pair.expected.min() >= LEAST_EXPECTED else None


def _periods_before(length: int) -> int:
    """How many periods before the start hold enough past changes of that length."""
    return max(2 * length + LEAST_CHANGES - 1, 3 * length)


def _longer(length: int, n_before: int, n_after: int) -> Needed:
    if length > n_after + MOST_MORE:
        return Needed(after=None, peers=LEAST_PEERS)
    return Needed(max(_periods_before(length) - n_before, 0), max(length - n_after, 0), LEAST_PEERS)


def _needed(missing: tuple[int, int] | None, *, peers: int = 0) -> Needed:
    return Needed(0, None, peers) if missing is None else Needed(*missing, peers)


def _shown(pair: BeforeAfter, against: Against) -> Effect:
    before, after = pair.values
    n_before, n_after = int(pair.before.periods[0]), int(pair.after.periods[0])
    return Effect(before=before, after=after, n_before=n_before, n_after=n_after, against=against)


def _with_interval(pair: BeforeAfter, expected: float, half: float, against: Against) -> Effect:
    due, low, high = pair.interval(expected=expected, half=half)
    return replace(_shown(pair, against), expected=due, low=low, high=high)


def _check(*series: tuple[Series, int], n_periods: int, outcome: Outcome) -> None:
    """Each with its number of dimensions."""
    for one, dimensions in series:
        shape = one.events.shape
        if shape != one.exposure.shape or len(shape) != dimensions or shape[-1] != n_periods:
            raise ValueError("events and exposure of all units are of the same periods")
        if np.any(one.events < 0) or (outcome is Outcome.SHARE and np.any(one.events > one.exposure)):
            raise ValueError("counts are 0 or more, and there are never more successes than trials")
