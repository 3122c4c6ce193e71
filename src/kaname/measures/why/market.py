"""Whether a change is the market's or one unit's own. See docs/measures/why.md."""

from dataclasses import dataclass
from enum import StrEnum
from math import pi, sqrt

import numpy as np
from scipy.special import stdtrit

from kaname.measures.before_after import LEAST_EXPECTED, BeforeAfter
from kaname.measures.effect import LEAST_PEERS, Series
from kaname.measures.noise import Outcome, Stretch, stretch
from kaname.measures.unit_changes import peer_change

# How sure both the market's change and the difference from it have to be. [0-1]
CONFIDENCE = 0.90
# A median of normal values varies by so much more than their mean.
MEDIAN = pi / 2


class Place(StrEnum):
    """Where a change happened."""

    MARKET = "market"
    LOCAL = "local"
    BOTH = "both"
    CANNOT_SAY = "cannot_say"


@dataclass(frozen=True)
class MarketOrLocal:
    """Log changes (for shares: of the odds) of the unit, of its peers in the median, and their difference.

    `market_low` to `market_high` and `low` to `high` (of the difference) hold the true values. None where there are
    fewer than three peers with enough events (`n_peers`).
    """

    place: Place
    n_peers: int
    own: float | None = None
    market: float | None = None
    market_low: float | None = None
    market_high: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None


def market_or_local(
    *, unit: Series, peers: Series, at: int, outcome: Outcome, confidence: float = CONFIDENCE
) -> MarketOrLocal:
    """Compare the change of one unit with the median change of its peers over the same periods.

    Parameters
    ----------
    unit : Series
        Shape (n_periods,), oldest first.
    peers : Series
        Shape (n_peers, n_periods).
    at : int
        Place of the first period after the change.
    outcome : Outcome
    confidence : float
        Of both intervals, above 0 and below 1.
    """
    own = stretch(events=unit.events, exposure=unit.exposure)
    others = stretch(events=peers.events, exposure=peers.exposure)
    others = others.units(BeforeAfter.at(others, at, outcome).expected.min(axis=0) >= LEAST_EXPECTED)
    n_peers = len(others.events)
    if n_peers < LEAST_PEERS or BeforeAfter.at(own, at, outcome).expected.min() < LEAST_EXPECTED:
        return MarketOrLocal(Place.CANNOT_SAY, n_peers)
    units = Stretch(np.vstack([own.events, others.events]), np.vstack([own.exposure, others.exposure]))
    change = peer_change(units, at=at, outcome=outcome)
    apart = max(float(change.changes[1:].var(ddof=1)), change.least)
    market = float(np.median(change.changes[1:]))
    quantile = float(stdtrit(n_peers - 1, 0.5 + confidence / 2))
    half_market = quantile * sqrt(apart * MEDIAN / n_peers)
    more = max(float((change.noise_before + change.noise_after)[0]) - apart, 0.0)
    half = quantile * sqrt(apart * (1 + MEDIAN / n_peers) + more)
    moved = float(change.changes[0])
    return MarketOrLocal(
        _place(moved, market, half_market, half),
        n_peers,
        own=moved,
        market=market,
        market_low=market - half_market,
        market_high=market + half_market,
        difference=moved - market,
        low=moved - market - half,
        high=moved - market + half,
    )


def _place(own: float, market: float, half_market: float, half: float) -> Place:
    """The market's where the peers surely moved and the unit is nearer to them than to no change at all."""
    all_moved, one_moved = abs(market) > half_market, abs(own - market) > half
    if one_moved:
        return Place.BOTH if all_moved else Place.LOCAL
    return Place.MARKET if all_moved and abs(own - market) <= abs(own) else Place.CANNOT_SAY
