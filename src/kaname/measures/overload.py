"""Whether a target asks more of an hour than people ever reached, and relief. See docs/measures/overload.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Fewer hours in a month say little about what somebody can do in an hour. [h]
LEAST_HOURS = 40.0
MIN_PEOPLE = 5
# "9 of 10 never went above."
PEOPLE_NOT_ABOVE, OF_PEOPLE = 9, 10
# A target exactly at the threshold is none too much, whatever binary fractions make of it. [share of the threshold]
ROUNDING = 1e-9


@dataclass(frozen=True)
class Threshold:
    """The rate that at least 9 of 10 comparable people never went above, None with fewer than five of them.

    `not_above` of `people` stayed at or below it; `needed` more people are missing. [unit of the metric per h]
    """

    rate: float | None
    people: int
    not_above: int
    needed: int


@dataclass(frozen=True)
class Relief:
    """What would bring the required rate down to the threshold, each alone; None where it would not.

    Working hours gained from meetings, or otherwise [h]; the lower target [unit], and the part taken off [0-1].
    """

    fewer_meeting_hours: float | None = None
    more_hours: float | None = None
    lower_target: float | None = None
    lower_by: float | None = None


def reached_rates(
    *, values: NDArray[np.float64], hours: NDArray[np.float64], least_hours: float = LEAST_HOURS
) -> NDArray[np.float64]:
    """Each person's best month: the highest value per hour of the months with enough hours.

    Parameters
    ----------
    values, hours : ndarray, shape (n_people, n_months)
        Complete months, NaN where nothing is known. [unit of the metric; h]
    least_hours : float
        A month with less does not count, above 0. [h]

    Returns
    -------
    ndarray, shape (n_people,)
        NaN for people without such a month. [unit of the metric per h]

    Raises
    ------
    ValueError
        If shapes differ or `least_hours` is not above 0.
    """
    if values.shape != hours.shape or not least_hours > 0:
        raise ValueError("every value needs its hours, and a month that counts has some")
    counts = np.isfinite(values) & np.isfinite(hours) & (hours >= least_hours)
    rates = np.divide(values, hours, out=np.full(values.shape, -np.inf), where=counts)
    best = rates.max(axis=1, initial=-np.inf)
    return np.where(np.isfinite(best), best, np.nan)


def threshold_of(*, rates: NDArray[np.float64]) -> Threshold:
    """The lowest of the people's best rates that at least 9 of 10 of them did not go above.

    Parameters
    ----------
    rates : ndarray, shape (n_people,)
        From `reached_rates`, NaN for people who do not count. [unit of the metric per h]
    """
    known = np.sort(rates[np.isfinite(rates)])
    people = known.size
    if people < MIN_PEOPLE:
        return Threshold(rate=None, people=people, not_above=0, needed=MIN_PEOPLE - people)
    rank = -(-PEOPLE_NOT_ABOVE * people // OF_PEOPLE)
    rate = float(known[rank - 1])
    return Threshold(rate=rate, people=people, not_above=int((known <= rate).sum()), needed=0)


def overload(*, required_rate: float, threshold: Threshold) -> bool | None:
    """Whether more is required of an hour than 9 of 10 comparable people ever reached; None without a threshold."""
    return None if threshold.rate is None else _too_much(required_rate, threshold=threshold.rate)


def relief(*, target: float, hours: float, meeting_hours: float, threshold: float) -> Relief:
    """What would bring the required rate down to the threshold; nothing where it is there already.

    Parameters
    ----------
    target : float
        What is to be done in the hours: the target, or what remains of it. [unit of the metric]
    hours, meeting_hours : float
        Working time without meetings, and the meetings of the same days, 0 or more. [h]
    threshold : float
        0 or more. [unit of the metric per h]

    Raises
    ------
    ValueError
        If hours or threshold are negative or not finite.
    """
    if not all(0 <= number < np.inf for number in (hours, meeting_hours, threshold)):
        raise ValueError("hours and threshold are 0 or more")
    within = threshold * hours
    if not _too_much(target, threshold=within):
        return Relief()
    lower_by = 1.0 - within / target
    if threshold == 0:
        return Relief(lower_target=within, lower_by=lower_by)
    missing = target / threshold - hours
    return Relief(
        fewer_meeting_hours=missing if missing <= meeting_hours else None,
        more_hours=missing,
        lower_target=within,
        lower_by=lower_by,
    )


def _too_much(asked: float, *, threshold: float) -> bool:
    return asked > threshold * (1.0 + ROUNDING)
