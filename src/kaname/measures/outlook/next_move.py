"""Which part of a KPI tree raises the goal's probability most. See docs/measures/next-move.md."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kaname.measures.direction import Direction
from kaname.measures.outlook.days import Numbers
from kaname.measures.outlook.tree import Move, Residuals, TreeOutlook, tree_outlook
from kaname.measures.tree.kpi_tree import KpiTree

# A change beyond threefold or below a third is no plan any more. [ratio]
MOST = 3.0
# So near to each other are two factors the same for whoever reads them in tenths of a percent. [ratio]
NEAR = 0.0002


@dataclass(frozen=True)
class Room:
    """Places of one number in the tree, and how low and how high it can realistically end. [unit of the node]"""

    places: tuple[int, ...]
    low: float
    high: float


@dataclass(frozen=True)
class NextMove:
    """One number moved to `end`, the better end of its room: what the goal's probability becomes, and by how much.

    [unit of the node; 0-1; 0-1]
    """

    room: Room
    expected: float
    end: float
    probability: float
    gain: float


@dataclass(frozen=True)
class Aim:
    """What the root has to reach; `upper` is the upper end of a range. [unit of the root]"""

    target: float
    direction: Direction
    upper: float | None = None

    def probability(self, ends: TreeOutlook) -> float | None:
        """Of the root. [0-1]"""
        return ends.probability(target=self.target, direction=self.direction, upper=self.upper)


@dataclass(frozen=True)
class Drawn:
    """A tree with the draws of its leaves, and what is added to those of inner nodes (see `tree_outlook`)."""

    tree: KpiTree
    leaves: Numbers
    residuals: Residuals | None = None

    def ends(self, moves: Mapping[int, Move] | None = None) -> TreeOutlook:
        """Where the nodes end if some are moved."""
        return tree_outlook(tree=self.tree, leaves=self.leaves, moves=moves, residuals=self.residuals)


def next_moves(*, drawn: Drawn, aim: Aim, rooms: Sequence[Room]) -> list[NextMove]:
    """Move one number after the other, with the same draws, and rank by what it adds.

    Parameters
    ----------
    rooms : sequence of Room
        One for each number that somebody can move. What is already expected beyond an end is not moved back to it.

    Returns
    -------
    list of NextMove
        The best first; those that add nothing are left out. Empty where the root has no outlook.
    """
    base = drawn.ends()
    now = aim.probability(base)
    if now is None:
        return []
    found = []
    for room in rooms:
        expected = float(base.expected[room.places[0]])
        for end in _ends(room, expected):
            chance = aim.probability(drawn.ends(dict.fromkeys(room.places, Move(expected=end))))
            if chance is not None and chance > now:
                found.append(NextMove(room, expected, end, chance, chance - now))
    return sorted(found, key=lambda move: -move.gain)


def as_much_as(
    *, drawn: Drawn, aim: Aim, places: Sequence[int], probability: float, most: float = MOST
) -> float | None:
    """By what factor a number would have to change for the same probability; None beyond `most` times or 1/most.

    Found by halving, as the probability only rises (or only falls) with the factor. [ratio]
    """

    def at(factor: float) -> float:
        found = aim.probability(drawn.ends(dict.fromkeys(places, Move(factor=factor))))
        return -1.0 if found is None else found

    for end in (most, 1 / most):
        if at(end) >= probability > at(1.0):
            return _halved(at, end, probability)
    return None


def _halved(at: Callable[[float], float], far: float, probability: float) -> float:
    near = 1.0
    while abs(far - near) > NEAR:
        middle = (near + far) / 2
        near, far = (near, middle) if at(middle) >= probability else (middle, far)
    return far


def _ends(room: Room, expected: float) -> list[float]:
    """The ends that lie beyond what is expected anyway."""
    if not np.isfinite(expected):
        return []
    return [end for end, beyond in ((room.high, room.high > expected), (room.low, room.low < expected)) if beyond]
