"""Whether a change that was told still goes on. See docs/measures/watch.md."""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, sqrt

import numpy as np
from scipy.special import stdtrit

from kaname.measures.changes.daily_noise import Around, weekday_factors
from kaname.measures.changes.evidence import DRIFT, FREEDOM
from kaname.measures.changes.scan import Kind, Numbers, Places, split

# Two whole weeks say where it stands now; the level before is that of 17 weeks, as far as they are known. [d]
RECENT, BEFORE = 14, 119
LEAST_BEFORE, LEAST_RECENT = 28, 4


class Course(StrEnum):
    """Going on; back at the level before; beyond it on the other side; or not to be told apart."""

    GOING_ON = "going on"
    ENDED = "ended"
    REVERSED = "reversed"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Standing:
    """Where a changed level stands: the last days / the level before (of a share, the odds), with an interval.

    `course` and the numbers are None where `missing_days` more are needed. `n_days` known days and `n` events (of a
    mean: how many were averaged) are those of the last two weeks. [ratio; d; count]
    """

    course: Course | None
    ratio: float | None
    low: float | None
    high: float | None
    n_days: int
    n: float
    missing_days: int


def standing(
    *,
    counts: Numbers,
    exposure: Numbers,
    changed_at: int,
    kind: Kind = Kind.RATE,
    weekday: Places | None = None,
    confidence: float = 0.8,
) -> Standing:
    """Compare the last two weeks with the level before the change and with that since it.

    Ended: the interval holds the level before, and not that since the change. Going on: it does not hold the level
    before and lies on the side of the change. Within two weeks of the change the level before is all there is.

    Parameters
    ----------
    counts, exposure : ndarray, shape (n_days,)
        As for `watch`, up to the last day that is over. [count or unit; unit]
    changed_at : int
        Place of the first day of the new level.
    kind, weekday, confidence
        As for `watch`.

    Raises
    ------
    ValueError
        If the shapes differ or the change is at none of the days.
    """
    if counts.ndim != 1 or counts.shape != exposure.shape or not 0 < changed_at < len(counts) or not 0 < confidence < 1:
        raise ValueError("one series, a change within it, and a confidence between 0 and 1")
    begin = max(changed_at - BEFORE, 0)
    y, e = counts[None, begin:], exposure[None, begin:]
    known = np.isfinite(y) & np.isfinite(e)
    used = known & (np.where(known, e, 0.0) > 0)
    y, e = np.where(used, y, 0.0), np.where(used, e, 0.0)
    if weekday is not None and kind is Kind.RATE:
        e = e * weekday_factors(y=y, e=e, weekday=weekday[begin:])
    at = changed_at - begin
    recent = max(y.shape[1] - RECENT, at)
    n_days = int(known[0, recent:].sum())
    missing = max(LEAST_BEFORE - int(known[0, :at].sum()), LEAST_RECENT - n_days, 0)
    parts = [_Part.of(y[:, each], e[:, each], kind) for each in (slice(0, at), slice(at, recent), slice(recent, None))]
    if missing or not parts[0].is_known or not parts[2].is_known:
        return Standing(None, None, None, None, n_days, 0.0, max(missing, 1))
    return _compared(*parts, n_days=n_days, quantile=float(stdtrit(FREEDOM, 0.5 + confidence / 2)))


@dataclass(frozen=True)
class _Part:
    """Days at one level, shape (1, n_days), outliers held."""

    y: Numbers
    e: Numbers
    kind: Kind

    @classmethod
    def of(cls, y: Numbers, e: Numbers, kind: Kind) -> "_Part":
        if not e.any():
            return cls(y, e, kind)
        return cls(Around.two_levels(y=y, e=e, place=np.array([0]), kind=kind).winsorised(), e, kind)

    @property
    def is_known(self) -> bool:
        return bool(self.e.any())

    @property
    def n(self) -> float:
        return float((self.e if self.kind is Kind.MEAN else self.y).sum())

    def inflation(self, later: "_Part") -> float:
        y, e = np.hstack([self.y, later.y]), np.hstack([self.e, later.e])
        around = Around.two_levels(y=y, e=e, place=np.array([self.y.shape[1]]), kind=self.kind)
        return float(around.inflation(fitted=2)[0])

    def change(self, later: "_Part", *, inflation: float, quantile: float) -> tuple[float, float]:
        """Log ratio (log odds) from this part to a later one, and half its interval."""
        y, e = np.hstack([self.y, later.y]), np.hstack([self.e, later.e])
        parts = split(y=y, e=e, candidates=np.array([self.y.shape[1]]), kind=self.kind)
        half = quantile * sqrt(inflation * float(parts.chance[0, 0]) + DRIFT**2)
        return float(parts.change[0, 0]), half


def _compared(before: _Part, since: _Part, now: _Part, *, n_days: int, quantile: float) -> Standing:
    inflation = before.inflation(now)
    change, half = before.change(now, inflation=inflation, quantile=quantile)
    was, moved, apart = change, 0.0, 0.0
    if since.is_known:
        was, _ = before.change(since, inflation=inflation, quantile=quantile)
        moved, apart = since.change(now, inflation=inflation, quantile=quantile)
    if abs(change) > half:
        course = Course.GOING_ON if change * was > 0 else Course.REVERSED
    else:
        course = Course.ENDED if abs(moved) > apart else Course.UNCLEAR
    return Standing(course, exp(change), exp(change - half), exp(change + half), n_days, now.n, 0)
