"""Names and whatever somebody typed, taken out of a text before it leaves and put back when it returns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Whatever evidence quotes was typed by somebody: notes, names of actions, of customers, of channels. From the first
# mark of a line to its last, as what was typed may hold such marks itself.
QUOTED = re.compile(r"[「“\"].*[」”\"]")
TOKEN = re.compile(r"\[X\d+\]")


@dataclass(frozen=True)
class Masked:
    """`text` holds [X1], [X2] … where `hidden` says what stood there."""

    text: str
    hidden: Mapping[str, str]


def masked(text: str, *, names: Iterable[str]) -> Masked:
    """Everything quoted and each of the names, longer ones first, upper and lower case alike."""
    hidden: dict[str, str] = {}
    tokens: dict[str, str] = {}

    def hide(found: re.Match[str]) -> str:
        if found[0] not in tokens:
            tokens[found[0]] = f"[X{len(tokens) + 1}]"
            hidden[tokens[found[0]]] = found[0]
        return tokens[found[0]]

    # What looks like one of our tokens is somebody's as well.
    known = sorted({name for name in names if name.strip()}, key=len, reverse=True)
    pattern = "|".join([QUOTED.pattern, TOKEN.pattern, *map(_whole, known)])
    return Masked(re.sub(pattern, hide, text, flags=re.IGNORECASE), hidden)


def _whole(name: str) -> str:
    """In letters with words apart, the name is not looked for inside of other words."""
    before = r"(?<![A-Za-z])" if name[0].isascii() and name[0].isalpha() else ""
    after = r"(?![A-Za-z])" if name[-1].isascii() and name[-1].isalpha() else ""
    return before + re.escape(name) + after


def put_back(text: str, hidden: Mapping[str, str]) -> str | None:
    """None where the text lost something hidden, or made up a token."""
    found = set(TOKEN.findall(text))
    return TOKEN.sub(lambda token: hidden[token[0]], text) if found == set(hidden) else None
