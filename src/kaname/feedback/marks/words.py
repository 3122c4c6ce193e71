"""Words of a sentence in a form that rules can be written over, and phrases that are looked for in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

GAP = "～"
GAP_PATTERN = r"(?: \S+){0,7}?"


@dataclass(frozen=True)
class Word:
    """A word by its canonical form (dictionary form, negations alike); `start` and `end` are places in the text."""

    form: str
    start: int
    end: int
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sentence:
    """A sentence, split into clauses. Clauses are ranges of word numbers: first <= number < last."""

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    clauses: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Line:
    """Words as one line of text with spaces, and which word begins where."""

    text: str
    word_at: dict[int, int] = field(repr=False)
    ends: dict[int, int] = field(repr=False)

    @classmethod
    def of(cls, words: Sequence[Word]) -> Line:
        text, word_at, ends = "", {}, {}
        for number, word in enumerate(words):
            word_at[len(text)] = number
            text += f" {word.form}"
            ends[len(text)] = number + 1
        return cls(text, word_at, ends)


class Phrases:
    """A list of phrases, compiled once; each is words with single spaces, `～` stands for up to seven others."""

    def __init__(self, phrases: Iterable[str]) -> None:
        patterns = sorted({_pattern(phrase) for phrase in phrases}, key=len, reverse=True)
        self._pattern = re.compile(f"(?:{'|'.join(patterns)})(?= |$)") if patterns else re.compile(r"(?!)")

    def find(self, line: Line) -> list[tuple[int, int]]:
        """Where they stand: (first word, word after the last)."""
        found = self._pattern.finditer(line.text)
        return [(line.word_at[match.start()], line.ends[match.end()]) for match in found]

    def among(self, line: Line) -> bool:
        return self._pattern.search(line.text) is not None


def _pattern(phrase: str) -> str:
    parts = [GAP_PATTERN if word == GAP else " " + re.escape(word) for word in phrase.split(" ")]
    return "".join(parts)


def compiled(lists: dict[str, list[str]], canonical: Callable[[str], str]) -> dict[str, Phrases]:
    """Phrases by the name of their list; `canonical` brings a phrase as it is written into the form of words."""
    return {name: Phrases(canonical(phrase) for phrase in phrases) for name, phrases in lists.items()}
