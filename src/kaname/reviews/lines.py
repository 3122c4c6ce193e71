"""Reviews as lines of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kaname.goals.reader import Reader
from kaname.reviews.scheduling.coming import Held
from kaname.reviews.words import name_of, when


@dataclass(frozen=True)
class HeldLine:
    """One review in a list."""

    held: Held
    name: str
    when: str
    is_today: bool


def held_lines(found: Iterable[Held], reader: Reader) -> list[HeldLine]:
    return [
        HeldLine(
            one,
            name_of(one.review, reader),
            when(one.starts_at, minutes=one.minutes, reader=reader),
            one.held_on == reader.today,
        )
        for one in found
    ]
