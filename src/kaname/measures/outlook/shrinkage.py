"""How much the units of a team differ beyond chance. See docs/measures/outlook.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.outlook.days import Flags, Numbers, Whole, divided, per_team

# Degrees of freedom with which all teams' spread counts beside a team's own.
POOLED_FREEDOM = 8.0


@dataclass(frozen=True)
class Spread:
    """Arrays of shape (n_units,): `size` is the variance between units in the scale asked for, NaN if unknown.

    `mean` and `chance` are the team's mean value and mean variance by chance; `others` says whether there are any.
    """

    size: Numbers
    mean: Numbers
    chance: Numbers
    others: Flags


def spread_between(*, values: Numbers, chance: Numbers, usable: Flags, teams: Whole, relative: bool) -> Spread:
    """Variance of the units' values around their team's mean, less chance; each team's shrunk to that of all teams.

    Parameters
    ----------
    values, chance : ndarray, shape (n_units,)
        Value of each unit and its variance by chance. [unit; unit squared]
    usable : ndarray of bool, shape (n_units,)
        Whether enough days are known of the unit.
    teams : ndarray of int, shape (n_units,)
    relative : bool
        Relative to the team's mean, squared; otherwise as it is, may be below 0.
    """
    one = usable.astype(np.float64)
    count = per_team(one, teams)
    mean = divided(per_team(values * one, teams), count)
    by_chance = divided(per_team(chance * one, teams), count)
    freedom = np.maximum(count - 1, 0)
    spread = divided(per_team((values - mean) ** 2 * one, teams), freedom) - by_chance
    if relative:
        spread = divided(spread, mean**2)
    # One row for each team: its first unit's.
    _, first = np.unique(teams, return_index=True)
    told = first[(freedom[first] >= 2) & ((mean[first] != 0) | (not relative))]
    pooled = float(np.average(spread[told], weights=freedom[told])) if told.size else np.nan
    trusted = np.where(freedom >= 2, freedom, 0.0)
    size = (trusted * spread + POOLED_FREEDOM * pooled) / (trusted + POOLED_FREEDOM)
    return Spread(size, mean, by_chance, count - one > 0)
