"""How facts of a mapping are called, so that several of one kind can be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import pgettext

from kaname.facts.streams import STREAMS, Field
from kaname.imports.editor.choices import Choice, Kind
from kaname.imports.editor.draft import column_of, literal_of

MOST_MEANINGS = 3


def titles_of(facts: Sequence[Mapping[str, Any]], *, columns: Sequence[str], language: str) -> list[str]:
    """The kind of each fact; where several are of one kind, also which of them it is."""
    kinds = [fact["stream"] for fact in facts]
    return [_title(fact, alone=kinds.count(fact["stream"]) == 1, columns=columns, language=language) for fact in facts]


def identity_text(parts: Sequence[Any], *, columns: Sequence[str]) -> str:
    """What identifies a fact, in words: its columns, then the fixed word."""
    named = [name for part in parts if (name := column_of(part, columns=columns))]
    return " + ".join([*named, *filter(None, [literal_of(parts, columns=columns)])])


def _title(fact: Mapping[str, Any], *, alone: bool, columns: Sequence[str], language: str) -> str:
    stream = STREAMS[fact["stream"]]
    kind = stream.name[language]
    told = [words for field in stream.fields if (words := _meanings(field, fact.get(field.key), language=language))]
    which = told[0] if told else literal_of(fact.get("id") or [], columns=columns)
    if alone or not which:
        return kind
    return pgettext("one of several facts of a kind", "%(kind)s (%(which)s)") % {"kind": kind, "which": which}


def _meanings(field: Field, origin: Any, *, language: str) -> str:
    """The few words of the vocabulary that the field can have in this fact."""
    choice = Choice.of(origin, field=field)
    words = [choice.value] if choice.kind is Kind.VALUE else list(dict.fromkeys(choice.map.values()))
    if not field.values or not 0 < len(words) <= MOST_MEANINGS:
        return ""
    return pgettext("between the items of a list", ", ").join(field.name_of(word)[language] for word in words)
