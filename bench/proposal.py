"""Proposal of targets for a KPI tree of 20 nodes, as often as somebody edits a lock.

    python -m bench.proposal [--times 21]

The tree is the revenue of an organisation: new customers from inbound and from calls, existing customers, partners,
refunds taken off; 13 leaves, three of them locked, revenue +12 %. Every round locks one leaf at another value. Beside
it, in turns and as medians: the same problem by plain NumPy, as one would write it for this very tree, by projected
gradients on an augmented Lagrangian. The strains are compared too. Then, without a rival: counts in whole units within
a capacity, and a target that cannot be reached, with how far it gets and what would have to give. Aim: 200 ms each.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np

from kaname.measures.operation import Operation
from kaname.measures.proposal.proposal import Proposal
from kaname.measures.proposal.propose import propose
from kaname.measures.proposal.question import Capacity
from kaname.measures.tree.kpi_tree import KpiTree, TreeNode, Values

AIM_SECONDS = 0.2
# name, actual, low, high, hours for a unit; counts have hours or 0, rates and amounts none.
LEAVES = (
    ("inbound leads", 240.0, 200.0, 290.0, 0.2),
    ("calls", 3_000.0, 2_500.0, 3_600.0, 0.1),
    ("interest rate", 0.06, 0.045, 0.08, np.nan),
    ("appointment rate", 0.35, 0.28, 0.42, np.nan),
    ("close rate", 0.20, 0.16, 0.25, np.nan),
    ("average amount, new", 1_200_000.0, 1_000_000.0, 1_350_000.0, np.nan),
    ("existing accounts", 400.0, 380.0, 430.0, 0.5),
    ("up-sell rate", 0.08, 0.06, 0.11, np.nan),
    ("average amount, existing", 800_000.0, 700_000.0, 950_000.0, np.nan),
    ("partners", 12.0, 10.0, 16.0, 6.0),
    ("deals of a partner", 1.5, 1.0, 2.2, np.nan),
    ("average amount, partners", 900_000.0, 750_000.0, 1_050_000.0, np.nan),
    ("refunds", 2_000_000.0, 1_200_000.0, 3_000_000.0, np.nan),
)
ACTUAL, LOW, HIGH, HOURS = np.array([leaf[1:] for leaf in LEAVES]).T
COUNTED = ~np.isnan(HOURS)
NEW_AMOUNT, OTHER_LOCKS = 5, {8: 800_000.0, 12: 2_000_000.0}
GROWTH, TOO_MUCH = 1.12, 3.0
# Of the rival: Lagrangian steps, gradient steps in each, and when it is content.
OUTER, INNER, CLOSE, PENALTY = 60, 200, 1e-9, 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=21)
    # `python -m bench` gives it to all; a tree has no rows.
    parser.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    for line in measure(times=parser.parse_args().times):
        print(line)


def measure(*, times: int) -> Iterator[str]:
    """A line of a table for each thing that is timed."""
    amounts = np.linspace(1_150_000, 1_250_000, times + 1).tolist()
    for amount in amounts[:: times // 3]:
        _compare(amount)
    tree = revenue_tree()
    yield f"{len(tree.nodes)} nodes, {len(tree.leaves)} leaves, 3 locked; medians of {times}, another lock each time"
    ours, rival = _medians(lambda amount: solved(amount), lambda amount: by_hand(locks(amount)), amounts=amounts)
    yield f"solved again {_shown(ours)}"
    yield f"the same by plain NumPy {rival * 1000:.1f} ms; that / ours {rival / ours:.1f}"
    whole, beyond = _medians(in_whole_units, out_of_reach, amounts=amounts)
    yield f"counts in whole units within a capacity {_shown(whole)}"
    yield f"out of reach: how far, stretched, what would have to give {_shown(beyond)}"


def revenue_tree() -> KpiTree:
    """(new + existing + partners) - refunds; new = (inbound + calls x interest) x rates x amount."""
    operations = {
        0: (Operation.DIFFERENCE, (1, 19)),
        1: (Operation.SUM, (2, 11, 15)),
        2: (Operation.PRODUCT, (3, 8, 9, 10)),
        3: (Operation.SUM, (4, 5)),
        5: (Operation.PRODUCT, (6, 7)),
        11: (Operation.PRODUCT, (12, 13, 14)),
        15: (Operation.PRODUCT, (16, 17, 18)),
    }
    return KpiTree(tuple(TreeNode(*operations.get(place, ())) for place in range(20)))


def locks(amount: float) -> Values:
    """NaN but for three leaves, one of them at `amount`."""
    locked = np.full(len(LEAVES), np.nan)
    locked[[NEW_AMOUNT, *OTHER_LOCKS]] = [amount, *OTHER_LOCKS.values()]
    return locked


def solved(amount: float) -> Proposal:
    return propose(
        revenue_tree(), actual=ACTUAL, low=LOW, high=HIGH, target=GROWTH * written_out(ACTUAL), locked=locks(amount)
    )


def in_whole_units(amount: float) -> Proposal:
    return propose(
        revenue_tree(),
        actual=ACTUAL,
        low=LOW,
        high=HIGH,
        target=GROWTH * written_out(ACTUAL),
        locked=locks(amount),
        whole=COUNTED,
        capacity=Capacity(hours=HOURS, available=1.02 * float(np.nansum(HOURS * ACTUAL))),
    )


def out_of_reach(amount: float) -> Proposal:
    return propose(
        revenue_tree(),
        actual=ACTUAL,
        low=LOW,
        high=HIGH,
        target=TOO_MUCH * written_out(ACTUAL),
        locked=locks(amount),
        whole=COUNTED,
        least=np.zeros(len(LEAVES)),
        capacity=Capacity(hours=HOURS, available=1.2 * float(np.nansum(HOURS * ACTUAL))),
    )


def written_out(leaves: Values) -> float:
    """The root, as one would write this tree by hand."""
    inbound, calls, interest, meets, closes, amount, accounts, rate, existing, partners, deals, partner, refunds = (
        leaves
    )
    new = (inbound + calls * interest) * meets * closes * amount
    return float(new + accounts * rate * existing + partners * deals * partner - refunds)


def slope_written_out(leaves: Values) -> Values:
    inbound, calls, interest, meets, closes, amount, accounts, rate, existing, partners, deals, partner, _ = leaves
    leads, deal = inbound + calls * interest, meets * closes * amount
    new = [deal, interest * deal, calls * deal, leads * closes * amount, leads * meets * amount, leads * meets * closes]
    upsold = [rate * existing, accounts * existing, accounts * rate]
    through = [deals * partner, partners * partner, partners * deals]
    return np.array([*new, *upsold, *through, -1.0])


def by_hand(locked: Values) -> Values:
    """The leaves by projected gradients: a penalty for the miss, whose multiplier is raised until the miss is gone."""
    free, target, width = np.isnan(locked), GROWTH * written_out(ACTUAL), HIGH - LOW
    lower, upper, base = (LOW - ACTUAL) / width, (HIGH - ACTUAL) / width, np.where(free, ACTUAL, locked)
    moves, multiplier, gap = np.zeros(len(ACTUAL)), 0.0, target - written_out(base)
    for _ in range(OUTER):
        for _ in range(INNER):
            leaves = base + free * width * moves
            miss = (written_out(leaves) - target) / gap
            slope = free * width * slope_written_out(leaves) / gap
            step = 1 / (2 + PENALTY * slope @ slope)
            moves = np.clip(moves - step * (2 * moves + (multiplier + PENALTY * miss) * slope), lower, upper)
        multiplier += PENALTY * miss
        if abs(miss) < CLOSE:
            break
    return np.asarray(base + free * width * moves)


def _compare(amount: float) -> None:
    """Refuse to time what does not agree."""
    ours, theirs = solved(amount).within, by_hand(locks(amount))
    if ours is None:
        raise ValueError("the target is out of reach")
    target = GROWTH * written_out(ACTUAL)
    np.testing.assert_allclose([ours.root, written_out(theirs)], target, rtol=1e-8)
    strain = (np.isnan(locks(amount)) * ((theirs - ACTUAL) / (HIGH - LOW)) ** 2).sum()
    np.testing.assert_allclose(ours.total_strain, strain, rtol=1e-5)


def _medians(*actions: Callable[[float], object], amounts: list[float]) -> list[float]:
    """Median seconds of each, in turns, the first round left out."""
    taken: list[list[float]] = [[] for _ in actions]
    for amount in amounts:
        for action, seconds in zip(actions, taken, strict=True):
            started = time.perf_counter()
            action(amount)
            seconds.append(time.perf_counter() - started)
    return [statistics.median(seconds[1:]) for seconds in taken]


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms {'✓' if seconds <= AIM_SECONDS else '✗'}"


if __name__ == "__main__":
    main()
