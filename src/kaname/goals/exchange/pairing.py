"""Parts of a file beside what is here under the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

New = TypeVar("New")
Old = TypeVar("Old")


def paired(
    parts: Iterable[New],
    here: Iterable[Old],
    *,
    of_part: Callable[[New], Hashable],
    of_here: Callable[[Old], Hashable],
) -> tuple[list[tuple[New, Old | None]], list[Old]]:
    """Each part with the one here that has its name, None where there is none; and those here that no part has.

    Where several have the same name, the first belongs to the first.
    """
    waiting: dict[Hashable, list[Old]] = defaultdict(list)
    for one in here:
        waiting[of_here(one)].append(one)
    pairs: list[tuple[New, Old | None]] = []
    for part in parts:
        same = waiting[of_part(part)]
        pairs.append((part, same.pop(0) if same else None))
    return pairs, [one for rest in waiting.values() for one in rest]
