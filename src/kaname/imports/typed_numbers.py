"""Numbers as people type them for a measurement: as for a target, within what a fact can hold."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError

from kaname.connectors.values.texts import is_empty
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.errors import GoalsError
from kaname.goals.typed import read_value
from kaname.imports.reasons import reason

DIGITS = 4
STEP = Decimal(1).scaleb(-DIGITS)


def typed_number(text: str, *, definition: MetricDefinition, currency: str) -> Decimal | None:
    """The value in the metric's own unit (seconds, hours, 0–1 for a ratio); None for an empty text.

    Raises
    ------
    ValidationError
        With what to write instead.
    """
    if is_empty(text):
        return None
    try:
        value = read_value(text, metric=definition, currency=currency)
    except GoalsError as problem:
        raise ValidationError(str(problem)) from None
    if value != value.quantize(STEP):
        raise ValidationError(reason(code="number_too_fine", params={"digits": DIGITS}))
    return value
