"""From a definition to what is typed for it."""

from __future__ import annotations

from typing import Any

from kaname.facts.metrics.definition import Arithmetic, Entered, FromFacts, MetricDefinition, Ratio
from kaname.goals.forms import choices
from kaname.goals.forms.metric_rows import Row, condition_row


def typed_for(definition: MetricDefinition) -> tuple[dict[str, Any], list[Row], list[Row]]:
    """A definition as it would be typed: fields, conditions, parts."""
    initial: dict[str, Any] = {"key": definition.key, "unit": definition.unit, "direction": definition.direction}
    for name in ("name", "about", "counter"):
        label = getattr(definition, name)
        initial |= {f"{name}_en": label.en, f"{name}_ja": label.ja}
    match definition.computation:
        case FromFacts(stream, measure, field, conditions):
            known = field is None or field in dict(choices.fields(stream))
            chosen = {"field": field} if known else {"field": choices.OTHER_COLUMN, "field_column": field}
            initial |= {"kind": "stream", "stream": stream, "measure": measure} | chosen
            return initial, [condition_row(condition, stream) for condition in conditions], []
        case Ratio(numerator, denominator):
            initial |= {"kind": "ratio", "numerator": numerator, "denominator": denominator}
        case Arithmetic(operation, of, weights):
            initial |= {"kind": "arithmetic", "operation": operation}
            padded = [*weights, *[1.0] * (len(of) - len(weights))]
            parts = [{"part_metric": key, "part_weight": f"{weight:g}"} for key, weight in zip(of, padded, strict=True)]
            return initial, [], parts
        case Entered(how):
            initial |= {"kind": "entered", "entered": how}
    return initial, [], []
