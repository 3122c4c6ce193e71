"""A metric's number before it is saved: this month and the six before, in all and by team, beside the old one's."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kaname.facts.errors import FactsError
from kaname.facts.evaluate import Result, evaluate
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.problems import facts_words
from kaname.goals.reader import Reader
from kaname.measures.periods import Grain, Period, period_of, previous
from kaname.web.formats.units import Unit
from kaname.web.store import facts

MONTHS_BEFORE = 6
Number = int | float | None


@dataclass(frozen=True)
class PreviewCell:
    """One month: the new number and, where a metric is changed, the old one."""

    value: Number
    before: Number
    differs: bool


@dataclass(frozen=True)
class PreviewLine:
    """The organisation (no name) or one team."""

    name: str
    cells: tuple[PreviewCell, ...]


@dataclass(frozen=True)
class Preview:
    """`lines` begins with the organisation's own; `trouble` says why there are no numbers."""

    months: tuple[Period, ...]
    unit: Unit
    unit_before: Unit | None
    lines: tuple[PreviewLine, ...] = ()
    trouble: str = ""

    @property
    def compares(self) -> bool:
        return self.unit_before is not None

    @property
    def empty(self) -> bool:
        """Whether no month has any facts."""
        return not any(cell.value for line in self.lines for cell in line.cells)


def preview(definition: MetricDefinition, reader: Reader, *, before: MetricDefinition | None) -> Preview:
    """Computed from the store as it is, with `before` (the definition in use) beside it."""
    months = _months(reader)
    unit = reader.unit(definition)
    unit_before = reader.unit(before) if before else None
    try:
        new = _computed(definition, months, reader)
        old = _computed(before, months, reader) if before else new
    except FactsError as error:
        return Preview(months, unit, unit_before, trouble=facts_words(error, definitions=reader.definitions))
    found = {key for computed in (new, old) for key in _teams_in(computed)}
    names = new[1].names.get("team", {})
    teams = sorted((names.get(key or "", ""), key) for key in found)
    lines = [PreviewLine("", _cells(new[0], old[0], months, before is not None))]
    for name, key in teams:
        cells = _cells(new[1], old[1], months, before is not None, team=key)
        lines.append(PreviewLine(name or _("Without a team"), cells))
    return Preview(months, unit, unit_before, tuple(lines))


def _months(reader: Reader) -> tuple[Period, ...]:
    """Six months and this one."""
    found = [period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar)]
    while len(found) <= MONTHS_BEFORE:
        found.append(previous(found[-1], grain=Grain.MONTH, calendar=reader.calendar))
    return tuple(reversed(found))


Computed = tuple[Result, Result]


def _computed(definition: MetricDefinition, months: tuple[Period, ...], reader: Reader) -> Computed:
    """In all, and by team."""

    def ask(by: tuple[str, ...]) -> Result:
        return evaluate(
            facts(),
            definitions={**reader.definitions, definition.key: definition},
            keys=[definition.key],
            since=months[0].starts_on,
            until=months[-1].ends_on,
            calendar=reader.calendar,
            grain=Grain.MONTH,
            by=by,
        )

    return ask(()), ask(("team",))


def _teams_in(computed: Computed) -> set[str | None]:
    """The teams that have facts for it, and None where facts belong to none."""
    result = computed[1]
    return {row["team"] for key in result.values for row in result.rows(key)}


def _cells(
    new: Result, old: Result, months: tuple[Period, ...], compares: bool, **group: str | None
) -> tuple[PreviewCell, ...]:
    """One line's months; a group without facts counts as a metric counts nothing."""
    key = next(iter(new.values))
    cells = []
    for month in months:
        value = new.value(key, period=month.starts_on, **group)
        before = old.value(key, period=month.starts_on, **group)
        cells.append(PreviewCell(value, before if compares else None, compares and value != before))
    return tuple(cells)
