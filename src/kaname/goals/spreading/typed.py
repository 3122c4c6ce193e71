"""Values as they are typed into a sheet."""

from __future__ import annotations

from decimal import Decimal

from kaname.goals.reader import Reader
from kaname.goals.typed import read_value
from kaname.goals.whole_units import require_whole


def typed_value(text: str, metric_key: str, *, reader: Reader) -> Decimal | None:
    """The number, None for an empty field. Raises GoalsError as `read_value`, and value_not_whole."""
    if not text.strip():
        return None
    definition, currency = reader.definitions[metric_key], reader.currency
    return require_whole(read_value(text, metric=definition, currency=currency), definition, currency=currency)
