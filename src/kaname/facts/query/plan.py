"""Which questions answer a set of metrics: one for each stream and level, not one for each metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kaname.facts.directory import Directory
from kaname.facts.metrics.definition import FromFacts, Measure, MetricDefinition
from kaname.facts.query.bases import SUBJECTS, Base, Level, base_of, level_of
from kaname.facts.query.question import FieldFilter, Question
from kaname.measures.periods import FiscalCalendar, Grain

Where = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True)
class Shape:
    """What callers ask for besides the days and the keys of people and teams: the same for many calls.

    `keeping`: they keep the different things that were counted.
    """

    by: tuple[str, ...]
    grain: Grain | None
    calendar: FiscalCalendar
    subjects: tuple[str, ...]
    fields: tuple[FieldFilter, ...]
    keeping: bool

    def level(self, base: Base) -> Level:
        counts_things = isinstance(base, FromFacts) and base.measure is Measure.DISTINCT
        if self.keeping and self.grain is None and counts_things:
            return Level.THINGS
        return level_of(base, fields=frozenset({*self.by, *self.subjects, *(field for field, _ in self.fields)}))

    def question(self, stream: str, level: Level, bases: Sequence[Base]) -> Question:
        return Question(stream, level, tuple(bases), self.by, self.grain, self.calendar, self.subjects, self.fields)


def shape_of(
    *, by: Sequence[str], grain: Grain | None, calendar: FiscalCalendar, where: Where, keeping: bool = False
) -> Shape:
    subjects = tuple(sorted(SUBJECTS & set(where)))
    fields = tuple((field, tuple(where[field])) for field in sorted(set(where) - SUBJECTS))
    return Shape(tuple(by), grain, calendar, subjects, fields, keeping)


@lru_cache(maxsize=500)
def questions_for(definitions: tuple[MetricDefinition, ...], shape: Shape) -> tuple[Question, ...]:
    bases: dict[tuple[str, Level, Base | None], list[Base]] = {}
    for definition in definitions:
        base = base_of(definition)
        if base is not None:
            level = shape.level(base)
            alone = base if level in {Level.LATEST, Level.THINGS} else None
            known = bases.setdefault((base.stream, level, alone), [])
            if base not in known:
                known.append(base)
    return tuple(shape.question(stream, level, asked) for (stream, level, _), asked in bases.items())


def subjects_of(directory: Directory, where: Where) -> dict[str, list[str]]:
    """The keys wanted of each subject that is filtered by: a team stands for itself and all teams below it."""
    wanted = {subject: [key for key in where[subject] if key is not None] for subject in SUBJECTS & set(where)}
    if "team" in wanted:
        wanted["team"] = sorted(directory.teams_below(wanted["team"]))
    return wanted
