"""One change seen in several overlapping groups is told once, where it is largest. See docs/measures/watch.md."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

# What is left beside a change that is told is told too if it would stand out by itself; as squared standard deviations.
STANDS_OUT = 13.8
# A group that stopped keeps this share, which has a logarithm.
LEAST_RATIO = 0.02


@dataclass(frozen=True)
class Seen:
    """An alarm of one group: the `cells` it is made of (team x segment), its log change with variance, its date set."""

    cells: frozenset[Hashable]
    log_change: float
    variance: float
    first: int
    last: int

    def excess(self, explained: float) -> float:
        return (self.log_change - explained) ** 2 / self.variance

    def at_the_time_of(self, other: "Seen") -> bool:
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Told:
    """The place of a group among those given, how far it stands out beyond what was told before, and what it explains.

    `excess` in squared standard deviations; `explains` are places of groups whose alarm adds nothing to this one.
    """

    group: int
    excess: float
    explains: tuple[int, ...]


def fold(*, seen: Sequence[Seen], usual: Mapping[Hashable, float]) -> tuple[Told, ...]:
    """Tell each change once, at the group that explains it best.

    The group that stands out most beyond what the changes told so far explain of it is told next, until what is left
    of every other is no alarm. What a told change explains of another group at the same time follows from the cells
    they share: its ratio there, weighted with what usually comes from each cell.

    Parameters
    ----------
    seen : sequence of Seen
        Groups with an alarm, in any order; a group of all cells is the whole.
    usual : mapping
        Events (for a share: trials) that usually come from each cell, above 0.

    Raises
    ------
    ValueError
        If a cell's usual number is unknown, a variance is not above 0, or a group has no cell.
    """
    for each in seen:
        if not each.cells or each.variance <= 0 or any(usual.get(cell, 0.0) <= 0 for cell in each.cells):
            raise ValueError("a group has cells, their usual numbers and a variance")
    order: list[tuple[int, float]] = []
    left = set(range(len(seen)))
    while left:
        excess = {place: seen[place].excess(_explained(seen, order, place, usual)) for place in left}
        # What nothing explains is told in any case: it came with an alarm.
        told = [one for one in left if excess[one] >= STANDS_OUT or not _touched(seen, order, one)]
        if not told:
            break
        best = max(told, key=lambda one: (excess[one], len(seen[one].cells), -one))
        order.append((best, excess[best]))
        left.remove(best)
    return _with_explained(seen, order, left)


def _explained(
    seen: Sequence[Seen], order: Sequence[tuple[int, float]], place: int, usual: Mapping[Hashable, float]
) -> float:
    """The log change of a group that follows from the changes told so far."""
    one = seen[place]
    told = [seen[each] for each, _ in order if seen[each].at_the_time_of(one)]
    ratios = _ratio_of_cells(told, usual)
    total = sum(usual[cell] for cell in one.cells)
    return log(sum(usual[cell] * ratios.get(cell, 1.0) for cell in one.cells) / total)


def _ratio_of_cells(told: Sequence[Seen], usual: Mapping[Hashable, float]) -> dict[Hashable, float]:
    """Smaller groups speak for their cells; what a larger one changed beyond them falls on its other cells."""
    ratios: dict[Hashable, float] = {}
    for one in sorted(told, key=lambda each: len(each.cells)):
        free = [cell for cell in one.cells if cell not in ratios]
        spoken = sum(usual[cell] * ratios[cell] for cell in one.cells if cell in ratios)
        rest = sum(usual[cell] for cell in free)
        whole = exp(one.log_change) * sum(usual[cell] for cell in one.cells)
        for cell in free:
            ratios[cell] = max((whole - spoken) / rest, LEAST_RATIO)
    return ratios


def _touched(seen: Sequence[Seen], order: Sequence[tuple[int, float]], place: int) -> bool:
    return any(seen[told].cells & seen[place].cells and seen[told].at_the_time_of(seen[place]) for told, _ in order)


def _with_explained(seen: Sequence[Seen], order: Sequence[tuple[int, float]], left: set[int]) -> tuple[Told, ...]:
    """Each group that is not told belongs to the told one with which it shares most cells, the smallest first."""
    explains: dict[int, list[int]] = {place: [] for place, _ in order}
    for place in sorted(left):
        near = [told for told, _ in order if seen[told].at_the_time_of(seen[place])]
        owner = max(near, key=lambda told: (len(seen[told].cells & seen[place].cells), -len(seen[told].cells)))
        explains[owner].append(place)
    return tuple(Told(place, excess, tuple(explains[place])) for place, excess in order)
