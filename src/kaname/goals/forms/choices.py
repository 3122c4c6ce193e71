"""What the form of a metric offers, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.facts.metrics.definition import Entry, Measure, Test, Unit
from kaname.facts.metrics.validate import NOT_IN_CONDITIONS
from kaname.facts.streams import STREAMS, FieldType
from kaname.goals.words import name_of
from kaname.measures.direction import Direction
from kaname.measures.operation import Operation

OTHER_COLUMN = "*"

UNITS = [
    (Unit.COUNT, pgettext_lazy("unit of a metric", "Count (how many)")),
    (Unit.CURRENCY, pgettext_lazy("unit of a metric", "Money")),
    (Unit.RATIO, pgettext_lazy("unit of a metric", "Ratio (shown in %)")),
    (Unit.SECONDS, pgettext_lazy("unit of a metric", "Seconds (shown as minutes and hours)")),
    (Unit.HOURS, pgettext_lazy("unit of a metric", "Hours")),
    (Unit.NUMBER, pgettext_lazy("unit of a metric", "Plain number")),
]
DIRECTIONS = [
    (Direction.HIGHER, _("Higher is better")),
    (Direction.LOWER, _("Lower is better")),
    (Direction.RANGE, _("Best within a range")),
]
KINDS = [
    ("stream", _("From facts: count, add up or average what was imported")),
    ("ratio", _("Ratio: one metric ÷ another")),
    ("arithmetic", _("Arithmetic: several metrics put together")),
    ("entered", _("Entered by hand or from a spreadsheet")),
]
MEASURES = [
    (Measure.COUNT, _("Count the facts")),
    (Measure.SUM, _("Add up a field")),
    (Measure.MEAN, _("Average of a field")),
    (Measure.MEDIAN, _("Median of a field")),
    (Measure.DISTINCT, _("Count different values of a field")),
]
TESTS = [
    (Test.IS, pgettext_lazy("a condition", "is")),
    (Test.IS_NOT, pgettext_lazy("a condition", "is not")),
    (Test.IN, pgettext_lazy("a condition", "is one of")),
    (Test.NOT_IN, pgettext_lazy("a condition", "is none of")),
    (Test.MORE_THAN, pgettext_lazy("a condition", "is more than")),
    (Test.AT_LEAST, pgettext_lazy("a condition", "is at least")),
    (Test.LESS_THAN, pgettext_lazy("a condition", "is less than")),
    (Test.AT_MOST, pgettext_lazy("a condition", "is at most")),
    (Test.PRESENT, pgettext_lazy("a condition", "is filled in")),
    (Test.MISSING, pgettext_lazy("a condition", "is empty")),
]
OPERATIONS = [
    (Operation.SUM, _("Sum (A + B + …)")),
    (Operation.DIFFERENCE, _("Difference (A − B)")),
    (Operation.PRODUCT, _("Product (A × B × …)")),
    (Operation.RATIO, _("Ratio (A ÷ B)")),
    (Operation.WEIGHTED_SUM, _("Weighted sum (weight × A + weight × B + …)")),
]
ENTRIES = [
    (Entry.SUM, _("Add up everything entered in the period")),
    (Entry.MEAN, _("Average what was entered in the period")),
    (Entry.LAST, _("The latest entry of each person and team, added up (stock figures such as customers)")),
]


def streams() -> list[tuple[str, str]]:
    """Streams of facts by name; measurements are what metrics entered by hand read."""
    return [(key, name_of(stream.name)) for key, stream in STREAMS.items() if key != "measurements"]


def fields(stream: str, *, numeric: bool = False, conditions: bool = False) -> list[tuple[str, str]]:
    """Fields of a stream by name, and the way to any other column."""
    known = STREAMS[stream].fields if stream in STREAMS else ()
    left_out = NOT_IN_CONDITIONS if conditions else {"source_id", "attributes", "day", "occurred_at"}
    offered = [
        (field.key, name_of(field.name))
        for field in known
        if field.key not in left_out and field.type is not FieldType.ATTRIBUTES and (field.numeric or not numeric)
    ]
    return offered if numeric else [*offered, (OTHER_COLUMN, str(_("Other column")))]


def values(stream: str, field: str) -> list[tuple[str, str]]:
    """The known vocabulary of a field, with names."""
    if stream not in STREAMS or not STREAMS[stream].has_field(field):
        return []
    found = STREAMS[stream].field(field)
    return [(value, name_of(found.name_of(value))) for value in found.values]
