"""What candidates are measured in, as definitions by which typed numbers are read."""

from __future__ import annotations

from kaname.facts.labels import Label
from kaname.facts.metrics.definition import Entered, Entry, MetricDefinition, Unit
from kaname.measures.direction import Direction
from kaname.web.formats import units

BUDGET = MetricDefinition("budget", Label("Budget", "予算"), Unit.CURRENCY, Direction.LOWER, Entered(Entry.SUM))
EFFORT = MetricDefinition(
    "effort_days",
    Label("Effort", "工数"),
    Unit.NUMBER,
    Direction.LOWER,
    Entered(Entry.SUM),
    counter=Label("person-days", "人日"),
)
CONFIDENCE = MetricDefinition(
    "confidence", Label("Confidence", "確度"), Unit.RATIO, Direction.HIGHER, Entered(Entry.MEAN)
)
PLAIN = units.Unit(Unit.NUMBER.value)
