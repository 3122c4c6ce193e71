"""The draws of a goal's leaves: the same for the same outlook, so that two assumptions differ by nothing else."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.measures.outlook.next_move import Drawn
from kaname.measures.outlook.tree import leaf_draws, residual_to, tree_outlook

Numbers = NDArray[np.float64]
SEED = 20_260_401
# Fifty leaves take 1.6 MB.
MOST_KEPT = 16


def draws_of(quantiles: Numbers, correlation: Numbers) -> Numbers:
    """Shape (n_leaves, n_draws); NaN of leaves without an outlook."""
    return leaf_draws(quantiles=quantiles, rng=np.random.default_rng(SEED), correlation=correlation)


def drawn_of(goal_tree: GoalTree, keys: Sequence[str], draws: Numbers, own: Sequence[float]) -> Drawn:
    """The tree with a row for each of its leaves (those of the same metric end alike), drawn to the goal's own outlook.

    The goal has one outlook wherever it is shown: its own, where it has one. What that knows beyond the tree is added
    to the tree's draws, rank by rank, and stays whatever is assumed of the parts.
    """
    places = {key: number for number, key in enumerate(keys)}
    leaves = draws[[places[key] for key in goal_tree.leaf_keys]]
    root = tree_outlook(tree=goal_tree.tree, leaves=leaves).draws[0]
    known = len(own) > 0 and bool(np.isfinite(root).all())
    residual = residual_to(root=root, quantiles=np.array(own), weight=1.0) if known else None
    return Drawn(goal_tree.tree, leaves, residual)


class KeptDraws:
    """The trees that were looked at last, drawn, in this process."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[Hashable, Drawn](), Lock()

    def get(self, key: Hashable, make: Callable[[], Drawn]) -> Drawn:
        """What was kept under the key, else what `make` gives."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


kept_draws = KeptDraws()
