"""A KPI tree of 200 nodes with its contributions, over 36 months and 50 teams.

    python -m bench.tree [--times 9]

The tree is the profit of eleven lines with twelve single amounts beside them, six steps deep: sums, differences,
products, ratios and weighted sums. One month in fifty has no meetings (so no close rate), one deal size in a hundred is
a credit. Beside it, in turns and as medians: the same values by NumPy expressions written for this very tree, without
contributions; and the same contributions cell by cell in Python, on a sample. The answers are compared too. Aim: 1 s.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from kaname.measures.operation import Operation
from kaname.measures.tree.contributions import contributions
from kaname.measures.tree.kpi_tree import KpiTree, TreeNode, Values

MONTHS, TEAMS, LINES, AMOUNTS, SAMPLE = 36, 50, 11, 12, 40
AIM_SECONDS = 1.0
COSTS = (4_000.0, 15.0, -200.0)
# The leaves of a line in the tree's order: the first three are leads.
LEAVES = ("web", "calls", "events", "booked", "won", "held", "amount", "hours", "mails", "refunds")
Row = list[float]
Cells = NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=9)
    # `python -m bench` gives it to all; a tree has no rows.
    parser.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    for line in measure(times=parser.parse_args().times):
        print(line)


def measure(*, times: int) -> Iterator[str]:
    """A line of a table for each thing that is timed."""
    tree, before, after = profit_tree(), made(seed=1), made(seed=2)
    sample = np.random.default_rng(3).permutation(MONTHS * TEAMS)[:SAMPLE]
    _compare(tree, before, after, sample)
    ours, evaluated, by_hand, cells = _in_turns(
        lambda: contributions(tree, before=before, after=after),
        lambda: (tree.evaluate(before), tree.evaluate(after)),
        lambda: (written_out(before), written_out(after)),
        lambda: cell_by_cell(tree, before, after, sample),
        times=times,
    )
    cells *= MONTHS * TEAMS / SAMPLE
    yield f"{len(tree.nodes)} nodes x {MONTHS} months x {TEAMS} teams, {len(tree.leaves)} leaves, medians of {times}"
    yield f"both times with contributions {ours * 1000:.1f} ms {'✓' if ours <= AIM_SECONDS else '✗'}"
    yield f"both times evaluated, without contributions {evaluated * 1000:.1f} ms"
    yield f"the same by hand in NumPy {by_hand * 1000:.1f} ms; evaluated / by hand {evaluated / by_hand:.1f}"
    yield f"with contributions / by hand without {ours / by_hand:.0f}"
    yield f"the contributions cell by cell in Python {cells:.1f} s, from {SAMPLE} cells; that / ours {cells / ours:.0f}"


def profit_tree() -> KpiTree:
    """Sum of the lines and amounts; a line is deals x amount - cost, deals are booked meetings x (won ÷ held)."""
    nodes: list[TreeNode] = [TreeNode()]
    tops = [_line(nodes) for _ in range(LINES)] + [_leaf(nodes) for _ in range(AMOUNTS)]
    nodes[0] = TreeNode(Operation.SUM, tuple(tops))
    return KpiTree(tuple(nodes))


def made(*, seed: int) -> Values:
    """Values of all leaves, shape (n_leaves, months, teams)."""
    chance = np.random.default_rng(seed)
    shape = (MONTHS, TEAMS)
    lines = []
    for _ in range(LINES):
        held = chance.integers(10, 80, shape) * (chance.random(shape) > 0.02)
        amount = chance.gamma(4, 250_000, shape) * np.where(chance.random(shape) > 0.01, 1, -1)
        leads = chance.poisson([[[120]], [[80]], [[15]]], (3, *shape))
        rest = chance.gamma(4, [[[20]], [[100]], [[5]]], (3, *shape))
        lines.append(
            [*leads, chance.beta(4, 12, shape) * (held > 0), held * chance.beta(2, 8, shape), held, amount, *rest]
        )
    amounts = chance.gamma(4, 500_000, (AMOUNTS, *shape))
    return np.concatenate([np.array(lines, dtype=np.float64).reshape(-1, *shape), amounts])


def written_out(leaves: Values) -> Values:
    """The root, as one would write this tree by hand."""
    total: Values = leaves[LINES * len(LEAVES) :].sum(axis=0)
    for line in range(LINES):
        web, calls, events, booked, won, held, amount, hours, mails, refunds = leaves[line * 10 : line * 10 + 10]
        meetings = (web + calls + events) * booked
        with np.errstate(divide="ignore", invalid="ignore"):
            deals = np.where(meetings == 0, 0.0, meetings * (won / held))
        total += deals * amount - (COSTS[0] * hours + COSTS[1] * mails + COSTS[2] * refunds)
    return total


def cell_by_cell(tree: KpiTree, before: Values, after: Values, cells: Cells) -> Values:
    """Contributions of the leaves by the book, one month of one team after the other; shape (n_leaves, n_cells)."""
    flat = before.reshape(len(before), -1), after.reshape(len(after), -1)
    return np.array([_split(tree, flat[0][:, cell].tolist(), flat[1][:, cell].tolist()) for cell in cells]).T


def _line(nodes: list[TreeNode]) -> int:
    def inner(operation: Operation, *parts: Callable[[], int], weights: tuple[float, ...] = ()) -> int:
        place = _leaf(nodes)
        nodes[place] = TreeNode(operation, tuple(part() for part in parts), weights)
        return place

    def leaf() -> int:
        return _leaf(nodes)

    def leads() -> int:
        return inner(Operation.SUM, leaf, leaf, leaf)

    def meetings() -> int:
        return inner(Operation.PRODUCT, leads, leaf)

    def deals() -> int:
        return inner(Operation.PRODUCT, meetings, lambda: inner(Operation.RATIO, leaf, leaf))

    def cost() -> int:
        return inner(Operation.WEIGHTED_SUM, leaf, leaf, leaf, weights=COSTS)

    return inner(Operation.DIFFERENCE, lambda: inner(Operation.PRODUCT, deals, leaf), cost)


def _leaf(nodes: list[TreeNode]) -> int:
    nodes.append(TreeNode())
    return len(nodes) - 1


def _split(tree: KpiTree, before: Row, after: Row) -> Row:
    start, end = _values(tree, before), _values(tree, after)
    if math.isnan(start[0] + end[0]):
        return [math.nan] * len(before)
    slopes = [0.0] * len(tree.nodes)
    slopes[0] = 1.0
    for place, node in enumerate(tree.nodes):
        if node.children and not math.isnan(start[place] + end[place]):
            pairs = [_both(start[child], end[child]) for child in node.children]
            own = _slopes(node, pairs)
            for child, slope in zip(node.children, own, strict=True):
                slopes[child] = slopes[place] * slope
    steps = [late - early for early, late in map(_both, start, end)]
    return [slopes[place] * steps[place] for place in tree.leaves]


def _both(early: float, late: float) -> tuple[float, float]:
    known = [value for value in (early, late) if not math.isnan(value)] or [0.0]
    return known[0], known[-1]


def _values(tree: KpiTree, leaves: Row) -> Row:
    values = [math.nan] * len(tree.nodes)
    for place, value in zip(tree.leaves, leaves, strict=True):
        values[place] = value
    for place in range(len(values) - 1, -1, -1):
        node = tree.nodes[place]
        if node.children:
            values[place] = _whole(node, [values[child] for child in node.children])
    return values


def _whole(node: TreeNode, parts: Row) -> float:
    match node.operation:
        case Operation.PRODUCT:
            return 0.0 if 0 in parts else math.prod(parts)
        case Operation.RATIO:
            return parts[0] / parts[1] if parts[1] else math.nan
    return sum(weight * part for weight, part in zip(_weights(node), parts, strict=True))


def _weights(node: TreeNode) -> tuple[float, ...]:
    return node.weights or ((1.0, -1.0) if node.operation is Operation.DIFFERENCE else (1.0,) * len(node.children))


def _slopes(node: TreeNode, pairs: list[tuple[float, float]]) -> Row:
    if node.operation not in {Operation.PRODUCT, Operation.RATIO}:
        return list(_weights(node))
    wholes = _whole(node, [early for early, _ in pairs]), _whole(node, [late for _, late in pairs])
    if all(early * late > 0 for early, late in [*pairs, wholes]):
        signs = (1, -1) if node.operation is Operation.RATIO else (1,) * len(pairs)
        return [sign * _mean(*wholes) / _mean(*pair) for sign, pair in zip(signs, pairs, strict=True)]
    return _by_orders(node, pairs)


def _mean(early: float, late: float) -> float:
    return early if early == late else (late - early) / math.log(late / early)


def _by_orders(node: TreeNode, pairs: list[tuple[float, float]]) -> Row:
    shares, orders = [0.0] * len(pairs), list(permutations(range(len(pairs))))
    for order in orders:
        parts = [early for early, _ in pairs]
        for part in order:
            reached = _whole(node, parts)
            parts[part] = pairs[part][1]
            shares[part] += (_whole(node, parts) - reached) / len(orders)
    return [
        share / (late - early) if late != early else 0.0 for share, (early, late) in zip(shares, pairs, strict=True)
    ]


def _compare(tree: KpiTree, before: Values, after: Values, sample: Cells) -> None:
    """Refuse to time what does not agree."""
    found = contributions(tree, before=before, after=after)
    np.testing.assert_allclose(written_out(before), found.before[0], rtol=1e-12)
    np.testing.assert_allclose(
        found.leaves.sum(axis=0), found.total, atol=1e-9 * float(np.abs(found.leaves).sum(axis=0).max())
    )
    ours = found.leaves.reshape(len(found.leaves), -1)[:, sample]
    np.testing.assert_allclose(cell_by_cell(tree, before, after, sample), ours, rtol=1e-6, atol=1e-3)


def _in_turns(*actions: Callable[[], object], times: int) -> list[float]:
    """Median seconds of each, the first round left out."""
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(times + 1):
        for action, seconds in zip(actions, taken, strict=True):
            started = time.perf_counter()
            action()
            seconds.append(time.perf_counter() - started)
    return [statistics.median(seconds[1:]) for seconds in taken]


if __name__ == "__main__":
    main()
