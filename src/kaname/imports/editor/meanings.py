"""What a value of a file probably means in a stream's vocabulary: it bears the same name in one of the languages."""

from __future__ import annotations

import unicodedata

from kaname.facts.streams import Field


def meaning_of(value: str, *, field: Field) -> str:
    """The vocabulary's value of this name, "" when there is none."""
    wanted = folded(value)
    for known in field.values:
        name = field.name_of(known)
        if wanted in {folded(known), folded(name.en), folded(name.ja)}:
            return known
    return ""


def folded(text: str) -> str:
    """The text for comparing: half width, lower case, without spaces and marks between words."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().replace("_", "").split())
