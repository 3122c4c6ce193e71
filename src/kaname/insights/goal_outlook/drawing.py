"""The draws of a goal's leaves: the same for the same outlook, so that two assumptions differ by nothing else."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.measures.outlook.next_move import Drawn
from kaname.measures.outlook.tree import leaf_draws, residual_to

Numbers = NDArray[np.float64]
SEED = 20_260_401
# Fifty leaves take 1.6 MB.
MOST_KEPT = 16


def draws_of(quantiles: Numbers, correlation: Numbers) -> Numbers:
    """Shape (n_leaves, n_draws); NaN of leaves without an outlook."""
    return leaf_draws(quantiles=quantiles, rng=np.random.default_rng(SEED), correlation=correlation)


def drawn_of(goal_tree: GoalTree, keys: Sequence[str], draws: Numbers, own: Mapping[str, Sequence[float]]) -> Drawn:
    """The tree with a row for each of its leaves (those of the same metric end alike), drawn to the own outlooks.

    A number has one outlook wherever it is shown: its own, where it has one. What that knows beyond its parts is added
    to the tree's draws, rank by rank and from the leaves up, and stays whatever is assumed of the parts. `own` are
    quantiles by metric.
    """
    places = {key: number for number, key in enumerate(keys)}
    drawn = Drawn(goal_tree.tree, draws[[places[key] for key in goal_tree.leaf_keys]])
    for place in reversed(goal_tree.tree.inner):
        quantiles = own.get(goal_tree.keys[place])
        here = drawn.ends().draws[place]
        if quantiles and np.isfinite(here).all():
            residual = residual_to(root=here, quantiles=np.array(quantiles), weight=1.0)
            drawn = replace(drawn, residuals={**(drawn.residuals or {}), place: residual})
    return drawn


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
