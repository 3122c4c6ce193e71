"""Exact decimals to and from arrays of whole ten-thousandths."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaname.connectors.values.unreadable import UnreadableError
from kaname.facts.streams import ARROW_TYPES, FieldType

DECIMAL = ARROW_TYPES[FieldType.DECIMAL]
STEP = Decimal(1).scaleb(-DECIMAL.scale)
WHOLE_DIGITS = DECIMAL.precision - DECIMAL.scale
PER_UNIT = 10**DECIMAL.scale


def from_steps(steps: NDArray[np.int64], *, validity: pa.Buffer | None = None, nulls: int = 0) -> pa.Decimal128Array:
    """Return decimals of so many ten-thousandths each; the type holds 18 digits, so that an int64 is enough."""
    words = np.empty((len(steps), 2), dtype=np.int64)
    words[:, 0] = steps
    words[:, 1] = steps >> 63
    return pa.Array.from_buffers(DECIMAL, len(steps), [validity, pa.py_buffer(words)], null_count=nulls)


def fitted(value: Decimal, *, rounds: bool) -> Decimal:
    """Return a number as its field can hold it, rounded half to even where that is allowed.

    Raises
    ------
    UnreadableError
        `number_too_large` or `number_too_fine`.
    """
    if abs(value) >= 10**WHOLE_DIGITS:
        raise UnreadableError("number_too_large", digits=WHOLE_DIGITS)
    rounded = value.quantize(STEP, rounding=ROUND_HALF_EVEN)
    if rounded != value and not rounds:
        raise UnreadableError("number_too_fine", digits=DECIMAL.scale)
    return rounded
