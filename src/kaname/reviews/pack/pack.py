"""A pack: sections of an agenda with what the numbers say about each, ready to show or to keep."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Line:
    """A whole sentence; `aside` says on what it rests, `look` is the colour of a status, `url` leads to the number."""

    text: str
    aside: str = ""
    look: str = ""
    word: str = ""
    url: str = ""


@dataclass(frozen=True)
class Figure:
    """A number of the days looked at beside what was to be expected, and how its month stands, as they are read."""

    key: str
    name: str
    value: str
    expected: str = ""
    difference: str = ""
    month: str = ""
    target: str = ""
    look: str = ""
    word: str = ""
    url: str = ""


@dataclass(frozen=True)
class Block:
    """One section of the agenda; without a source it is there to be talked about. `month` is that of the figures."""

    source: str
    title: str
    lines: tuple[Line, ...] = ()
    figures: tuple[Figure, ...] = ()
    empty: str = ""
    month: str = ""

    @property
    def is_numbers(self) -> bool:
        """Whether it fills itself from the numbers, and so is kept when the review closes."""
        return self.source not in {"", "topics", "follow_ups"}


@dataclass(frozen=True)
class Pack:
    """What was seen at a moment about since <= day < until."""

    at: datetime
    since: date
    until: date
    blocks: tuple[Block, ...] = field(default=())

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every number in it, each once."""
        found = {figure.key: figure for block in self.blocks for figure in block.figures}
        return tuple(found.values())

    def as_dict(self) -> dict[str, Any]:
        """As JSON keeps it."""
        kept = asdict(self)
        return kept | {name: kept[name].isoformat() for name in ("at", "since", "until")}

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Pack:
        blocks = tuple(
            Block(
                source=block["source"],
                title=block["title"],
                lines=tuple(Line(**line) for line in block["lines"]),
                figures=tuple(Figure(**figure) for figure in block["figures"]),
                empty=block["empty"],
                month=block.get("month", ""),
            )
            for block in kept["blocks"]
        )
        since, until = date.fromisoformat(kept["since"]), date.fromisoformat(kept["until"])
        return cls(datetime.fromisoformat(kept["at"]), since, until, blocks)
