"""Typical factors as the library's page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from kaname.goals.csf.library import library
from kaname.goals.csf.moved_metrics import MovedMetric, moved_metrics
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.words import name_of


@dataclass(frozen=True)
class LibraryLine:
    """One factor with the goal team's real values; `taken` where it is a candidate already."""

    key: str
    name: str
    about: str
    watch: str
    metrics: list[MovedMetric]
    taken: bool


def library_lines(goal: Goal, work: str, reader: Reader) -> list[LibraryLine]:
    factors = library()[work]
    moved = moved_metrics(goal, [key for one in factors for key in one.metric_keys], reader)
    taken = set(goal.csfs.filter(removed_at=None).exclude(library_key="").values_list("library_key", flat=True))
    return [
        LibraryLine(
            key=one.key,
            name=name_of(one.name),
            about=name_of(one.about),
            watch=name_of(one.watch),
            metrics=moved.of(one.metric_keys),
            taken=one.key in taken,
        )
        for one in factors
    ]
