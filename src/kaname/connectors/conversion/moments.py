"""Days and local times of a block to days of the organisation and instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaname.connectors.conversion.arrays import Bad, Column
from kaname.connectors.conversion.zoned import DAY, instants_of, locals_of
from kaname.connectors.values.moments import Moment

NOTHING, DAY_ONLY, LOCAL, INSTANT = range(4)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local times have no zone yet
_MICROSECOND = timedelta(microseconds=1)


@dataclass
class Moments:
    """`micros` are local times, or instants where `kind` says INSTANT. [µs since 1970]"""

    micros: NDArray[np.int64]
    kind: NDArray[np.uint8]
    bad: Bad

    @classmethod
    def from_column(cls, column: Column) -> Moments:
        """Return what `as_moments` made an array of."""
        micros, kind = column.values.field("micros"), column.values.field("kind")
        return cls(micros.fill_null(0).to_numpy().copy(), kind.fill_null(NOTHING).to_numpy().copy(), column.bad)

    def settled(self, *, source: tzinfo, organisation: ZoneInfo) -> Column:
        """Return structs of `day`, the organisation's, and `instant`, null for a day alone.

        Local times are those of `source`.
        """
        instant, day = self.micros, self.micros
        local = self.kind == LOCAL
        if local.any():
            instant = np.where(local, instants_of(np.where(local, instant, 0), zone=source), instant)
        foreign = self.kind >= LOCAL if source != organisation else self.kind == INSTANT
        if foreign.any():
            day = np.where(foreign, locals_of(np.where(foreign, instant, 0), zone=organisation), day)
        days = pa.array((day // DAY).astype(np.int32), type=pa.int32(), mask=_mask(self.kind == NOTHING))
        instants = pa.array(instant, type=pa.int64(), mask=_mask(self.kind < LOCAL))
        fields = [days.view(pa.date32()), instants.view(pa.timestamp("us", tz="UTC"))]
        return Column(pa.StructArray.from_arrays(fields, names=["day", "instant"]), self.bad)


def as_moments(found: list[Moment | None]) -> pa.StructArray:
    """Return an array of what was read, to be put in place by `Moments.from_column`."""
    micros = pa.array([0 if moment is None else _micros(moment) for moment in found], type=pa.int64())
    kind = pa.array([_kind(moment) for moment in found], type=pa.uint8())
    return pa.StructArray.from_arrays([micros, kind], names=["micros", "kind"])


def _micros(moment: Moment) -> int:
    local = moment.local()
    offset = local.replace(tzinfo=moment.zone).utcoffset() if moment.zone and moment.clock is not None else None
    return (local - (offset or timedelta()) - _EPOCH) // _MICROSECOND


def _kind(moment: Moment | None) -> int:
    if moment is None:
        return NOTHING
    return DAY_ONLY if moment.clock is None else LOCAL if moment.zone is None else INSTANT


def _mask(mask: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    return mask if mask.any() else None
