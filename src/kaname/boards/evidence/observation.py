"""One thing that numbers say, as a whole sentence in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is said; those above the line went well."""

    REACHED = "reached"
    IMPROVED = "improved"
    BEST_WEEK = "best_week"
    FIRST = "first"
    STREAK = "streak"
    KEPT = "kept"
    AHEAD = "ahead"
    # below the line
    AT_RISK = "at_risk"
    OVERLOAD = "overload"


@dataclass(frozen=True)
class Observation:
    """`key` is the metric that it is about, "" for an action; `score` puts the best first. `reliefs` help alone.

    `brief` says it without what would be needed from now on, for whoever is not to be pressed.
    """

    kind: Kind
    text: str
    score: float
    key: str = ""
    value: float | None = None
    url: str = ""
    reliefs: tuple[str, ...] = ()
    person: str = ""
    brief: str = ""
