"""Whether a column's numbers have a decimal point or a decimal comma, decided over all of its values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from kaname.connectors.error import ConnectorError
from kaname.connectors.shapes import DecimalMark
from kaname.connectors.values.numbers import Number
from kaname.connectors.values.texts import plain
from kaname.connectors.values.unreadable import UnreadableError

SHOWN = 5
DOMINANT = 20  # so many times as many rows as say something else: the few are slips, refused one by one


@dataclass
class DecimalMarkEvidence:
    """How many values say what about the mark, with the first values and rows of each kind."""

    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    currencies: set[str] = field(default_factory=set)
    rows: int = 0

    def add(self, number: Number, *, text: str, count: int, row: Callable[[], int]) -> None:
        """Take note of a value that occurs `count` times, first in `row`."""
        if number.currency:
            self.currencies.add(number.currency)
        kind = kind_of(number, text=text)
        self.rows += count
        if kind:
            self.counts[kind] = self.counts.get(kind, 0) + count
            examples = self.examples.setdefault(kind, [])
            if len(examples) < SHOWN:
                examples.append((text, row()))

    def decide(self, *, column: str) -> DecimalMark | None:
        """Return the mark; None where only a few values depend on it, to be refused one by one.

        1,234 is thousands unless the column proves otherwise. A column of 1.234 without any proof is asked about.

        Raises
        ------
        ConnectorError
            `decimal_mark_ambiguous`, `decimal_mark_conflict` or `currency_conflict`.
        """
        if len(self.currencies) > 1:
            raise ConnectorError("currency_conflict", column=column, currencies=tuple(sorted(self.currencies)))
        point, comma = self._rows("point"), self._rows("comma", "short comma")
        if point and comma * DOMINANT > point:
            raise self._conflict(column=column)
        if point:
            return "point"
        return self._by_comma(column=column) if comma else self._by_nothing(column=column)

    def _by_comma(self, *, column: str) -> DecimalMark | None:
        """Decide where some values have a decimal comma and none a decimal point."""
        proofs, thousands = self._rows("comma", "short comma"), self._rows("comma?")
        if thousands >= DOMINANT * proofs:
            return "point"
        if self._rows("comma"):
            return "comma"
        if thousands:  # 1,5 among 1,234
            raise self._ambiguous("short comma", "comma?", column=column)
        return None if proofs * DOMINANT <= self.rows else "comma"

    def _by_nothing(self, *, column: str) -> DecimalMark | None:
        """Decide where no value proves anything."""
        unsure = self._rows("point?")
        if not unsure:
            return "point"
        if unsure * DOMINANT <= self.rows:
            return None
        raise self._ambiguous("point?", "comma?", column=column)

    def _rows(self, *kinds: str) -> int:
        return sum(self.counts.get(kind, 0) for kind in kinds)

    def _ambiguous(self, *kinds: str, column: str) -> ConnectorError:
        samples = tuple(text for kind in kinds for text, _ in self.examples.get(kind, []))[:SHOWN]
        return ConnectorError("decimal_mark_ambiguous", column=column, samples=samples)

    def _conflict(self, *, column: str) -> ConnectorError:
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
    text = plain(text)
    if number.point is None:
        return "comma" if text.count(".") or " " in text.strip() or text.count(",") != 1 else "short comma"
    return "point?" if "." in text else "comma?"


def settled(number: Number, *, text: str, mark: DecimalMark | None) -> Decimal:
    """Return the number by the mark that was decided for its column.

    Raises
    ------
    UnreadableError
        `number_mark`, or `number_ambiguous` where its column has too few such numbers to tell.
    """
    if mark is None and kind_of(number, text=text) in {"point?", "short comma"}:
        readings = tuple(f"{reading:f}" for reading in (number.point, number.comma) if reading is not None)
        raise UnreadableError("number_ambiguous", readings=readings)
    return number.settled(mark=mark)
