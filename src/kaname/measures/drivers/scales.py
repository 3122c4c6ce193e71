"""On what scale a series varies evenly. See docs/measures/drivers.md."""

from enum import StrEnum

import numpy as np

from kaname.measures.drivers.calendar import Numbers

# Below this share of the median, logarithms make small values the loudest. [ratio]
LEAST_FOR_LOG = 0.02


class Scale(StrEnum):
    """Logarithm: weekdays, season and growth multiply. Root: counts down to 0. As it is: below 0 as well."""

    LOG = "log"
    ROOT = "root"
    AS_IS = "as_is"


def scale_of(values: Numbers) -> Scale:
    """Of one series with known values."""
    least = float(np.nanmin(values))
    if least < 0:
        return Scale.AS_IS
    return Scale.LOG if least > LEAST_FOR_LOG * float(np.nanmedian(values)) else Scale.ROOT


def steadied(values: Numbers) -> Numbers:
    """Every series on its scale, shape (n_series, n_periods); those without known values stay unknown."""
    steady = values.copy()
    for row in steady:
        if np.isfinite(row).any():
            row[:] = _on(scale_of(row), row)
    return steady


def moved_by(values: Numbers, more: float) -> float:
    """What so much more [ratio] of a series is on its scale, at its mean."""
    if scale_of(values) is Scale.LOG:
        return float(np.log1p(more))
    return float(np.nanmean(np.sqrt(values)) * (np.sqrt(1 + more) - 1))


def in_plain_terms(values: Numbers, change: float) -> float:
    """A change on the scale of a series relative to its mean; in its own unit where it can be negative."""
    match scale_of(values):
        case Scale.LOG:
            return float(np.expm1(change))
        case Scale.ROOT:
            return float(np.maximum(1 + change / np.nanmean(np.sqrt(values)), 0.0) ** 2 - 1)
        case _:
            return change


def _on(scale: Scale, values: Numbers) -> Numbers:
    match scale:
        case Scale.LOG:
            return np.log(values)
        case Scale.ROOT:
            return np.sqrt(values)
        case _:
            return values
