"""Whether the level of a KPI has changed in the last weeks, for many series at once. See docs/measures/watch.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from kaname.measures.changes.daily_noise import weekday_factors
from kaname.measures.changes.evidence import ALARM_FROM, Evidence, credible_days
from kaname.measures.changes.scan import Kind, Numbers, Places
from kaname.measures.changes.window import WINDOW, Window

# A change of known date that stands out so far is told in three of four cases; measured. [squared sd; d]
SEEN_FROM, SEEN_AFTER = 24.0, 30


@dataclass(frozen=True)
class Watched:
    """What the watch sees, arrays of shape (n_series,); places are columns of what was given.

    Where it refuses, `missing_days` or `missing_events` is above 0, numbers are NaN and places -1. The rest:

    - `probability` of a change [0-1] and its `log_odds`, `direction` 1 up or -1 down (0 refused);
    - `changed_at`: the likeliest first day of the new level, which `first` to `last` hold with 95 %; `day_weights`,
      shape (n_series, n_candidates), says how probable each of `candidates` is [place; 0-1];
    - `ratio`: after / before (for shares, of the shares) with its interval `low` to `high`;
    - `before`, `after`: levels per unit of exposure, outliers held [unit];
    - `log_change`, `variance`: the change as log ratio (shares: log odds), its variance with drift;
    - `n_before`, `n_after`: events (of a mean: how many were averaged), `n_days`: known days [count; d];
    - `inflation`: how much more than by chance alone the level varies [ratio];
    - `would_see`: the relative fall that would show after 30 days in three of four cases [0-1].
    """

    kind: Kind
    probability: Numbers
    log_odds: Numbers
    direction: Places
    changed_at: Places
    first: Places
    last: Places
    candidates: Places
    day_weights: Numbers
    ratio: Numbers
    low: Numbers
    high: Numbers
    before: Numbers
    after: Numbers
    log_change: Numbers
    variance: Numbers
    n_before: Numbers
    n_after: Numbers
    n_days: Places
    inflation: Numbers
    would_see: Numbers
    missing_days: Places
    missing_events: Places

    @property
    def is_alarm(self) -> NDArray[np.bool_]:
        return np.asarray(self.probability >= ALARM_FROM, dtype=np.bool_)

    @property
    def is_refused(self) -> NDArray[np.bool_]:
        return np.asarray((self.missing_days > 0) | (self.missing_events > 0), dtype=np.bool_)


def watch(
    *,
    counts: Numbers,
    exposure: Numbers,
    kind: Kind = Kind.RATE,
    weekday: Places | None = None,
    prior: Numbers | float = 0.5,
    confidence: float = 0.8,
) -> Watched:
    """Whether each of several series has changed its level 7 to 60 days before its end, when, and by how much.

    Poisson (binomial, Gamma) likelihood ratios of every day against none, outliers held to three standard deviations,
    divided by dispersion and autocorrelation, and summed over days and sizes to a Bayes factor.

    Parameters
    ----------
    counts : ndarray, shape (n_series, n_days)
        Events, successes, or sums of what is averaged, on successive days up to the last that is over. NaN where
        nothing is known. [count or unit]
    exposure : ndarray, shape (n_series, n_days)
        What they came from: 1, hours, calls, trials, how many were averaged, or last year's level. A day of 0 or
        NaN does not count. [unit]
    kind : Kind
    weekday : ndarray of int, shape (n_days,), or None
        0 to 6; given, the level of a rate is relative to what the weekday brings. [day]
    prior : ndarray of shape (n_series,) or float
        Probability of a change before the data, see `prior_of_each`. [0-1]
    confidence : float
        Of the interval of the ratio, above 0 and below 1.

    Raises
    ------
    ValueError
        If shapes differ, counts are negative, or successes more than trials.
    """
    _check(counts, exposure, kind, weekday, confidence)
    window, fitted = Window.of(counts, exposure, kind), 2
    if weekday is not None and kind is Kind.RATE:
        window = window.relative_to(weekday_factors(y=window.y, e=window.e, weekday=weekday[-WINDOW:]))
        fitted += 6
    window = window.with_counts(window.around().winsorised())
    inflation = window.around().inflation(fitted=fitted)
    evidence = Evidence.of(window.parts, inflation=inflation, counts=window.counts)
    return _seen(window, evidence, inflation, prior=prior, confidence=confidence)


def _seen(
    window: Window, evidence: Evidence, inflation: Numbers, *, prior: Numbers | float, confidence: float
) -> Watched:
    days, events = window.missing_days, window.missing_events
    refused = (days > 0) | (events > 0)

    def told(values: Numbers) -> Numbers:
        return np.asarray(np.where(refused, np.nan, values), dtype=np.float64)

    def placed(values: Places, otherwise: int = -1) -> Places:
        return np.asarray(np.where(refused, otherwise, values), dtype=np.int64)

    weights, columns, kind = evidence.weights, window.candidates + window.first, window.kind
    place, inside = weights.argmax(axis=1), credible_days(weights=weights)
    at = window.parts.at(place)
    before, after = _level(at.y_before, at.e_before), _level(at.y_after, at.e_after)
    change, low, high = evidence.size(weights=weights, confidence=confidence)
    log_odds = evidence.log_odds(prior=prior)
    count = (at.e_before, at.e_after) if kind is Kind.MEAN else (at.y_before, at.y_after)
    return Watched(
        kind=kind,
        probability=told(expit(log_odds)),
        log_odds=told(log_odds),
        direction=placed(np.where(change >= 0, 1, -1), 0),
        changed_at=placed(columns[place]),
        first=placed(columns[inside.argmax(axis=1)]),
        last=placed(columns[inside.shape[1] - 1 - inside[:, ::-1].argmax(axis=1)]),
        candidates=columns,
        day_weights=weights,
        ratio=told(_ratio(change, before, kind)),
        low=told(_ratio(low, before, kind)),
        high=told(_ratio(high, before, kind)),
        before=told(before),
        after=told(after),
        log_change=told(change),
        variance=told((weights * evidence.variance).sum(axis=1)),
        n_before=told(count[0][:, 0]),
        n_after=told(count[1][:, 0]),
        n_days=np.asarray(window.known.sum(axis=1), dtype=np.int64),
        inflation=told(inflation),
        would_see=told(_would_see(window, evidence)),
        missing_days=days,
        missing_events=events,
    )


def _would_see(window: Window, evidence: Evidence) -> Numbers:
    """The fall since 30 days that stands out, from how well two such parts can be told apart now."""
    age = np.abs(window.y.shape[1] - window.candidates - SEEN_AFTER)
    nearest = np.where(window.counts, age, age.max() + 1).argmin(axis=1)
    variance = evidence.variance[np.arange(len(nearest)), nearest]
    level = _level(window.y.sum(axis=1, keepdims=True), window.e.sum(axis=1, keepdims=True))
    return 1 - _ratio(-np.sqrt(SEEN_FROM * variance), level, window.kind)


def _ratio(change: Numbers, before: Numbers, kind: Kind) -> Numbers:
    """After / before, of a change on the scale."""
    if kind is not Kind.SHARE:
        # A mean of nothing has no logarithm; its ratio is as good as 0.
        return np.asarray(np.exp(np.clip(change, -50.0, 50.0)), dtype=np.float64)
    share = np.clip(before, 1e-6, 1 - 1e-6)
    return np.asarray(expit(logit(share) + change) / share, dtype=np.float64)


def _level(y: Numbers, e: Numbers) -> Numbers:
    """Of the one candidate chosen, NaN without exposure."""
    return np.asarray(np.divide(y, e, out=np.full(y.shape, np.nan), where=e > 0)[:, 0], dtype=np.float64)


def _check(counts: Numbers, exposure: Numbers, kind: Kind, weekday: Places | None, confidence: float) -> None:
    if counts.ndim != 2 or counts.shape != exposure.shape or counts.shape[1] < 1:
        raise ValueError("counts and exposure are of the same series and days")
    if weekday is not None and weekday.shape != counts.shape[1:]:
        raise ValueError("every day has its weekday")
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
    if np.any(counts < 0) or np.any(exposure < 0):
        raise ValueError("counts and exposure are 0 or more")
    if kind is Kind.SHARE and np.any(counts > exposure):
        raise ValueError("there are never more successes than trials")
