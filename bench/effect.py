"""How often the interval of an initiative's effect holds the planted one, and how often chance looks like help.

    python -m bench.effect [--times 2000]

Weeks are made up: a unit's rate has a level of its own, changes by itself from before to after (spread .1 on the
logarithm), and moves around it from week to week (spread .2, correlation .5 of neighbouring weeks). All units fall by a
fifth together when the initiative starts. Counts are Poisson around that, shares binomial of 40 trials a week.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from kaname.measures.effect import Effect, EffectGrade, Series, effect
from kaname.measures.noise import Outcome

Numbers = NDArray[np.float64]
SEED = 20261128
TRIALS, SHARE = 40.0, 0.2


@dataclass(frozen=True)
class World:
    """One kind of organisation; spreads and effect are on the scale (logarithm or log odds)."""

    name: str
    outcome: Outcome = Outcome.RATE
    peers: int = 7
    before: int = 12
    after: int = 8
    per_week: float = 12.0
    own_changes: float = 0.1
    weekly: float = 0.2
    together: float = 0.5
    market: float = -0.22
    trend: float = 0.0
    own_trend: float = 0.0


WORLDS = (
    World("3 peers", peers=3),
    World("5 peers", peers=5),
    World("7 peers"),
    World("15 peers", peers=15),
    World("7 peers, 4 a week", per_week=4.0),
    World("7 peers, chance only", own_changes=0.0, weekly=0.0),
    World("7 peers, restless weeks", weekly=0.4, together=0.7),
    World("7 peers, 26 and 13 weeks", before=26, after=13),
    World("7 peers, share", outcome=Outcome.SHARE),
    World("7 peers, own rise 3 % a week", own_trend=0.03),
    World("nobody, 52 and 8 weeks", peers=0, before=52, market=0.0, own_changes=0.0),
    World("nobody, 26 and 4 weeks", peers=0, before=26, after=4, market=0.0, own_changes=0.0),
    World("nobody, 26 and 8 weeks", peers=0, before=26, market=0.0, own_changes=0.0),
    World("nobody, restless weeks", peers=0, before=52, market=0.0, own_changes=0.0, weekly=0.4, together=0.7),
    World("nobody, share", outcome=Outcome.SHARE, peers=0, before=52, market=0.0, own_changes=0.0),
    World("nobody, rising 1 % a week", peers=0, before=52, market=0.0, own_changes=0.0, trend=0.01),
    World("nobody, market falls", peers=0, before=52, own_changes=0.0),
)
EFFECTS = {"none": 0.0, "+20 %": float(np.log(1.2)), "+50 %": float(np.log(1.5))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=2_000)
    # `python -m bench` gives it to all; made-up weeks have no rows.
    parser.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    for line in measure(times=parser.parse_args().times):
        print(line, flush=True)


def measure(*, times: int) -> Iterator[str]:
    """A row of a table for each world."""
    titles = "held: none", "held: +20 %", "held: +50 %", "false help", "false harm", "seen: +20 %", "seen: +50 %"
    yield f"| world | {' | '.join(titles)} | half width | too little | other course |"
    yield "|---" * 11 + "|"
    for world in WORLDS:
        rng = np.random.default_rng(SEED)
        found = {name: [_one(world, planted, rng) for _ in range(times)] for name, planted in EFFECTS.items()}
        usable = {name: [(one, due) for one, due in runs if one.low is not None] for name, runs in found.items()}
        held = [_share([_holds(one, world, due) for one, due in runs]) for runs in usable.values()]
        sides = [_share([one.low is not None and one.low > 0 for one, _ in usable[name]]) for name in EFFECTS]
        harm = _share([one.high is not None and one.high < 0 for one, _ in usable["none"]])
        none = [one for one, _ in usable["none"]]
        width = np.median([(one.high - one.low) / 2 / one.expected for one in none])
        little = _share([one.grade is EffectGrade.TOO_LITTLE_DATA for one, _ in found["none"]])
        course = _share([bool(one.pre_trend_differs) for one in none])
        figures = [*held, sides[0], harm, *sides[1:], width, little, course]
        yield f"| {world.name} | {' | '.join(f'{figure:.1%}' for figure in figures)} |"


def _one(world: World, planted: float, rng: np.random.Generator) -> tuple[Effect, float]:
    """An estimate, and the true effect on the value since the start in the metric's unit."""
    units, weeks = world.peers + 1, world.before + world.after
    later = np.arange(weeks) >= world.before
    log = rng.normal(0, 0.3, (units, 1)) + np.where(
        later, rng.normal(0, world.own_changes, (units, 1)) + world.market, 0
    )
    log = log + _around(world, units, weeks, rng) + world.trend * np.arange(weeks)
    log[0] += np.where(later, planted, 0.0) + world.own_trend * np.arange(weeks)
    if world.outcome is Outcome.RATE:
        hours = rng.uniform(24, 40, (units, weeks))
        events = rng.poisson(world.per_week / 32 * hours * np.exp(log)).astype(np.float64)
    else:
        hours = np.full((units, weeks), TRIALS)
        events = rng.binomial(int(TRIALS), expit(logit(SHARE) + log)).astype(np.float64)
    found = effect(
        treated=Series(events[0], hours[0]),
        start=world.before,
        outcome=world.outcome,
        peers=Series(events[1:], hours[1:]) if world.peers else None,
    )
    return found, planted


def _around(world: World, units: int, weeks: int, rng: np.random.Generator) -> Numbers:
    """First-order moves around the level, of constant spread."""
    moves = np.empty((units, weeks))
    moves[:, 0] = rng.normal(0, world.weekly, units)
    fresh = rng.normal(0, world.weekly * np.sqrt(1 - world.together**2), (units, weeks))
    for week in range(1, weeks):
        moves[:, week] = world.together * moves[:, week - 1] + fresh[:, week]
    return moves


def _holds(one: Effect, world: World, planted: float) -> bool:
    """Whether the interval holds what the planted effect makes of the value that was expected without it."""
    assert one.expected is not None
    assert one.low is not None
    assert one.high is not None
    if world.outcome is Outcome.RATE:
        true = one.expected * np.expm1(planted)
    else:
        true = expit(logit(one.expected) + planted) - one.expected
    return bool(one.low <= true <= one.high)


def _share(values: list[bool]) -> float:
    return float(np.mean(values)) if values else float("nan")


if __name__ == "__main__":
    main()
