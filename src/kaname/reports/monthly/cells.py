"""Numbers as cells: the same text as on a board, and the number behind it."""

from __future__ import annotations

from kaname.boards.presentation.cards import target_words
from kaname.boards.presentation.style import Style
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.targets import ResolvedTarget
from kaname.reports.document import Cell
from kaname.web.formats.digits import NONE
from kaname.web.formats.quantities import signed
from kaname.web.formats.units import Unit

RATIO = Unit("ratio")
HOURS = Unit("hours")


def words(text: str) -> Cell:
    return Cell(text)


def nothing() -> Cell:
    return Cell(NONE)


def amount(value: float | None, definition: MetricDefinition, style: Style) -> Cell:
    """A metric's value, without its counter word: the name beside it says what is counted."""
    if value is None:
        return nothing()
    return Cell(style.bare(value, definition), float(value), style.bare_unit(definition))


def change(value: float | None, definition: MetricDefinition, style: Style) -> Cell:
    """A difference of a metric's values."""
    if value is None:
        return nothing()
    unit = style.bare_unit(definition)
    return Cell(signed(value, unit, language=style.language), float(value), unit, signed=True)


def expected(value: float | None, definition: MetricDefinition, style: Style) -> Cell:
    """What should be reached by now; read without decimals that say nothing."""
    if value is None:
        return nothing()
    return Cell(style.pace(value, definition), float(value), style.bare_unit(definition))


def asked(target: ResolvedTarget | None, definition: MetricDefinition, style: Style) -> Cell:
    """A target; of a range the number is its lower end."""
    if target is None:
        return nothing()
    return Cell(target_words(target, definition, style, bare=True), float(target.value), style.bare_unit(definition))


def share(ratio: float | None, style: Style, *, digits: int = 0) -> Cell:
    """A ratio as a percentage."""
    return nothing() if ratio is None else Cell(style.percent(ratio, digits=digits), float(ratio), RATIO)
