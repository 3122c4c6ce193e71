"""Which of day and month comes first in a column, decided over all of its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import get_args

from kaname.connectors.error import ConnectorError
from kaname.connectors.shapes import DayOrder
from kaname.connectors.values.days import Triple

ORDERS: tuple[DayOrder, ...] = get_args(DayOrder)
SHOWN = 5
DOMINANT = 20  # so many times as many rows as are open say what they mean without an order


@dataclass
class DayOrderEvidence:
    """The orders that each value seen allows, with the first values and rows of each such set.

    `open_rows` counts the rows whose value depends on the order, `settled_rows` the other days.
    """

    seen: dict[frozenset[DayOrder], list[tuple[str, int]]] = field(default_factory=dict)

    open_rows: int = 0
    settled_rows: int = 0

    def add(self, day: object, *, text: str, count: int, row: Callable[[], int]) -> None:
        """Take note of a value of `count` rows. One that is written without an order, or is no day, proves nothing."""
        readings = day.readings() if isinstance(day, Triple) else {}
        if not readings or (len(readings) > 1 and len(set(readings.values())) == 1):  # 4/4/2026
            self.settled_rows += count if readings or not isinstance(day, Triple) else 0
            return
        self.open_rows += count
        examples = self.seen.setdefault(frozenset(readings), [])
        if len(examples) < SHOWN:
            examples.append((text, row()))

    def allowed(self) -> tuple[DayOrder, ...]:
        """Return the orders in which every value is a day; none where the values contradict each other."""
        return tuple(order for order in ORDERS if all(order in orders for orders in self.seen))

    def decide(self, *, column: str) -> DayOrder | None:
        """Return the order; None where no value needs one, or so few that they are slips, to be refused one by one.

        Raises
        ------
        ConnectorError
            `day_order_ambiguous` or `day_order_conflict`.
        """
        allowed = self.allowed()
        if not self.seen:
            return None
        if len(allowed) == 1:
            return allowed[0]
        if self.open_rows * DOMINANT <= self.settled_rows:
            return None
        if allowed:
            samples = tuple(text for examples in self.seen.values() for text, _ in examples)[:SHOWN]
            raise ConnectorError("day_order_ambiguous", column=column, samples=samples, orders=allowed)
        raise self._conflict(column=column)

    def _conflict(self, *, column: str) -> ConnectorError:
        first, second = self._contradiction()
        return ConnectorError(
            "day_order_conflict",
            column=column,
            first=_orders(first),
            first_rows=self._rows(first),
            second=_orders(second),
            second_rows=self._rows(second),
        )

    def _contradiction(self) -> Sequence[frozenset[DayOrder]]:
        """Return two sets of orders that have least in common."""
        sets = list(self.seen)
        pairs = [(a, b) for index, a in enumerate(sets) for b in sets[index + 1 :]]
        return min(pairs, key=lambda pair: (len(pair[0] & pair[1]), len(pair[0]) + len(pair[1])))

    def _rows(self, orders: frozenset[DayOrder]) -> tuple[int, ...]:
        return tuple(sorted(row for _, row in self.seen[orders]))


def _orders(orders: frozenset[DayOrder]) -> str:
    return "/".join(order for order in ORDERS if order in orders)
