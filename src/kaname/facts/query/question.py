"""One grouped query: what it reads, by what it groups and filters. Equal questions share one SQL text."""

from __future__ import annotations

from dataclasses import dataclass

from kaname.facts.metrics.definition import FromFacts
from kaname.facts.query.bases import Base, Level
from kaname.measures.periods import FiscalCalendar, Grain

FieldFilter = tuple[str, tuple[str | None, ...]]


@dataclass(frozen=True)
class Question:
    """`subjects` are those of team, person and manager by which it filters; their keys are parameters of the query.

    The answer has a column `period` if there is a grain, and `by_0`, `by_1` … for `by`. From facts it has for each base
    i its value in `value_i` and the number of facts that count for it in `facts_i`; from rollups the fields `tested` by
    the bases' conditions and the `sums` that they need.
    """

    stream: str
    level: Level
    bases: tuple[Base, ...]
    by: tuple[str, ...]
    grain: Grain | None
    calendar: FiscalCalendar
    subjects: tuple[str, ...]
    fields: tuple[FieldFilter, ...]

    @property
    def keys(self) -> list[str]:
        """The columns of the answer by which it is grouped."""
        return (["period"] if self.grain is not None else []) + [f"by_{i}" for i in range(len(self.by))]

    @property
    def tested(self) -> list[str]:
        return sorted({condition.field for base in self.bases for condition in base.conditions})

    @property
    def sums(self) -> list[str]:
        return sorted({name for base in self.bases for name in self.sums_of(base)})

    def sums_of(self, base: Base) -> list[str]:
        field = base.field if isinstance(base, FromFacts) else None
        return ["n", f"{field}_sum", f"{field}_n"] if field else ["n"]
