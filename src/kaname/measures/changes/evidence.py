"""How probable a change is, when it was and how large, by Bayes factors. See docs/measures/watch.md."""

from dataclasses import dataclass

import numpy as np
from scipy.special import logit, logsumexp, stdtrit

from kaname.measures.changes.scan import Numbers, Split

# Changes that are worth an alarm: a tenth to a half, up or down, each as likely as the others before the data; more
# than that (a stop, a doubling) is rare, but must not look like chance for want of a hypothesis. [log ratio]
USUAL = np.log(np.array([0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.4, 1.5]))
EXTREME = np.log(np.array([0.02, 0.1, 0.25, 2.0, 4.0, 10.0]))
EXTREME_SHARE = 0.12
# Levels drift by some 3 % without anything having changed. [log ratio]
DRIFT = 0.03
# The dispersion is itself estimated: from 26 weeks less two levels.
FREEDOM = 24.0
ALARM_FROM = 0.9
ALARM_ODDS = float(logit(ALARM_FROM))


@dataclass(frozen=True)
class Evidence:
    """`by_day`: log Bayes factor of each candidate day, shape (n_series, n_candidates), -inf where it does not count.

    `change` and `variance` are the log ratio (log odds) at each day, and its variance with dispersion and drift.
    """

    by_day: Numbers
    likelihood: Numbers
    change: Numbers
    variance: Numbers

    @classmethod
    def of(cls, parts: Split, *, inflation: Numbers, counts: np.ndarray) -> "Evidence":
        """`inflation` of shape (n_series,); `counts` says which candidates may be the day."""
        # Chance if nothing changed; the signed root of the likelihood ratio serves also where one side has no event.
        chance = parts.chance_at_one_level
        seen = np.sign(parts.change) * np.sqrt(parts.gain * chance)
        by_day = log_bayes_factor(seen, inflation[:, None] * chance + DRIFT**2)
        likelihood = np.where(counts, parts.gain / inflation[:, None] / 2, -np.inf)
        return cls(
            by_day=np.where(counts, by_day, -np.inf),
            likelihood=likelihood,
            change=parts.change,
            variance=inflation[:, None] * parts.chance + DRIFT**2,
        )

    @property
    def total(self) -> Numbers:
        """Log Bayes factor of a change on any of the days, each as likely; -inf without a day; shape (n_series,)."""
        days = np.isfinite(self.by_day).sum(axis=1)
        summed = logsumexp(self.by_day, axis=1)
        return np.asarray(summed - np.log(np.maximum(days, 1)), dtype=np.float64)

    @property
    def weights(self) -> Numbers:
        """How probable each day is if there was a change, summing to 1; 0 where there is no day."""
        highest = self.likelihood.max(axis=1, keepdims=True)
        weights = np.exp(self.likelihood - np.where(np.isfinite(highest), highest, 0.0))
        return np.asarray(weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-300), dtype=np.float64)

    def log_odds(self, *, prior: Numbers | float) -> Numbers:
        return np.asarray(self.total + logit(prior), dtype=np.float64)

    def size(self, *, weights: Numbers, confidence: float) -> tuple[Numbers, Numbers, Numbers]:
        """Log ratio and its interval, over the days as they are probable; shape (n_series,)."""
        mean = (weights * self.change).sum(axis=1)
        spread = (weights * (self.variance + (self.change - mean[:, None]) ** 2)).sum(axis=1)
        half = float(stdtrit(FREEDOM, 0.5 + confidence / 2)) * np.sqrt(spread)
        return mean, mean - half, mean + half


def log_bayes_factor(change: Numbers, variance: Numbers) -> Numbers:
    """Of a change of unknown size against none, Student's t on both sides."""

    def unlikely(size: float) -> Numbers:
        return np.asarray((FREEDOM + 1) / 2 * np.log1p((change - size) ** 2 / variance / FREEDOM), dtype=np.float64)

    sizes = np.concatenate([USUAL, EXTREME])
    shares = np.repeat([(1 - EXTREME_SHARE) / len(USUAL), EXTREME_SHARE / len(EXTREME)], [len(USUAL), len(EXTREME)])
    terms = [np.log(share) - unlikely(size) for share, size in zip(shares, sizes, strict=True)]
    return np.asarray(logsumexp(terms, axis=0) + unlikely(0.0), dtype=np.float64)


def credible_days(*, weights: Numbers, mass: float = 0.95) -> np.ndarray:
    """The fewest days that together hold `mass` of the weights; bool of their shape (n_series, n_candidates)."""
    order = np.argsort(-weights, axis=1, kind="stable")
    ordered = np.take_along_axis(weights, order, axis=1)
    before = np.cumsum(ordered, axis=1) - ordered
    inside = np.zeros(weights.shape, dtype=np.bool_)
    np.put_along_axis(inside, order, (before < mass) & (ordered > 0), axis=1)
    return inside


def prior_of_each(*, n_series: int) -> float:
    """Prior probability for each of several series that tell of one KPI: its groups, watched side by side.

    Odds of 1 to the number of series: an alarm then needs that many times the evidence, which keeps the false alarms
    of all of them together within those of one (measured in docs/measures/watch.md).

    Raises
    ------
    ValueError
        Without a series.
    """
    if n_series < 1:
        raise ValueError("at least one series is watched")
    return 1.0 / (1 + n_series)
