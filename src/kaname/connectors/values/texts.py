"""Cells as text: which are empty, and one spelling for characters that look the same."""

from __future__ import annotations

import unicodedata

EMPTY = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "－",
        "－－",
        "—",
        "――",
        "―",
        "–",
        "‐",
        "−",
        "ー",
        "NULL",
        "null",
        "(null)",
        "N/A",
        "n/a",
        "\\N",
    }
)
CELL_ERRORS = frozenset(
    (
        "#N/A",
        "#DIV/0!",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#GETTING_DATA",
    )
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))


def is_empty(text: str) -> bool:
    """Tell whether a cell says nothing: blank, dashes, or what databases write for nothing."""
    return text.strip() in EMPTY


def plain(text: str) -> str:
    """Return the text in half-width characters, with one kind of dash and single spaces, as numbers and dates need."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_DASHES)).split())


def folded(text: str) -> str:
    """Return the text for comparing: half-width, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
