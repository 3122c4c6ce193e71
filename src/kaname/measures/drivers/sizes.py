"""How much a driver moves the target, in plain terms. See docs/measures/drivers.md."""

import numpy as np
from scipy.special import ndtri

from kaname.measures.drivers.calendar import Numbers
from kaname.measures.drivers.innovations import own_past_removed
from kaname.measures.drivers.result import Per, Size
from kaname.measures.drivers.scales import Scale, in_plain_terms, moved_by, scale_of

CONFIDENCE = 0.80
MORE = 0.10
# Posterior weight of the lags in the interval. [0-1]
OF_LAGS = 0.95


def size_of(
    *, target: Numbers, driver: Numbers, left_target: Numbers, left_driver: Numbers, past: Numbers, lag: int
) -> Size:
    """Regression of the target on the driver `lag` periods earlier, both beyond calendar and the target's own past.

    `target` and `driver`, shape (n_periods,), are the raw series, the others their steadied residuals, NaN where
    unknown; `past`, shape (order,), the weights of the target's own past.
    """
    both = np.stack([left_target[lag:], left_driver[: left_driver.size - lag]])
    known = np.isfinite(both).all(axis=0)
    news = own_past_removed(np.where(np.isfinite(both), both, 0.0), past=np.stack([past, past]))[:, known]
    slope = float(news[0] @ news[1] / (news[1] @ news[1]))
    rest = news[0] - slope * news[1]
    error = float(np.sqrt(rest @ rest / max(rest.size - 2, 1) / (news[1] @ news[1])))
    half = float(ndtri(0.5 + CONFIDENCE / 2)) * error
    per, move = _move(driver, left_driver)
    ends = [in_plain_terms(target, (slope + off) * move) for off in (0.0, -half, half)]
    return Size(per, ends[0], min(ends[1:]), max(ends[1:]), is_relative=scale_of(target) is not Scale.AS_IS)


def _move(driver: Numbers, left: Numbers) -> tuple[Per, float]:
    """What is asked of the driver, on its scale; of one that is mostly 0, 10 % more would mean nothing."""
    if np.nanmin(driver) < 0 or np.nanmedian(driver) == 0:
        return Per.ONE_SPREAD, float(np.nanstd(left))
    return Per.TEN_PERCENT, moved_by(driver, MORE)


def lag_interval(scores: Numbers, *, lag: int, near: int) -> tuple[int, int]:
    """The lags around `lag` that hold 95 % of the weight exp(score² / 2) of all lags there with its direction."""
    first = max(lag - near, 0)
    window = scores[first : lag + near + 1]
    strength = np.where(np.sign(window) == np.sign(scores[lag]), window**2 / 2, -np.inf)
    weights = np.exp(strength - strength.max())
    order = np.argsort(-weights, kind="stable")
    enough = int(np.searchsorted(np.cumsum(weights[order]), OF_LAGS * weights.sum())) + 1
    chosen = first + order[:enough]
    return int(min(chosen.min(), lag)), int(max(chosen.max(), lag))
