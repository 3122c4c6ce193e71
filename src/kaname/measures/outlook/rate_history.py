"""What a rate was, how fast that is forgotten, and how far months stray from it. See docs/measures/outlook.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.outlook.days import Flags, Numbers, OpenPeriod, Whole, divided, per_team

# History is cut into four weeks, backwards from the period's first day. [days]
BLOCK = 28
# How much of four weeks ago is left, and for how many trials the team's rate counts: chosen by what came next.
KEPT, OF_TEAM = (0.3, 0.5, 0.7, 0.85, 0.95), (10.0, 40.0, 160.0)
# A team's own rate starts at everybody's with so many trials.
OF_ALL = 20.0
# Rates stray from what was expected of them by at least, and at most, so much. [share of p (1 - p)]
LEAST_STRAY, MOST_STRAY = 1e-4, 0.5
# Logits beyond chance: what teams move by together, at least and at most. [variance]
SHIFTS = (0.0, 1.0)
# While there are no two blocks to learn it from. [share of p (1 - p); variance of logits]
UNKNOWN_STRAY, UNKNOWN_SHIFT = 0.01, 0.04
# The largest tenth of surprises does not decide alone.
TRIMMED = 0.9


@dataclass(frozen=True)
class Expectation:
    """A rate before the period: `rate` (n_units,), and how far the period may stray from it.

    `stray` is the variance of a unit's own rate as a share of p (1 - p), `shift` that of its team's, in logits;
    `kept` and `of_team` are what was chosen. [0-1; ratio; logits squared; ratio; trials]
    """

    rate: Numbers
    stray: float
    shift: float
    kept: float
    of_team: float


def expectation(period: OpenPeriod, won: Numbers, decided: Numbers) -> Expectation:
    """What is to be expected of each unit's rate in the period, from the days before it, 0 where nothing is known."""
    first = period.first
    block = (first - 1 - np.arange(first)) // BLOCK
    n_blocks = int(block.max(initial=-1)) + 1
    of_block = (block[:, np.newaxis] == np.arange(n_blocks - 1, -1, -1)).astype(np.float64)
    parts, trials = won[:, :first] @ of_block, decided[:, :first] @ of_block
    tried = [_tried(period.teams, parts, trials, kept, of_team) for kept in KEPT for of_team in OF_TEAM]
    return min(tried, key=lambda one: one[0])[1]


def team_shift(teams: Whole, *, misses: Numbers, information: Numbers, shift: float) -> tuple[Numbers, Numbers]:
    """By how many logits the others of the team are above what was expected, shrunk; and the variance of that.

    Parameters
    ----------
    misses, information : ndarray, shape (n_units, ...)
        Won minus expected, and the variance that this has by chance, in the same measure.
    """
    others, known = per_team(misses, teams) - misses, per_team(information, teams) - information
    weight = shift * known / (1 + shift * known)
    moved = np.divide(others, known, out=np.zeros_like(others), where=known > 1e-9)
    return weight * moved, np.where(_has_others(teams, misses), shift * (1 - weight), shift)


def discounted(numbers: Numbers, kept: float) -> Numbers:
    """For each block, and the one after the last, what is left of those before it: shape (n_units, n_blocks + 1)."""
    left = np.zeros((numbers.shape[0], numbers.shape[1] + 1))
    for place in range(numbers.shape[1]):
        left[:, place + 1] = kept * (left[:, place] + numbers[:, place])
    return left


def _tried(teams: Whole, won: Numbers, trials: Numbers, kept: float, of_team: float) -> tuple[float, Expectation]:
    """Minus the log-likelihood of each block given those before it, and what is expected of the next one."""
    rates = _rates(teams, discounted(won, kept), discounted(trials, kept), of_team)
    due, following = rates[:, :-1], rates[:, -1]
    told = (trials > 0) & (due > 0) & (due < 1) & (np.arange(trials.shape[1]) > 0)
    if told.sum() < 2:
        return 0.0, Expectation(following, UNKNOWN_STRAY, UNKNOWN_SHIFT, kept, of_team)
    chance = np.where(told, trials * due * (1 - due), 0.0)
    misses = np.where(told, won - trials * due, 0.0)
    shift = _shift(teams, misses, chance)
    moved, left = team_shift(teams, misses=misses, information=chance, shift=shift)
    stray = _stray(misses - moved * chance, chance, trials, told, left)
    noise = chance * (1 + stray * np.maximum(trials - 1, 0)) + left * chance**2
    noise = np.where(told, noise, 1.0)
    # One step ahead nothing is known of the team's shift yet.
    ahead = noise + (shift - left) * chance**2
    surprise = np.where(told, np.log(ahead) + np.minimum(misses**2 / ahead, 9.0), 0.0).sum() / 2
    return float(surprise), Expectation(following, stray, shift, kept, of_team)


def _rates(teams: Whole, won: Numbers, trials: Numbers, of_team: float) -> Numbers:
    everyone = divided(won.sum(axis=0), trials.sum(axis=0))
    team = divided(per_team(won, teams) + OF_ALL * everyone, per_team(trials, teams) + OF_ALL)
    return divided(won + of_team * team, trials + of_team)


def _shift(teams: Whole, misses: Numbers, chance: Numbers) -> float:
    """Variance of what a whole team moves by from block to block, in logits beyond chance."""
    _, first = np.unique(teams, return_index=True)
    moved, known = per_team(misses, teams)[first], per_team(chance, teams)[first]
    known, moved = known[known > 1], moved[known > 1]
    if known.size < 2:
        return UNKNOWN_SHIFT
    weight = known / known.sum()
    found = float((weight * ((moved / known) ** 2 - 1 / known)).sum())
    return min(max(found, SHIFTS[0]), SHIFTS[1])


def _stray(misses: Numbers, chance: Numbers, trials: Numbers, told: Flags, left: Numbers) -> float:
    """Share of p (1 - p) by which a unit's own rate strays beyond chance and the team's shift."""
    excess = (misses**2 - chance - left * chance**2)[told]
    could = (chance * np.maximum(trials - 1, 0))[told]
    # Against single events: the largest surprises relative to chance are left out.
    order = np.argsort(misses[told] ** 2 / chance[told])[: max(int(TRIMMED * excess.size), 1)]
    total = could[order].sum()
    found = excess[order].sum() / total if total > 0 else UNKNOWN_STRAY
    return float(min(max(found, LEAST_STRAY), MOST_STRAY))


def _has_others(teams: Whole, like: Numbers) -> Flags:
    count = per_team(np.ones(teams.size), teams) > 1
    return np.broadcast_to(count.reshape((-1,) + (1,) * (like.ndim - 1)), like.shape)
