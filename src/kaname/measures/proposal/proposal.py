"""What is proposed: targets within reach, or how far they get and what would have to give."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kaname.measures.proposal.plan import Plan


class Limit(StrEnum):
    """What keeps the root from its target."""

    RANGE = "range"
    LOCK = "lock"
    CAPACITY = "capacity"


@dataclass(frozen=True)
class Give:
    """One thing that would have to give, alone, with everything else at its best within its own limits.

    Attributes
    ----------
    limit : Limit
    leaf : int or None
        Place among the tree's leaves (the first of those that are one metric); None for the capacity.
    now : float
        The end of the range, the lock (or the actual, where the leaf has no range), or the hours available. [as needed]
    needed : float
        What it would have to be; for what is counted in whole units, the next whole number. [unit of the leaf, or h]
    widths : float
        How far that is from `now`, in widths of the leaf's range; for the capacity, in the hours that the ranges of all
        moving leaves span. NaN where there is no width. [1]
    """

    limit: Limit
    leaf: int | None
    now: float
    needed: float
    widths: float


@dataclass(frozen=True, eq=False)
class Proposal:
    """The answer to "what should the leaves become so that the root reaches its target?".

    Attributes
    ----------
    within : Plan or None
        The least strained values that reach the target inside ranges, locks and capacity; None where none do.
    reach : Plan or None
        Where none do: the values that bring the root nearest to the target inside all of them; None where even the
        least that could be done takes more hours than there are.
    stretch : Plan or None
        Where none do: the least strained values that reach the target when ranges are ignored (locks, limits and
        capacity still hold); None where nothing reaches it.
    gives : tuple of Give
        Where none do: each single thing that could give so that the target is reached, the smallest first.
    """

    within: Plan | None
    reach: Plan | None = None
    stretch: Plan | None = None
    gives: tuple[Give, ...] = ()

    @property
    def reachable(self) -> bool:
        return self.within is not None

    @property
    def targets(self) -> Plan | None:
        """What to show as targets: within the ranges where that works, else stretched; None where nothing does."""
        return self.within or self.stretch
