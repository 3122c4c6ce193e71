"""One chart: what ECharts draws, and the same numbers as a table.

Every text is made here: data items carry their label as `text`, axes carry `labels`, one per tick. Colours name CSS
tokens, `var(--k-…)`, which the element looks up in the page's theme.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Value = float | int | None


@dataclass(frozen=True)
class Chart:
    """`key` is unique on its page; `summary` says in a sentence what the chart shows."""

    key: str
    title: str
    summary: str
    options: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    height: int = 220
    """[px]"""
    happened: tuple[str, ...] = ()
    """What its marks stand for, in full: the label of the place, and what happened there."""

    @property
    def options_id(self) -> str:
        return f"{self.key}-options"


@dataclass(frozen=True)
class Series:
    """One line or set of bars; `role` decides its look: actual, target, pace, comparison or outlook."""

    name: str
    values: Sequence[Value] = field(repr=False)
    role: str = "actual"


@dataclass(frozen=True)
class Band:
    """What lies between two lines, such as an interval; None where there is none."""

    name: str
    low: Sequence[Value] = field(repr=False)
    high: Sequence[Value] = field(repr=False)


@dataclass(frozen=True)
class Mark:
    """Something that happened at the place of a period; a faint area lies from `since` (or there) to `until`.

    `whole` says everything that happened there, where `text` is shorter.
    """

    place: int
    text: str
    until: int | None = None
    since: int | None = None
    whole: str = ""

    @property
    def words(self) -> str:
        return self.whole or self.text


COLOURS = {
    "actual": "var(--k-ontrack)",
    "target": "var(--k-quiet)",
    "pace": "var(--k-quiet)",
    "comparison": "var(--k-faint-ink)",
    "outlook": "var(--k-ontrack)",
}
