"""What has to be read: the measures on facts to which metrics, however composed, come down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kaname.facts.metrics.definition import (
    Condition,
    Entered,
    Entry,
    FromFacts,
    Measure,
    MetricDefinition,
    Test,
)
from kaname.facts.streams import stream_of

# To group by: a person's key, or where nobody is known by it, the name that the source wrote, marked so.
PERSON_OR_NAME = "person_or_name"
NAME_MARK = "name:"
ORDERINGS = frozenset({Test.MORE_THAN, Test.AT_LEAST, Test.LESS_THAN, Test.AT_MOST})
SUBJECTS = frozenset({"person", "team", "manager", PERSON_OR_NAME})


@dataclass(frozen=True)
class LatestEntry:
    """The latest measurement of each person and team, added up."""

    metric: str
    stream: str = "measurements"

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (Condition("metric", Test.IS, (self.metric,)),)


Base = FromFacts | LatestEntry


def base_of(definition: MetricDefinition) -> Base | None:
    """What a metric reads itself; None where it is computed from other metrics."""
    match definition.computation:
        case FromFacts() as computation:
            return computation
        case Entered(Entry.LAST):
            return LatestEntry(definition.key)
        case Entered(how):
            measure = Measure.SUM if how is Entry.SUM else Measure.MEAN
            return FromFacts("measurements", measure, "value", LatestEntry(definition.key).conditions)
    return None


class Level(Enum):
    """Where it can be read, from the smallest table to the facts themselves."""

    BY_TEAM = "by_team"
    BY_PERSON = "by_person"
    FACTS = "facts"
    THINGS = "things"
    LATEST = "latest"
    ROWS = "rows"


def level_of(base: Base, *, fields: frozenset[str]) -> Level:
    """The smallest table that tells apart what the base's conditions and these fields of grouping and filters need."""
    if isinstance(base, LatestEntry):
        return Level.LATEST
    needed = {condition.field for condition in base.conditions} | (fields - SUBJECTS)
    additive = base.measure in {Measure.COUNT, Measure.SUM, Measure.MEAN}
    by_size = any(condition.test in ORDERINGS for condition in base.conditions)
    if not additive or by_size or not needed <= set(stream_of(base.stream).rollup_by):
        return Level.FACTS
    return Level.BY_PERSON if fields & {"person", "manager", PERSON_OR_NAME} else Level.BY_TEAM
