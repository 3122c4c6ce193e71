"""Numbers that Arrow can read: digits with a decimal mark, thousands kept apart, with or without a yen sign."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from kaname.connectors.conversion.decimals import DECIMAL, PER_UNIT, WHOLE_DIGITS, from_steps
from kaname.connectors.shapes import DecimalMark

_WRITTEN: Mapping[DecimalMark, str] = {
    "point": r"-?(\d{1,14}|[1-9]\d{0,2}(,\d{3}){1,3})(\.\d{1,4})?",
    "comma": r"-?(\d{1,14}|[1-9]\d{0,2}(\.\d{3}){1,3})(,\d{1,4})?",
}
_NO_DIGIT: Mapping[DecimalMark, str] = {"point": r"[,¥￥\\円 ]", "comma": r"[.¥￥\\円 ]"}


def digits(texts: pa.StringArray) -> pa.Decimal128Array | None:
    """Read texts that are nothing but digits, None if they are not or do not fit."""
    if pc.all(pc.ascii_is_decimal(texts)).as_py() is False:
        return None
    try:
        numbers = texts.cast(pa.int64())
    except pa.ArrowInvalid:
        return None
    values = numbers.fill_null(0).to_numpy()
    if len(values) and values.max() >= 10**WHOLE_DIGITS:
        return None
    steps = from_steps(values * PER_UNIT)
    return pc.if_else(numbers.is_valid(), steps, None) if numbers.null_count else steps


def with_point(texts: pa.StringArray) -> pa.Decimal128Array | None:
    """Read texts that are digits with at most a point and a sign, None if any is not or does not fit."""
    try:
        return texts.cast(DECIMAL)
    except pa.ArrowInvalid:
        return None


def written(texts: pa.StringArray, *, mark: DecimalMark, yen: bool) -> pa.Decimal128Array:
    """Read the texts that are numbers, or amounts of yen, in the most frequent forms, the others as null."""
    form = _WRITTEN[mark]
    fits = pc.match_substring_regex(texts, rf"^[¥￥\\]? ?{form} ?円?$" if yen else rf"^{form}$")
    bare = pc.replace_substring_regex(pc.if_else(fits, texts, None), _NO_DIGIT[mark], "")
    try:
        return (pc.replace_substring(bare, ",", ".") if mark == "comma" else bare).cast(DECIMAL)
    except pa.ArrowInvalid:  # one has too many digits
        return pa.nulls(len(texts), DECIMAL)
