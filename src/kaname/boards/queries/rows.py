"""The facts that a number is made of, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kaname.boards.audience import Audience
from kaname.boards.selection import Selection
from kaname.facts.evaluate import RowPage, export_rows, rows_behind
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.store import FactStore

PAGE_ROWS = 50
NEWEST_FIRST = "-day"


@dataclass(frozen=True)
class Rows:
    """Those of a metric's parts, of the selection's period and subject."""

    store: FactStore
    definition: MetricDefinition
    definitions: Mapping[str, MetricDefinition]
    selection: Selection
    audience: Audience

    @property
    def where(self) -> dict[str, list[str]]:
        """The facts of the subject; of a team whose people the reader may not see, the reader's own alone."""
        own = {} if self.audience.sees_people else {"person": [self.audience.own]}
        return self.selection.where | own

    def page(self, number: int, *, order: str) -> RowPage:
        """One page, counted from 1.

        Raises
        ------
        FactsError
            `unknown_field` for an order by what no row has.
        """
        return rows_behind(
            self.store,
            definition=self.definition,
            definitions=self.definitions,
            since=self.selection.period.starts_on,
            until=self.selection.period.ends_on,
            where=self.where,
            order=order,
            offset=(number - 1) * PAGE_ROWS,
            limit=PAGE_ROWS,
        )

    def all(self) -> Iterator[dict[str, Any]]:
        """Every row, newest first, read in batches."""
        for batch in export_rows(
            self.store,
            definition=self.definition,
            definitions=self.definitions,
            since=self.selection.period.starts_on,
            until=self.selection.period.ends_on,
            where=self.where,
            order=NEWEST_FIRST,
        ):
            yield from batch.to_pylist(maps_as_pydicts="lossy")
