"""Where a goal will end: through its KPI tree, and from its own history alone.

    python -m bench.outlook_tree [--organisations 40]

Revenue = appointments decided x close rate x amount of a deal, in made-up organisations, at four shares of a month. The
tree draws each leaf from its own outlook; what leaves have in common comes from the months before.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.made_up_days import World, organisation
from bench.outlook import averaged, counted, deals, months, rated, summed
from kaname.measures.direction import Direction
from kaname.measures.operation import Operation
from kaname.measures.outlook.outlooks import Outlooks
from kaname.measures.outlook.replay import History, Replay
from kaname.measures.outlook.tree import (
    Move,
    TreeOutlook,
    leaf_correlation,
    leaf_draws,
    probability_if,
    residual_to,
    tree_outlook,
)
from kaname.measures.tree.kpi_tree import KpiTree, TreeNode

Numbers = NDArray[np.float64]
SEED = 20261128
REVENUE = KpiTree((TreeNode(Operation.PRODUCT, (1, 2, 3)), TreeNode(), TreeNode(), TreeNode()))
# Months before the first one that counts, so that there are misses to learn from.
LEARNED = 8
WAYS = "direct", "tree, leaves apart", "tree, leaves tied", "both, half each"


@dataclass(frozen=True)
class Told:
    expected: float
    low: float
    high: float
    chance: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organisations", type=int, default=40)
    # `python -m bench` gives it to all; made-up days have no rows.
    parser.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    for line in measure(parser.parse_args().organisations):
        print(line, flush=True)
    print(f"what if, 49 nodes x 4,000 draws: {_what_if():.0f} ms (aim 200)")


def measure(n: int) -> Iterator[str]:
    rng = np.random.default_rng(SEED)
    # Each team stands for an organisation of its own: nobody lends anybody anything.
    made = organisation(World(people=n * 12, per_day=1.0), rng)
    alone = History(made.teams.days, made.teams.hours, made.teams.closed, np.arange(n))
    won, decided, amounts = (made.by_team(one) for one in deals(made, rng))
    bounds = months("2024-06", 21)
    direct = summed(alone, amounts, won, bounds)
    leaves = counted(alone, decided, bounds), rated(alone, won, decided, bounds), averaged(alone, amounts, won, bounds)
    yield f"| share | {' | '.join(f'{way}: coverage, WAPE, Brier' for way in WAYS)} |"
    yield "|---" * (len(WAYS) + 1) + "|"
    for place, share in enumerate(direct.shares):
        rows = [
            _told(direct, leaves, period, place, unit, rng)
            for period in range(LEARNED, len(direct.ends))
            for unit in range(n)
            if all(np.isfinite(leaf.expected[period, place, unit]) for leaf in (*leaves, direct))
        ]
        ends = np.array([end for _, end, _ in rows])
        targets = np.array([target for _, _, target in rows])
        cells = [_cell([told[way] for told, _, _ in rows], ends, targets) for way in range(len(WAYS))]
        yield f"| {share:.0%} | {' | '.join(cells)} |"


def _told(
    direct: Replay, leaves: tuple[Replay, ...], period: int, place: int, unit: int, rng: np.random.Generator
) -> tuple[list[Told], float, float]:
    end, target = float(direct.ends[period, unit]), float(direct.ends[period - 1, unit])
    quantiles = np.stack([leaf.outlooks[period][place].quantiles()[unit] for leaf in leaves])
    misses = np.stack([leaf.standard_misses[:period, place, unit] for leaf in leaves])
    one = direct.outlooks[period][place]
    chances = one.chance(target=np.full(one.expected.shape, target), direction=Direction.HIGHER)
    told = [Told(one.expected[unit], one.low[unit], one.high[unit], chances[unit])]
    for correlation in (None, leaf_correlation(misses=misses)):
        found = tree_outlook(tree=REVENUE, leaves=leaf_draws(quantiles=quantiles, correlation=correlation, rng=rng))
        chance = found.probability(target=target, direction=Direction.HIGHER)
        told.append(Told(found.expected[0], found.low[0], found.high[0], np.nan if chance is None else chance))
        if correlation is not None:
            told.append(_half(found, one, unit, target))
    return told, end, target


def _half(found: TreeOutlook, direct: Outlooks[Any], unit: int, target: float) -> Told:
    root = found.draws[0] + residual_to(root=found.draws[0], quantiles=direct.quantiles()[unit])
    low, high = np.nanquantile(root, (0.1, 0.9))
    return Told(float(np.nanmean(root)), float(low), float(high), float((root >= target).mean()))


def _cell(told: list[Told], ends: Numbers, targets: Numbers) -> str:
    expected, low, high, chance = (
        np.array([getattr(one, name) for one in told]) for name in ("expected", "low", "high", "chance")
    )
    coverage = ((low <= ends) & (ends <= high)).mean()
    missed = np.abs(expected - ends).sum() / ends.sum()
    return f"{coverage:.3f}, {missed:.3f}, {np.nanmean((chance - (ends >= targets)) ** 2):.3f}"


def _what_if() -> float:
    """A sum of 12 products of three: milliseconds for one question."""
    products = [TreeNode(Operation.PRODUCT, (13 + 3 * place, 14 + 3 * place, 15 + 3 * place)) for place in range(12)]
    tree = KpiTree((TreeNode(Operation.SUM, tuple(range(1, 13))), *products, *[TreeNode()] * 36))
    quantiles = np.tile(np.exp(np.linspace(-0.2, 0.2, 41)) * 10, (36, 1))
    draws = leaf_draws(quantiles=quantiles, rng=np.random.default_rng(SEED))
    taken = []
    for _ in range(21):
        start = time.perf_counter()
        probability_if(
            tree=tree, leaves=draws, moves={14: Move(factor=1.1)}, target=12_000.0, direction=Direction.HIGHER
        )
        taken.append(time.perf_counter() - start)
    return float(np.median(taken) * 1000)


if __name__ == "__main__":
    main()
