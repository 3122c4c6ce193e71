"""What follows from assumptions: the whole tree with the same draws, so that nothing but them makes the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.goals.kpis.planning import kept_nodes
from kaname.insights.goal_outlook.asking import Wanted
from kaname.insights.goal_outlook.nodes import chance_of
from kaname.insights.scenarios.assumptions import Assumptions
from kaname.insights.scenarios.basis import Basis
from kaname.measures.outlook.tree import Move, TreeOutlook
from kaname.measures.tree.kpi_tree import combine

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Followed:
    """Where all nodes end, and what is wanted of them then."""

    ends: TreeOutlook
    wanted: tuple[Wanted, ...]

    def chance(self, place: int = 0) -> float | None:
        """Of reaching what is wanted, as far as the interval allows one. [0-1]"""
        return chance_of(self.ends, self.wanted[place], place)


def today(basis: Basis) -> Followed:
    """Without any assumption."""
    return Followed(basis.ends, basis.wanted)


def follow(basis: Basis, assumed: Assumptions, *, capacity: float) -> Followed:
    """`capacity` is the working time from here on as a share of what there is. [ratio]"""
    factors = _factors(basis, assumed)
    leaves = basis.drawn.leaves.copy()
    for row, place in enumerate(basis.tree.tree.leaves):
        node = basis.nodes[place]
        factor = factors.get(basis.tree.keys[place], 1.0) * (capacity if node["adds"] else 1.0)
        leaves[row] = _from_here(leaves[row], node, factor)
    moves = {place: Move(factor=_of_end(basis, place, factors)) for place in _inner_changed(basis, factors)}
    moves |= {
        place: Move(expected=assumed.ends[key])
        for place, key in enumerate(basis.tree.keys)
        if place and key in assumed.ends
    }
    ends = replace(basis.drawn, leaves=leaves).ends(moves)
    root = basis.wanted[0] if assumed.target is None else replace(basis.wanted[0], target=assumed.target)
    return Followed(ends, (root, *basis.wanted[1:]))


def _factors(basis: Basis, assumed: Assumptions) -> dict[str, float]:
    """By metric that has an outlook, what is assumed of it from here on; of what lies beneath, by the arithmetic."""
    factors: dict[str, float] = {}
    beneath: dict[str, float] = {}
    for key, change in assumed.changes.values():
        into = factors if key in basis.tree.keys else beneath
        into[key] = into.get(key, 1.0) * (1.0 + change)
    for key, factor in _through(basis, beneath).items():
        factors[key] = factors.get(key, 1.0) * factor
    return factors


def _through(basis: Basis, beneath: Mapping[str, float]) -> dict[str, float]:
    """What changes beneath the numbers with an outlook make of these, by the plan's own proportions."""
    known = [key for key in beneath if key in basis.whole.keys]
    if not known:
        return {}
    before = _planned(basis.whole, {})
    after = _planned(basis.whole, {key: beneath[key] for key in known})
    cut = [basis.tree.keys[place] for place in basis.tree.tree.leaves]
    places = {key: basis.whole.keys.index(key) for key in cut}
    ratios = {key: float(after[place] / before[place]) for key, place in places.items() if before[place] != 0}
    return {key: ratio for key, ratio in ratios.items() if np.isfinite(ratio) and ratio != 1.0}


def _planned(tree: GoalTree, factors: Mapping[str, float]) -> Numbers:
    """The plan's values of all nodes, 1 where it has none, with some of them changed."""
    plan = kept_nodes(tree)
    values = np.where(np.isfinite(plan), plan, 1.0)
    for place in reversed(range(len(tree.nodes))):
        node = tree.tree.nodes[place]
        if node.children:
            values[place] = combine(node, values[list(node.children)])
        values[place] *= factors.get(tree.keys[place], 1.0)
    return values


def _inner_changed(basis: Basis, factors: Mapping[str, float]) -> list[int]:
    return [place for place in basis.tree.tree.inner if place and basis.tree.keys[place] in factors]


def _of_end(basis: Basis, place: int, factors: Mapping[str, float]) -> float:
    """By how much the end changes where what is still open does."""
    expected, node = float(basis.ends.expected[place]), basis.nodes[place]
    changed = _from_here(np.array([expected]), node, factors[basis.tree.keys[place]])
    return float(changed[0] / expected) if expected else 1.0


def _from_here(draws: Numbers, node: Mapping[str, float | None], factor: float) -> Numbers:
    """What is there already stays: the rest of what adds up changes, and of a rate what is still to be decided."""
    if factor == 1.0:
        return draws
    achieved, left = node["achieved"], node["left"] or 0.0
    if node["adds"]:
        return draws + (factor - 1.0) * (draws - (achieved or 0.0))
    kept = 0.0 if achieved is None else achieved * (1.0 - left)
    # What is expected lies below what is there already: the two are not of the same facts.
    if achieved is None or not np.mean(draws) > kept:
        return draws * (1.0 + (factor - 1.0) * left)
    return draws + (factor - 1.0) * np.maximum(draws - kept, 0.0)
