"""Which fields of its stream a fact's mapping may and must name."""

from __future__ import annotations

from collections.abc import Iterable

from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.scalars import nearest
from kaname.facts.streams import Stream

OWN_KEYS = frozenset({"source_id", "attributes"})  # said as `id` and `attributes`


def check_fields(*, keys: Iterable[str], stream: Stream, where: str) -> None:
    """Refuse fields that the stream lacks, and required fields without a mapping."""
    given = list(keys)
    known = [field.key for field in stream.fields if field.key not in OWN_KEYS]
    for key in given:
        if key not in known:
            suggestion = nearest(key, among=[*known, "id", "attributes", "skip_when_empty", "skip_when"])
            raise ConnectorError("mapping_key_unknown", where=where, key=key, suggestion=suggestion)
    if "day" in given and "occurred_at" in given:
        raise ConnectorError("mapping_shape", where=where, expected="given either day or occurred_at, not both")
    if "day" not in given and "occurred_at" not in given:
        raise ConnectorError("mapping_key_missing", where=where, key="occurred_at")
    for field in stream.fields:
        if field.required and field.key not in OWN_KEYS | {"day"} and field.key not in given:
            raise ConnectorError("mapping_key_missing", where=where, key=field.key)
