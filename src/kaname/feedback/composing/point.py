"""What a writer may mention, and what they may suggest."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """Where in a message something is said; in this order."""

    WELL = "well"
    TRIED = "tried"
    LEARNED = "learned"
    WEAK = "weak"


@dataclass(frozen=True)
class Suggestion:
    """Something to try. `source` says what it is from: a name of an initiative that helped, "" for the library."""

    key: str
    text: str
    source: str = ""


@dataclass(frozen=True)
class Point:
    """One thing that can be ticked; `key` stays the same while its number changes. `url` is where the number stands.

    `said` is how a message says it, where the writer's own words about it are not meant for the receiver.
    """

    key: str
    part: Part
    text: str
    url: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    said: str = ""
