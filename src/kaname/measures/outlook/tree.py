"""Where the nodes of a KPI tree will end, from the outlooks of its leaves. See docs/measures/outlook.md."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from kaname.measures.attainment import ROUNDING, bounds
from kaname.measures.direction import Direction
from kaname.measures.outlook.days import Numbers
from kaname.measures.outlook.ends import SHARES, TAILS
from kaname.measures.tree.kpi_tree import KpiTree, combine

# The probability of one in two is then within one point and a half in 19 of 20 runs.
DRAWS = 4_000
# A node that is not defined in more of the draws (nothing to divide by) has no outlook. [0-1]
MOST_UNDEFINED = 0.05
# Periods with which "nothing to do with each other" counts: chance alone makes 12 periods correlate by .3.
PRIOR_PAIRS = 12.0

# By place of the node: what its own history knows beyond its parts, draw by draw.
Residuals = Mapping[int, Numbers]


@dataclass(frozen=True)
class Move:
    """What is assumed of a node: all its draws times `factor`, or moved so that it is expected to end at `expected`, or
    exactly `value`. The first one given counts. [ratio; unit of the node]
    """

    factor: float | None = None
    expected: float | None = None
    value: float | None = None

    def of(self, draws: Numbers) -> Numbers:
        """The draws as assumed; NaN where there is no mean to move."""
        if self.factor is not None:
            return draws * self.factor
        if self.value is not None:
            return np.full_like(draws, self.value)
        mean = np.nanmean(draws) if np.isfinite(draws).any() else np.nan
        if self.expected is None:
            return draws
        return draws * (self.expected / mean) if mean != 0 else draws + self.expected


@dataclass(frozen=True)
class TreeOutlook:
    """`draws`, shape (n_nodes, n_draws), and of each node, shape (n_nodes,): the mean and the 80 % interval.

    `defined` is the share of draws in which the node has a value; below 95 % the other three are NaN.
    [node's unit; 0-1]
    """

    draws: Numbers
    expected: Numbers
    low: Numbers
    high: Numbers
    defined: Numbers

    def probability(
        self, *, target: float, direction: Direction, upper: float | None = None, node: int = 0
    ) -> float | None:
        """Share of the draws that reach the target; None where the node has no outlook. [0-1]

        Raises
        ------
        ValueError
            If `upper` is below `target`.
        """
        low, high = bounds(target=target, direction=direction, upper=upper)
        rounding = ROUNDING * max(abs(low), abs(high))
        draws = self.draws[node]
        if self.defined[node] < 1 - MOST_UNDEFINED:
            return None
        reached = np.ones(draws.shape, dtype=bool)
        if direction is not Direction.LOWER:
            reached &= draws >= low - rounding
        if direction is not Direction.HIGHER:
            reached &= draws <= high + rounding
        return float(reached[np.isfinite(draws)].mean())


def leaf_draws(
    *, quantiles: Numbers, rng: Generator, correlation: Numbers | None = None, draws: int = DRAWS
) -> Numbers:
    """Draw where the leaves end together: each from its own outlook, tied by a Gaussian copula.

    Draws come in opposite pairs, so that means are exact sooner. Keep them for a page: with the same draws two
    assumptions differ by what was assumed alone.

    Parameters
    ----------
    quantiles : ndarray, shape (n_leaves, n_shares)
        Of each leaf's end at `ends.SHARES` (`Outlooks.quantiles`); a constant row for what is fixed.
    rng : Generator
        Seeded.
    correlation : ndarray, shape (n_leaves, n_leaves), or None
        From `leaf_correlation`; None for leaves that have nothing to do with each other.
    draws : int
        Even, 2 or more.

    Returns
    -------
    ndarray, shape (n_leaves, draws)

    Raises
    ------
    ValueError
        If shapes do not fit or the number of draws is odd.
    """
    n_leaves = len(quantiles)
    if quantiles.shape != (n_leaves, SHARES.size) or draws < 2 or draws % 2:
        raise ValueError(f"{SHARES.size} quantiles of each leaf, and an even number of draws")
    half = rng.standard_normal((n_leaves, draws // 2))
    if correlation is not None:
        if correlation.shape != (n_leaves, n_leaves):
            raise ValueError("a correlation of every pair of leaves")
        half = _root(correlation) @ half
    # Evenly spread ranks in the order of the draws: a leaf reaches its target as often as its own outlook says.
    ranks = (np.argsort(np.argsort(np.concatenate([half, -half], axis=1))) + 0.5) / draws
    return np.stack([_read(row, rank) for row, rank in zip(quantiles, ranks, strict=True)])


def tree_outlook(
    *, tree: KpiTree, leaves: Numbers, moves: Mapping[int, Move] | None = None, residuals: Residuals | None = None
) -> TreeOutlook:
    """Put the leaves' draws together by the tree's arithmetic.

    Parameters
    ----------
    tree : KpiTree
    leaves : ndarray, shape (n_leaves, n_draws)
        From `leaf_draws`, in the order of `tree.leaves`.
    moves : mapping from places in `tree.nodes` to Move, or None
        What is assumed of leaves or inner nodes; the parts of a moved inner node do not matter to it then.
    residuals : mapping from places in `tree.nodes` to ndarray, shape (n_draws,), or None
        From `residual_to`: what the own histories of inner nodes know beyond their parts; it stays whatever is moved,
        but what never falls below 0 does not because of it.

    Raises
    ------
    ValueError
        If there is not one row for each leaf.
    """
    if leaves.shape[:1] != (len(tree.leaves),):
        raise ValueError(f"{len(tree.leaves)} leaves have one row each, not the shape {leaves.shape}")
    moves = moves or {}
    draws = np.empty((len(tree.nodes), leaves.shape[1]))
    for row, place in enumerate(tree.leaves):
        draws[place] = moves[place].of(leaves[row]) if place in moves else leaves[row]
    for place in reversed(tree.inner):
        draws[place] = combine(tree.nodes[place], draws[list(tree.nodes[place].children)])
        if residuals and place in residuals:
            draws[place] = _beyond(draws[place], residuals[place])
        if place in moves:
            draws[place] = moves[place].of(draws[place])
    return _described(draws)


def residual_to(*, root: Numbers, quantiles: Numbers, weight: float = 0.5) -> Numbers:
    """What to add to each draw of a node so that it lies between the tree's outlook and the node's own.

    Ranks stay: the lowest draw of the tree goes with the lowest of the own outlook. Half each held as many ends as the
    better of the two, and missed as little (bench/outlook_tree.py).

    Parameters
    ----------
    root : ndarray, shape (n_draws,)
        `TreeOutlook.draws[place]` without moves.
    quantiles : ndarray, shape (n_shares,)
        Of the node's own outlook at `ends.SHARES`.
    weight : float
        Of the own outlook. [0-1]
    """
    ranks = (np.argsort(np.argsort(root)) + 0.5) / root.size
    residual: Numbers = weight * (_read(quantiles, ranks) - root)
    return np.nan_to_num(residual)


def probability_if(
    *,
    tree: KpiTree,
    leaves: Numbers,
    moves: Mapping[int, Move],
    target: float,
    direction: Direction,
    upper: float | None = None,
    residuals: Residuals | None = None,
) -> float | None:
    """Probability of the root's target if nodes are moved, with the same draws. [0-1]"""
    found = tree_outlook(tree=tree, leaves=leaves, moves=moves, residuals=residuals)
    return found.probability(target=target, direction=direction, upper=upper)


def probability_gains(
    *,
    tree: KpiTree,
    leaves: Numbers,
    moves: Mapping[int, Move],
    target: float,
    direction: Direction,
    upper: float | None = None,
    residuals: Residuals | None = None,
) -> dict[int, float | None]:
    """By how much each move alone raises the probability of the root's target, best first. [0-1]"""

    def chance(some: Mapping[int, Move]) -> float | None:
        return probability_if(
            tree=tree, leaves=leaves, moves=some, target=target, direction=direction, upper=upper, residuals=residuals
        )

    now = chance({})
    gains = {place: (now, chance({place: move})) for place, move in moves.items()}
    found = {place: None if a is None or b is None else b - a for place, (a, b) in gains.items()}
    return dict(sorted(found.items(), key=lambda one: -np.inf if one[1] is None else one[1], reverse=True))


def leaf_correlation(*, misses: Numbers) -> Numbers:
    """How leaves stray together: rank correlation of past misses, drawn to 0 as far as there are few periods.

    Parameters
    ----------
    misses : ndarray, shape (n_leaves, n_periods)
        What came true minus what was expected at the same share of earlier periods (`Replay.standard_misses`), NaN
        where not known.

    Returns
    -------
    ndarray, shape (n_leaves, n_leaves)
        Symmetric, ones on the diagonal, no negative eigenvalue.
    """
    known = np.isfinite(misses)
    ranks = np.where(known, np.argsort(np.argsort(np.where(known, misses, np.inf), axis=1), axis=1) + 1.0, 0.0)
    count = known.sum(axis=1, keepdims=True)
    centred = np.where(known, ranks - (count + 1) / 2, 0.0)
    both = known.astype(np.float64) @ known.T.astype(np.float64)
    size = np.sqrt((centred**2) @ known.T * (((centred**2) @ known.T).T))
    rank = np.divide(centred @ centred.T, size, out=np.zeros_like(size), where=size > 0)
    # Pearson's correlation of a Gaussian copula from that of its ranks, and as much of it as the periods carry.
    pearson = 2 * np.sin(np.pi / 6 * np.clip(rank, -1, 1)) * both / (both + PRIOR_PAIRS)
    np.fill_diagonal(pearson, 1.0)
    root = _root(pearson)
    near = root @ root.T
    scale = np.sqrt(np.diag(near))
    return np.asarray(near / np.outer(scale, scale))


def _beyond(draws: Numbers, residual: Numbers) -> Numbers:
    found = draws + residual
    return np.asarray(np.maximum(found, 0.0) if np.nanmin(draws, initial=0.0) >= 0 else found)


def _described(draws: Numbers) -> TreeOutlook:
    known = np.isfinite(draws)
    defined = known.mean(axis=1)
    usable = defined >= 1 - MOST_UNDEFINED
    expected, low, high = (np.full(len(draws), np.nan) for _ in range(3))
    if usable.any():
        some = np.where(known, draws, np.nan)[usable]
        expected[usable] = np.nanmean(some, axis=1)
        low[usable], high[usable] = np.nanquantile(some, TAILS, axis=1)
    return TreeOutlook(draws, expected, low, high, defined)


def _root(correlation: Numbers) -> Numbers:
    """A square root of the nearest matrix without negative eigenvalues."""
    values, vectors = np.linalg.eigh(correlation)
    root: Numbers = vectors * np.sqrt(np.maximum(values, 0.0))
    return root


def _read(quantiles: Numbers, ranks: Numbers) -> Numbers:
    """Where these ranks lie, straight between the quantiles and half a step beyond; never below 0 where none is."""
    first = quantiles[0] - (quantiles[1] - quantiles[0]) / 2
    last = quantiles[-1] + (quantiles[-1] - quantiles[-2]) / 2
    if quantiles[0] >= 0:
        first = max(first, 0.0)
    places = np.concatenate([[0.0], SHARES, [1.0]])
    found: Numbers = np.interp(ranks, places, np.concatenate([[first], quantiles, [last]]))
    return found
