"""The difference between two stretches of time, with the interval in which it lies. See docs/measures/evidence.md."""

from dataclasses import dataclass
from math import sqrt

from scipy.stats import beta, norm

# How sure the intervals are: 8 of 10 hold the true difference. [0-1]
CONFIDENCE = 0.80


@dataclass(frozen=True)
class Difference:
    """After minus before with its interval; `is_sure` where the interval lies on one side of nothing. [unit]"""

    before: float
    after: float
    low: float
    high: float

    @property
    def size(self) -> float:
        return self.after - self.before

    @property
    def is_sure(self) -> bool:
        return self.low > 0 or self.high < 0


def of_proportions(
    *, won: float, tried: float, won_before: float, tried_before: float, confidence: float = CONFIDENCE
) -> Difference | None:
    """The difference of two independent proportions, by Newcombe's hybrid score interval [1]_.

    Parameters
    ----------
    won, tried, won_before, tried_before : float
        Successes and trials in the stretch and in the one before: 0 <= won <= tried. [count]
    confidence : float
        [0-1]

    Returns
    -------
    Difference or None
        None where nothing was tried in one of them. [0-1]

    References
    ----------
    .. [1] Newcombe, "Interval estimation for the difference between independent proportions", method 10,
       Statistics in Medicine 17, 1998.
    """
    if tried <= 0 or tried_before <= 0:
        return None
    now, before = won / tried, won_before / tried_before
    low, high = _wilson(now, tried, confidence)
    low_before, high_before = _wilson(before, tried_before, confidence)
    return Difference(
        before=before,
        after=now,
        low=(now - before) - sqrt((now - low) ** 2 + (high_before - before) ** 2),
        high=(now - before) + sqrt((high - now) ** 2 + (before - low_before) ** 2),
    )


def of_counts(
    *,
    count: float,
    hours: float,
    count_before: float,
    hours_before: float,
    dispersion: float = 1.0,
    confidence: float = CONFIDENCE,
) -> Difference | None:
    """How much more came about in a stretch than the one before would bring in as many hours.

    The ratio of two Poisson rates given their sum is a binomial proportion, whose interval is exact [1]_; counts that
    vary more than Poisson ones count for less, each `dispersion` of them for one.

    Parameters
    ----------
    count, count_before : float
        0 or more. [count]
    hours, hours_before : float
        Working time of each stretch. [h]
    dispersion : float
        Variance of the counts ÷ their mean, 1 or more.
    confidence : float
        [0-1]

    Returns
    -------
    Difference or None
        In units of the stretch now: `before` is what the rate of then brings in the hours of now. None without time in
        one of them, or where nothing ever came about. [count]

    References
    ----------
    .. [1] Przyborowski and Wilenski, "Homogeneity of results in testing samples from Poisson series", Biometrika 31,
       1940; the interval is that of Clopper and Pearson.
    """
    if hours <= 0 or hours_before <= 0 or count + count_before <= 0:
        return None
    scale = hours / hours_before
    expected = count_before * scale
    low, high = _clopper_pearson(count / dispersion, (count + count_before) / dispersion, confidence)
    return Difference(
        before=expected, after=count, low=_gain(low, count, expected, scale), high=_gain(high, count, expected, scale)
    )


def _gain(share: float, count: float, expected: float, scale: float) -> float:
    """What a share of now in both counts means as a difference: the ratio of the rates times what was expected."""
    if share >= 1:
        return float("inf")
    if expected <= 0:
        return share * count  # nothing to multiply: all that came about is more, as far as it is sure
    return expected * (share / (1 - share) / scale - 1)


def _wilson(proportion: float, tried: float, confidence: float) -> tuple[float, float]:
    z = float(norm.ppf(0.5 + confidence / 2))
    middle = proportion + z * z / (2 * tried)
    half = z * sqrt(proportion * (1 - proportion) / tried + z * z / (4 * tried * tried))
    denominator = 1 + z * z / tried
    return max(0.0, (middle - half) / denominator), min(1.0, (middle + half) / denominator)


def _clopper_pearson(won: float, tried: float, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, won, tried - won + 1)) if won > 0 else 0.0
    high = float(beta.ppf(1 - tail, won + 1, tried - won)) if won < tried else 1.0
    return low, high
