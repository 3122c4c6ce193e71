"""Where rates end: won of decided, answered of called. See docs/measures/outlook.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.outlook.correction import Correction
from kaname.measures.outlook.counts import missing_days, remaining_part
from kaname.measures.outlook.days import Numbers, OpenPeriod, divided, per_team
from kaname.measures.outlook.ends import ShareEnds
from kaname.measures.outlook.level import TEAM_DAYS, Level, level_of
from kaname.measures.outlook.outlooks import Outlooks
from kaname.measures.outlook.rate_history import BLOCK, Expectation, expectation, team_shift

# Of fewer trials in a period chance alone decides: they teach nothing about how far outlooks stray.
LEAST_TAUGHT = 10.0


@dataclass(frozen=True)
class RateParts:
    """The rate expected of what is still to be decided, and what it was made of; arrays of shape (n_units,).

    `before` is the rate expected before the period, `shift` by how many logits the others of the team moved since,
    `rest` the rate of the remaining trials, `trials_left` their expected number with its level, `dispersion` how much
    more than chance days vary. [0-1; logits; 0-1; count; ratio]
    """

    expectation: Expectation
    before: Numbers
    shift: Numbers
    rest: Numbers
    trials: Numbers
    trials_left: Numbers
    dispersion: Numbers
    level: Level
    correction: Correction


def rate_outlooks(
    *,
    period: OpenPeriod,
    won: Numbers,
    decided: Numbers,
    correction: Correction | None = None,
    decided_correction: Correction | None = None,
) -> Outlooks[RateParts]:
    """Expected end, interval and distribution of a rate, for every unit. [0-1]

    Parameters
    ----------
    period : OpenPeriod
    won, decided : ndarray, shape (n_units, n_before)
        Successes and trials of the days before the origin, NaN where nothing is known. [count]
    correction, decided_correction : Correction or None
        Of the rate, and of the number of trials; None while there are none.

    Raises
    ------
    ValueError
        If a shape does not fit, or there are more successes than trials.
    """
    if np.any(period.checked(won) < 0) or np.any(won > period.checked(decided)):
        raise ValueError("successes are 0 or more, and never more than trials")
    known = np.isfinite(won) & np.isfinite(decided)
    successes, trials = np.where(known, won, 0.0), np.where(known, decided, 0.0)
    level = level_of(period, np.where(known, decided, np.nan))
    trials_left, noise = remaining_part(level)
    trials_variance = (decided_correction or Correction()).variance(noise=noise, size=trials_left)
    asked = _Asked(
        successes=successes[:, period.first :].sum(axis=1),
        trials=trials[:, period.first :].sum(axis=1),
        trials_left=np.nan_to_num(trials_left),
        trials_variance=np.nan_to_num(trials_variance),
        dispersion=_dispersion(period, successes, trials),
    )
    return _outlooks(asked, period, expectation(period, successes, trials), level, correction or Correction())


@dataclass(frozen=True)
class _Asked:
    successes: Numbers
    trials: Numbers
    trials_left: Numbers
    trials_variance: Numbers
    dispersion: Numbers


def _outlooks(
    asked: _Asked, period: OpenPeriod, expected: Expectation, level: Level, correction: Correction
) -> Outlooks[RateParts]:
    moved, rest, uncertainty = _rest(asked, period, expected)
    total = asked.trials + asked.trials_left
    is_open = divided(asked.trials_left, total)
    end = divided(asked.successes + asked.trials_left * rest, total)
    chance = rest * (1 - rest)
    now = divided(asked.successes, asked.trials)
    by_number = divided((now - rest) * asked.trials, total**2) ** 2 * asked.trials_variance
    of_days = divided(asked.dispersion * chance * asked.trials_left, total**2)
    noise = is_open**2 * uncertainty + of_days + by_number
    size = is_open * chance
    variance = correction.variance(noise=noise, size=size)
    ends = ShareEnds(asked.successes, asked.trials_left, total, rest, divided(variance, is_open**2))
    low, high = ends.interval()
    known = np.isfinite(level.exposure_left) & (total > 0)
    return Outlooks(
        achieved=np.where(asked.trials > 0, now, np.nan),
        expected=np.where(known, end, np.nan),
        low=np.where(known, low, np.nan),
        high=np.where(known, high, np.nan),
        ends=ends,
        noise=np.where(total >= LEAST_TAUGHT, noise, np.nan),
        shock_size=size,
        parts=RateParts(
            expected,
            expected.rate,
            moved,
            rest,
            asked.trials,
            asked.trials_left,
            asked.dispersion,
            level,
            correction,
        ),
        n_days=level.n_days,
        missing_days=missing_days(level),
        known_hours=np.isfinite(level.exposure_left),
    )


def _rest(asked: _Asked, period: OpenPeriod, expected: Expectation) -> tuple[Numbers, Numbers, Numbers]:
    """The team's shift, the rate of the remaining trials, and its variance: Beta with the own trials so far."""
    before = np.clip(expected.rate, 1e-6, 1 - 1e-6)
    successes, trials = asked.successes / asked.dispersion, asked.trials / asked.dispersion
    chance = before * (1 - before)
    strays = 1 + expected.stray * np.maximum(trials - 1, 0)
    moved, left = team_shift(
        period.teams,
        misses=(successes - trials * before) / strays,
        information=trials * chance / strays,
        shift=expected.shift,
    )
    odds = before / (1 - before) * np.exp(moved)
    shifted = odds / (1 + odds)
    size = 1 / expected.stray - 1
    rest = (size * shifted + successes) / (size + trials)
    own = size / (size + trials)
    variance = rest * (1 - rest) / (size + trials + 1) + left * (own * shifted * (1 - shifted)) ** 2
    return moved, rest, variance


def _dispersion(period: OpenPeriod, won: Numbers, trials: Numbers) -> Numbers:
    """Pearson's statistic of days around the rate of their four weeks, shrunk to the team's; at least 1."""
    n_days = won.shape[1]
    block = np.eye(-(-n_days // BLOCK))[np.arange(n_days) // BLOCK] if n_days else np.zeros((0, 0))
    rate = divided(won @ block, trials @ block)
    of_day = rate @ block.T
    chance = trials * of_day * (1 - of_day)
    misses = divided((won - trials * of_day) ** 2, chance).sum(axis=1)
    freedom = np.maximum((chance > 0).sum(axis=1) - ((rate > 0) & (rate < 1)).sum(axis=1), 0).astype(np.float64)
    everyone = per_team(freedom, period.teams)
    team = divided(per_team(misses, period.teams), everyone, otherwise=1.0)
    found: Numbers = np.maximum((misses + TEAM_DAYS * team) / (freedom + TEAM_DAYS), 1.0)
    return found
