"""What the next months or quarters bring if things go on as they did. See docs/measures/outlook-months.md."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kaname.measures.outlook.distribution import Distribution
from kaname.measures.outlook.history import Counts, History, Numbers, history
from kaname.measures.outlook.log_comb import LEAST, LEAST_COURSE, expected_ahead
from kaname.measures.outlook.seasonal import seasonal
from kaname.measures.outlook.spread import FREEDOM_SINGLE, SHORT, SINGLE, short_error, single_error, unit

# Further ahead nothing was measured: one and a half years of months, two of quarters; half a year more is extrapolated.
MOST_AHEAD = {12: 24, 4: 10}


class OutlookGrade(StrEnum):
    """What an outlook's interval is based on.

    tested: errors of the same method at earlier times of the same series; assumed: how series of that length and
    restlessness went on elsewhere; too little data: there is no interval.
    """

    TESTED = "tested"
    ASSUMED = "assumed"
    TOO_LITTLE_DATA = "too_little_data"


@dataclass(frozen=True)
class Basis:
    """What outlooks of series are based on, arrays of shape (n_series,).

    `n`: periods of history; `filled`: those of them that were unknown; `needed`: how many more periods until there is
    an outlook, `needed_for_test`: until its interval is tested. Of series whose latest periods are unknown, `needed`
    counts these. `never_missed`: there is an expected value, but no error to make an interval of.
    """

    n: Counts
    filled: Counts
    needed: Counts
    needed_for_test: Counts
    seasonal: NDArray[np.bool_]
    never_missed: NDArray[np.bool_]

    def grade(self, series: int = 0) -> OutlookGrade:
        if self.needed[series] > 0 or self.never_missed[series]:
            return OutlookGrade.TOO_LITTLE_DATA
        return OutlookGrade.ASSUMED if self.needed_for_test[series] > 0 else OutlookGrade.TESTED


@dataclass(frozen=True)
class MonthsAhead:
    """Each of the next periods by itself, of shape (n_series, horizon), or (horizon,) of one series."""

    course: Distribution
    basis: Basis


def months_ahead(values: Numbers, *, horizon: int, season: int = 12) -> MonthsAhead:
    """The course of the next months (or quarters), each with its interval and probabilities.

    Mean of Theta, damped Holt and both on means of several periods, on the logarithms without season (log-comb).
    Below 15 months (6 quarters) it is the level, and intervals come from how series of that length went on elsewhere.

    Parameters
    ----------
    values : ndarray, shape (n_series, n_periods) or (n_periods,)
        Whole periods in a row, oldest first, NaN where nothing is known. [unit of the metric]
    horizon : int
        How many periods ahead, 1 to 24 months or 10 quarters; of a short history one year at most, NaN beyond.
    season : int
        Periods in a year: 12 for months, 4 for quarters.

    Raises
    ------
    ValueError
        If a shape, the season or the horizon is out of range, or a value infinite.
    """
    check(horizon=horizon, season=season)
    past = history(np.atleast_2d(np.asarray(values, dtype=np.float64)))
    ahead = expected_ahead(past, season=season, horizon=horizon)
    long = past.n >= LEAST_COURSE[season]
    ahead[~long, season:] = np.nan
    spread = _half(past, long, season=season, horizon=horizon) / unit(past, season=season)[:, None]
    additive = np.broadcast_to(past.additive[:, None], ahead.shape)
    basis = basis_of(past, season=season, half=spread[:, 0])
    one = 0 if np.ndim(values) == 1 else slice(None)
    least = np.broadcast_to(past.least[:, None], ahead.shape)
    return MonthsAhead(Distribution(ahead[one], spread[one], additive[one], FREEDOM_SINGLE, least[one]), basis)


def _half(past: History, long: NDArray[np.bool_], *, season: int, horizon: int) -> Numbers:
    """Half widths in the metric's unit; shape (n_series, horizon)."""
    n = np.maximum(past.n, 1.0)[:, None]
    middle, one = np.arange(1.0, horizon + 1), np.ones(1)
    tested = single_error(past, season=season, horizon=horizon)[:, None] * SINGLE[season].half(
        n=n, middle=middle, k=one
    )
    assumed = short_error(past)[:, None] * SHORT[season].half(n=n, middle=middle, k=one)
    return np.where(long[:, None], tested, np.where(assumed > 0, assumed, np.nan))


def check(*, horizon: int, season: int) -> None:
    """Raises ValueError if the season or the horizon is out of range."""
    if season not in MOST_AHEAD:
        raise ValueError(f"a year has 12 months or 4 quarters, not {season} periods")
    if not 1 <= horizon <= MOST_AHEAD[season]:
        raise ValueError(f"an outlook reaches 1 to {MOST_AHEAD[season]} periods ahead, not {horizon}")


def basis_of(past: History, *, season: int, half: Numbers) -> Basis:
    """What an outlook with these half widths is based on; shape (n_series,)."""
    needed = np.where(past.missing > 0, past.missing, np.maximum(LEAST - past.n, 0))
    return Basis(
        n=past.n,
        filled=past.filled,
        needed=needed,
        needed_for_test=np.where(past.missing > 0, past.missing, np.maximum(LEAST_COURSE[season] - past.n, 0)),
        seasonal=seasonal(past, season=season).found,
        never_missed=(needed == 0) & ~np.isfinite(half),
    )
