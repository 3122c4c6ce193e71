"""The same value in every row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

import pyarrow as pa

from kaname.connectors.conversion.arrays import Column
from kaname.connectors.conversion.decimals import fitted
from kaname.connectors.conversion.reader import Cells
from kaname.connectors.error import ConnectorError
from kaname.connectors.values.durations import Short, read_duration
from kaname.connectors.values.moments import read_moment
from kaname.connectors.values.numbers import Number, read_number
from kaname.connectors.values.texts import folded
from kaname.connectors.values.unreadable import UnreadableError
from kaname.facts.streams import Field, FieldType


@dataclass(frozen=True)
class LiteralReader:
    """A text that needs no decision to be read as what its field holds."""

    value: str
    places: tuple[int, ...] = ()

    def read(self, cells: Cells) -> Column:
        """Return the value once for each row."""
        return Column(pa.repeat(pa.scalar(self.value), cells.block.size))


def plain_literal(value: str, *, field: Field, where: str) -> LiteralReader:
    """Return a literal as text in the plainest form: an ISO date, a number with a point.

    Raises
    ------
    ConnectorError
        `mapping_literal_invalid`.
    """
    try:
        return LiteralReader(value=_plain(value, field=field))
    except UnreadableError as reason:
        sentence = ConnectorError(reason.code, **reason.params)
        raise ConnectorError("mapping_literal_invalid", where=where, value=value, reason=str(sentence)) from None


def _plain(value: str, *, field: Field) -> str:
    if field.type in {FieldType.DAY, FieldType.INSTANT}:
        return _plain_moment(value)
    if field.type in {FieldType.INTEGER, FieldType.DECIMAL}:
        return _plain_number(value, unit=field.unit, whole=field.type is FieldType.INTEGER)
    if field.closed:
        return allowed_value(value, allowed=field.values)
    return value


def _plain_moment(value: str) -> str:
    moment = read_moment(value)
    if moment.clock is None:
        return moment.day.isoformat()
    return f"{moment.local().isoformat(sep=' ')}{_offset(moment.zone)}"


def _offset(zone: tzinfo | None) -> str:
    if zone is None:
        return ""
    offset = zone.utcoffset(None)
    if offset is None:
        raise UnreadableError("zone_unknown", zone=str(zone))
    minutes = int(offset.total_seconds()) // 60
    return f"{'+' if minutes >= 0 else '-'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _plain_number(value: str, *, unit: str, whole: bool) -> str:
    found = read_duration(value) if unit == "seconds" else read_number(value)
    if isinstance(found, Short):
        raise UnreadableError("duration_unknown")
    number = fitted(found.settled(mark=None) if isinstance(found, Number) else found, rounds=False)
    if whole and number != number.to_integral_value():
        raise UnreadableError("number_not_whole")
    return f"{number:f}"


def allowed_value(text: str, *, allowed: tuple[str, ...]) -> str:
    """Return the value of a closed vocabulary that differs in width, case or spaces at most; raise UnreadableError."""
    known = {folded(value): value for value in allowed}
    if folded(text) not in known:
        raise UnreadableError("value_not_allowed", allowed=allowed)
    return known[folded(text)]
