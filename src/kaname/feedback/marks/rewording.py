"""What might stand there instead, in the language of the text and with the words of the passage itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from kaname.feedback.marks.lexicon_reading import rewordings_of
from kaname.feedback.marks.mark import ABSOLUTE, Mark, Signs


@dataclass(frozen=True)
class Topic:
    """What a passage is about, as it is written there, and what could be tried with it."""

    number: int
    word: str
    place: str
    deed: str


def reworded(marks: Iterable[Mark], *, text: str, signs: Sequence[Signs], language: str) -> list[Mark]:
    """The marks with their rewordings; several of one kind get different forms, and the same text always the same."""
    seen: Counter[str] = Counter()
    made = []
    for mark in marks:
        topic = topic_of(text[mark.start : mark.end], language=language) or topic_of(text, language=language)
        topic = topic or _otherwise(language)
        forms = rewordings_of(language)["forms"][mark.why]
        form = forms[(topic.number + seen[mark.why]) % len(forms)]
        seen[mark.why] += 1
        word = _absolute_in(mark, text, signs)
        made.append(
            replace(mark, rewording=form.format(topic=topic.word, place=topic.place, deed=topic.deed, word=word))
        )
    return made


def topic_of(passage: str, *, language: str) -> Topic | None:
    """The first thing of the work that the passage names."""
    match = _pattern(language).search(passage)
    if match is None:
        return None
    word = match.group() if match.group().isupper() or language == "ja" else match.group().lower()
    topics = rewordings_of(language)["topics"]
    stem = match.group("stem").casefold()
    number = next(number for number, one in enumerate(topics) if stem in map(str.casefold, one["words"]))
    return _topic(number, word, topics[number], language)


def _otherwise(language: str) -> Topic:
    other = rewordings_of(language)["else"]
    return _topic(0, other["topic"], other, language)


def _topic(number: int, word: str, said: dict[str, str], language: str) -> Topic:
    if language == "ja":
        return Topic(number, word, word + said["at"], said["deed"])
    place = word if word.startswith("your ") else f"the {word}"
    return Topic(number, word, place, said["deed"])


@lru_cache(maxsize=2)
def _pattern(language: str) -> re.Pattern[str]:
    topics: list[dict[str, Any]] = rewordings_of(language)["topics"]
    words = sorted((word for topic in topics for word in topic["words"]), key=len, reverse=True)
    either = "|".join(map(re.escape, words))
    return re.compile(f"(?P<stem>{either})" if language == "ja" else rf"(?i)\b(?P<stem>{either})s?\b")


def _absolute_in(mark: Mark, text: str, signs: Sequence[Signs]) -> str:
    """The absolute that the mark is about, as it is written."""
    for sentence in signs:
        for found in sentence.blame:
            if found.why == ABSOLUTE and mark.start <= found.start < mark.end:
                return text[found.start : found.end].lower()
    return ""
