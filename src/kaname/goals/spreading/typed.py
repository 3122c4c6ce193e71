"""Values as they are typed into a sheet."""

from __future__ import annotations

from decimal import Decimal

from kaname.goals.reader import Reader
from kaname.goals.spreading.errors import SheetError
from kaname.goals.spreading.grounds import step_of
from kaname.goals.spreading.totals import INDIVISIBLE
from kaname.goals.typed import read_value
from kaname.goals.words import metric_name
from kaname.web.formats.quantities import exact


def typed_value(text: str, metric_key: str, *, reader: Reader) -> Decimal | None:
    """The number, None for an empty field. Raises GoalsError as `read_value`, and not_whole."""
    if not text.strip():
        return None
    definition = reader.definitions[metric_key]
    value = read_value(text, metric=definition, currency=reader.currency)
    step = step_of(definition, reader)
    if definition.unit in INDIVISIBLE and value % step:
        raise SheetError(
            "not_whole",
            metric=metric_name(metric_key, reader.definitions),
            step=exact(step, reader.unit(definition), language=reader.language),
        )
    return value
