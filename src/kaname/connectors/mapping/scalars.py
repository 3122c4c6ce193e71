"""Checks of the parts that a mapping is made of. `where` names the place for people: facts[0].stage.map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from kaname.connectors.error import ConnectorError
from kaname.connectors.values.unreadable import UnreadableError
from kaname.connectors.values.zones import zone_of


def a_mapping(data: Any, *, where: str) -> Mapping[str, Any]:
    """Return `data`, which has to be a mapping with texts for keys."""
    if not isinstance(data, Mapping):
        raise ConnectorError("mapping_shape", where=where, expected="a mapping of keys to values")
    return {a_text(key, where=f"a key of {where}", empty=True): value for key, value in data.items()}


def a_list(data: Any, *, where: str) -> list[Any]:
    """Return `data`, which has to be a list; a single scalar stands for a list of one."""
    if isinstance(data, Mapping) or data is None:
        raise ConnectorError("mapping_shape", where=where, expected="a list")
    return list(data) if isinstance(data, list | tuple) else [data]


def texts(data: Any, *, where: str) -> tuple[str, ...]:
    """Return a list of texts."""
    return tuple(a_text(item, where=where) for item in a_list(data, where=where))


def a_text(data: Any, *, where: str, empty: bool = False, strip: bool = True) -> str:
    """Return a scalar as text. YAML 1.1 reads Yes, No, On and Off as truth values, whose spelling is then lost."""
    if isinstance(data, bool):
        raise ConnectorError("mapping_shape", where=where, expected="text; put yes, no, on and off in quotation marks")
    if isinstance(data, datetime | date):
        data = data.isoformat()
    if not isinstance(data, str | int | float):
        raise ConnectorError("mapping_shape", where=where, expected="text")
    text = str(data).strip() if strip else str(data)
    if not text and not empty:
        raise ConnectorError("mapping_shape", where=where, expected="text that is not empty")
    return text


def a_whole_number(data: Any, *, where: str) -> int:
    """Return a number of 0 or more, given as number or text."""
    text = str(data).strip()
    if not (text.isascii() and text.isdigit()):
        raise ConnectorError("mapping_shape", where=where, expected="a whole number")
    return int(text)


def a_factor(data: Any, *, where: str) -> Decimal:
    """Return a number that is not 0, given as number or text."""
    try:
        factor = Decimal(a_text(data, where=where))
    except ArithmeticError:
        factor = Decimal(0)
    if not factor or not factor.is_finite():
        raise ConnectorError("mapping_shape", where=where, expected="a number other than 0, with a decimal point")
    return factor


def a_zone(name: str, *, where: str) -> str:
    """Return the name of a time zone or an offset."""
    try:
        zone_of(name)
    except UnreadableError as reason:
        raise ConnectorError("mapping_zone_unknown", where=where, zone=name) from reason
    return name


def a_choice(data: Any, *, allowed: tuple[str, ...], where: str) -> str:
    """Return one of `allowed`."""
    text = a_text(data, where=where)
    if text not in allowed:
        raise ConnectorError("mapping_value_invalid", where=where, value=text, allowed=allowed)
    return text


def only_keys(data: Mapping[str, Any], *, allowed: Iterable[str], where: str) -> None:
    """Refuse the first key that is none of `allowed`."""
    known = list(allowed)
    for key in data:
        if key not in known:
            raise ConnectorError("mapping_key_unknown", where=where, key=key, suggestion=nearest(key, among=known))


def nearest(word: str, *, among: Iterable[str]) -> str:
    """Return what the word was probably meant to be, "" when nothing is like it."""
    folded = {candidate.casefold(): candidate for candidate in among}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.5)
    return folded[close[0]] if close else ""
