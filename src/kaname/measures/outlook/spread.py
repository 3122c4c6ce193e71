"""How far what comes may be off, from how far it was off before. See docs/measures/outlook-months.md."""

from typing import NamedTuple

import numpy as np

from kaname.measures.attainment import ROUNDING
from kaname.measures.outlook.history import History, Numbers
from kaname.measures.outlook.log_comb import LEAST_COURSE, expected_ahead

# The larger of two measures of error counts at least so much: a season that repeated itself exactly is no certainty.
LEAST_SHARE = 0.1


class Shape(NamedTuple):
    """Half the width of an 80 % interval for a mean of k periods whose middle is h periods ahead, per unit of error.

    exp(level + few / n + single / k) h^ahead, with n periods of history. Fitted to the training parts of M3, each cut
    at several places, long and short; `bench.m3` shows what they hold on its test part.
    """

    level: float
    few: float
    single: float
    ahead: float

    def half(self, *, n: Numbers, middle: Numbers, k: Numbers) -> Numbers:
        half: Numbers = np.exp(self.level + self.few / n + self.single / k) * middle**self.ahead
        return half

    def growth(self, n_periods: int) -> Numbers:
        """How errors grow with the periods added up, relative to each other; shape (n_periods,)."""
        k = np.arange(1, n_periods + 1, dtype=np.float64)
        return self.half(n=np.array(np.inf), middle=(k + 1) / 2, k=k)


# Of single periods, of means of several, and of both where history is short, by periods in a year.
SINGLE = {12: Shape(0.109, 2.875, 0.0, 0.298), 4: Shape(0.133, 1.058, 0.0, 0.486)}
SEVERAL = {12: Shape(0.015, 3.004, 0.481, 0.465), 4: Shape(-0.030, 1.561, 0.287, 0.637)}
SHORT = {12: Shape(0.26, 1.0, 0.17, 0.35), 4: Shape(0.0, 1.5, 0.18, 0.56)}
# Degrees of freedom of Student's t whose 50, 90, 95 and 98 % intervals are as wide as those that held on the training
# parts of M3, relative to the 80 % interval.
FREEDOM_SINGLE, FREEDOM_SEVERAL = 4.0, 3.0


def unit(past: History, *, season: int) -> Numbers:
    """What errors are a share of: the mean size of the last year, or 1 for additive series; shape (n_series,)."""
    size = np.abs(past.values[:, -season:])
    known = np.isfinite(size)
    mean = np.where(known, size, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.where(past.additive | (mean == 0), 1.0, mean)


def single_error(past: History, *, season: int, horizon: int) -> Numbers:
    """The error of single periods, to be multiplied by `SINGLE`, in the unit; shape (n_series,), NaN where short."""
    growth = np.arange(1.0, max(horizon, season) + 1) ** SINGLE[season].ahead
    errors = [np.abs(off) / growth[: off.shape[1]] for off in _missed(past, season=season, horizon=horizon)]
    return _both(_mean(errors), yearly_change(past, season=season, window=np.ones(1)), past)


def several_error(past: History, *, season: int, window: Numbers) -> Numbers:
    """The error of a weighted mean of periods, to be multiplied by `SEVERAL`; otherwise as `single_error`."""
    longest = max(window.size, season)
    growth, counts = SEVERAL[season].growth(longest), np.arange(1, longest + 1)
    errors = [
        np.abs(np.cumsum(off, axis=1)) / counts[: off.shape[1]] / growth[: off.shape[1]]
        for off in _missed(past, season=season, horizon=window.size)
    ]
    return _both(_mean(errors), yearly_change(past, season=season, window=np.trim_zeros(window)), past)


def short_error(past: History) -> Numbers:
    """The mean change from one period to the next, to be multiplied by `SHORT`; shape (n_series,)."""
    change = np.abs(np.diff(past.values, axis=1))
    return _mean([change])


def yearly_change(past: History, *, season: int, window: Numbers) -> Numbers:
    """Mean size of the change of a weighted mean against the year before; shape (n_series,), NaN without any.

    Where history is too short for the window and a year, the first periods of the window count alone.
    """
    found = np.full(len(past.n), np.nan)
    lengths = np.minimum(window.size, past.n - season)
    for length in np.unique(lengths[lengths > 0]):
        chosen, part = lengths == length, window[:length]
        if not part.any():
            part = np.ones(length)
        means = np.lib.stride_tricks.sliding_window_view(past.values[chosen], length, axis=1) @ (part / part.sum())
        found[chosen] = _mean([np.abs(means[:, season:] - means[:, :-season])])
    return found


def _missed(past: History, *, season: int, horizon: int) -> list[Numbers]:
    """What came true less what was expected at two earlier times: the last year (or horizon), and half of it.

    Of shape (n_series, n_periods) each, NaN beyond the end and where history is too short: at most its later half is
    held against what its earlier half promised.
    """
    longest = max(horizon, season)
    found = []
    for share in (1, 2):
        off = np.full((len(past.n), longest), np.nan)
        backs = np.minimum(longest, past.n // 2) // share
        for back in np.unique(backs[(backs > 0) & (past.n >= LEAST_COURSE[season])]):
            chosen = (backs == back) & (past.n >= LEAST_COURSE[season])
            rows = past.rows(chosen)
            off[chosen, :back] = rows.values[:, -back:] - expected_ahead(rows.until(back), season=season, horizon=back)
        found.append(off)
    return found


def _mean(parts: list[Numbers]) -> Numbers:
    """Mean of the known numbers of each part's rows, the parts counting alike; NaN where one has none."""
    means = []
    for part in parts:
        known = np.isfinite(part)
        count = known.sum(axis=1)
        total = np.where(known, part, 0.0).sum(axis=1)
        means.append(np.divide(total, count, out=np.full(len(part), np.nan), where=count > 0))
    return np.asarray(np.mean(means, axis=0))


def _both(missed: Numbers, yearly: Numbers, past: History) -> Numbers:
    """The geometric mean of two errors, NaN where both are 0: what never moved tells nothing about its errors."""
    most = np.maximum(missed, yearly)
    moved = most > ROUNDING * np.abs(np.nan_to_num(past.values)).max(axis=1, initial=0)
    return np.where(moved, np.maximum(np.sqrt(missed * yearly), LEAST_SHARE * most), np.nan)
