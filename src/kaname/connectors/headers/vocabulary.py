"""The words in `words.yaml`: what fields and their values are called in exports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kaname.connectors.values.texts import folded

_BRACKETS = re.compile(r"[(\[【（][^)\]】）]*[)\]】）]")
_UNITS = re.compile(r"[(\[【（]([^)\]】）]*)[)\]】）]")
_MARKS = re.compile(r"[^\w*.]|_")


@cache
def words() -> Mapping[str, Any]:
    """Return all words by stream, field, and value."""
    text = files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - every scalar is text: `no` is a word here


def key_of(header: str) -> str:
    """Return a header as the words are written: folded, without marks, units in brackets and spaces."""
    text = folded(header)
    return _MARKS.sub("", _BRACKETS.sub("", text)) or _MARKS.sub("", text)


def likeness(header: str, *, signs: Sequence[str]) -> float:
    """Return how well a header fits a field: 1 for its best word, less for later ones and for parts of it. [0–1]"""
    key = key_of(header)
    for place, sign in enumerate(signs):
        lateness = 0.1 * place / len(signs)
        if key == sign:
            return 1 - lateness
        if "*" in sign and _fits(key, sign):
            return 0.6 - lateness
    return 0.5 if any(len(sign) > 2 and "*" not in sign and _ends(key, sign) for sign in signs) else 0.0


def _ends(key: str, sign: str) -> bool:
    """Tell whether a header begins or ends with a word: 架電結果1 with 架電結果, 最終通話日時 with 通話日時."""
    return key.startswith(sign) or key.endswith(sign)


def _fits(key: str, sign: str) -> bool:
    return (sign.startswith("*") and key.endswith(sign[1:])) or (sign.endswith("*") and key.startswith(sign[:-1]))


def factor_of(header: str) -> str | None:
    """Return what numbers under a header are multiplied by, as its brackets say: (分), (milliseconds), 金額(千円)."""
    units = {folded(word): factor for factor, spelt in words()["units"].items() for word in spelt}
    return next((units[folded(unit)] for unit in _UNITS.findall(header) if folded(unit) in units), None)


def is_average(header: str) -> bool:
    """Tell whether a header is of a mean or a share, which cannot be added up."""
    latin = set(re.findall(r"[a-z]+|%", unicodedata.normalize("NFKC", header).casefold()))
    return any(word in latin if word.isascii() else word in header for word in words()["averages"])


def translations(values: Iterable[str], *, field: str, allowed: Sequence[str]) -> dict[str, str]:
    """Return for each value that is known what it is in the vocabulary of a stream's field."""
    known = {key_of(word): value for value, spelt in words()["values"].get(field, {}).items() for word in spelt}
    known |= {key_of(value): value for value in allowed}
    found = {value: known.get(key_of(value), "") for value in values}
    return {value: meaning for value, meaning in found.items() if meaning in allowed}
