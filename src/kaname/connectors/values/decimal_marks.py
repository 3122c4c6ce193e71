"""Whether a column's numbers have a decimal point or a decimal comma, decided over all of its values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kaname.connectors.error import ConnectorError
from kaname.connectors.shapes import DecimalMark
from kaname.connectors.values.numbers import Number
from kaname.connectors.values.texts import plain

SHOWN = 5
DOMINANT = 20  # so many times as many values as contradict: the few are mistakes, refused one by one


@dataclass
class DecimalMarkEvidence:
    """How many values say what about the mark, with the first values and rows of each kind."""

    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    currencies: set[str] = field(default_factory=set)

    def add(self, number: Number, *, text: str, count: int, row: Callable[[], int]) -> None:
        """Take note of a value that occurs `count` times, first in `row`."""
        if number.currency:
            self.currencies.add(number.currency)
        kind = kind_of(number, text=plain(text))
        if kind:
            self.counts[kind] = self.counts.get(kind, 0) + count
            examples = self.examples.setdefault(kind, [])
            if len(examples) < SHOWN:
                examples.append((text, row()))

    def decide(self, *, column: str) -> DecimalMark:
        """Return the mark. 1,234 is thousands unless a value proves otherwise; 1.234 alone is asked about.

        Raises
        ------
        ConnectorError
            `decimal_mark_ambiguous`, `decimal_mark_conflict` or `currency_conflict`.
        """
        if len(self.currencies) > 1:
            raise ConnectorError("currency_conflict", column=column, currencies=tuple(sorted(self.currencies)))
        point, strong, weak = (self.counts.get(kind, 0) for kind in ("point", "comma", "short comma"))
        comma = strong + weak
        if point and comma:
            if point >= DOMINANT * comma:
                return "point"
            if strong and comma >= DOMINANT * point:
                return "comma"
            raise self.conflict(column=column)
        if comma:
            if not strong and "comma?" in self.counts:  # 1,5 among 1,234: a decimal comma, or a slip of the hand
                raise self._ambiguous("short comma", "comma?", column=column)
            return "comma"
        if not point and "point?" in self.counts:
            raise self._ambiguous("point?", "comma?", column=column)
        return "point"

    def _ambiguous(self, *kinds: str, column: str) -> ConnectorError:
        samples = tuple(text for kind in kinds for text, _ in self.examples.get(kind, []))[:SHOWN]
        return ConnectorError("decimal_mark_ambiguous", column=column, samples=samples)

    def conflict(self, *, column: str) -> ConnectorError:
        """Return the error that names rows of both kinds."""
        rows = {kind: [row for _, row in self.examples.get(kind, [])] for kind in ("point", "comma", "short comma")}
        return ConnectorError(
            "decimal_mark_conflict",
            column=column,
            point_rows=tuple(sorted(rows["point"])),
            comma_rows=tuple(sorted(rows["comma"] + rows["short comma"])[:SHOWN]),
        )


def kind_of(number: Number, *, text: str) -> str:
    """Return what a number says about the mark: "" nothing, with ? what it may be and may not be."""
    if number.point == number.comma:
        return ""
    if number.comma is None:
        return "point"
    if number.point is None:
        return "comma" if text.count(".") or " " in text.strip() or text.count(",") != 1 else "short comma"
    return "point?" if "." in text else "comma?"
