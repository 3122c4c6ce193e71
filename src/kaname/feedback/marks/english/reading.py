"""English text as sentences of lemmas, by HanTa (a hidden Markov tagger with its English model; tags are CLAWS C5).

Contractions are spelled out: can't is "can not". Tags that rules ask for: verb, past, number, name, adjective, base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import Any

from kaname.feedback.marks.words import Sentence, Word

SENTENCE = re.compile(r"(?:[^.!?\n]|[.](?=\d|\w))+[.!?]*[\"”’)]*")
TOKEN = re.compile(
    r"\w+(?:-\w+)*(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\d+(?:[.,:]\d+)*%?|\w+(?:-\w+)*|[^\w\s]"
)
EXPANDED = {
    "n't": "not",
    "'re": "be",
    "'ve": "have",
    "'ll": "will",
    "'m": "be",
    "'d": "would",
    "ca": "can",
    "wo": "will",
    "sha": "shall",
    "would": "would",
    "should": "should",
    "could": "could",
    "might": "might",
    "faster": "fast",
    "quicker": "quick",
    "harder": "hard",
}
IRREGULAR = {
    "better": "good", "best": "best", "worse": "bad", "worst": "bad", "me": "i", "us": "we", "more": "more",
    "less": "less", "fewer": "few", "was": "be", "were": "be", "is": "be", "are": "be", "am": "be", "been": "be",
    "being": "be", "has": "have", "had": "have", "did": "do", "does": "do", "done": "do", "thanks": "thanks",
    "people": "people", "lost": "lose", "won": "win", "left": "leave", "calls": "call", "dont": "not", "cant": "not",
}  # fmt: skip
SPLITTING = frozenset({"but", "although", "though", "however", "yet", "whereas", "while", ";", "because", "so"})
COMPARATIVES = frozenset("better worse more less fewer faster quicker earlier sooner later slower longer".split())
QUOTES = frozenset({'"', "“", "”"})
_lock = Lock()


@lru_cache(maxsize=1)
def _tagger() -> Any:
    from HanTa import HanoverTagger

    return HanoverTagger.HanoverTagger("morphmodel_en.pgz")


def load() -> None:
    """Read the model, about a second; done once."""
    with _lock:
        _tagger()


def sentences_of(text: str) -> list[Sentence]:
    return [made for match in SENTENCE.finditer(text) if (made := _sentence(match.group(), match.start()))]


def canonical(phrase: str) -> str:
    """The lexicon is written in lemmas already."""
    return phrase


def _sentence(text: str, offset: int) -> Sentence | None:
    places = [(match.group(), match.start()) for match in TOKEN.finditer(text)]
    if not any(token[0].isalnum() for token, _ in places):
        return None
    tagged = _tags(tuple(token.replace("’", "'") for token, _ in places))
    words, quoted = [], False
    for (token, start), (lemma, tag) in zip(places, tagged, strict=True):
        if token in QUOTES:
            quoted = not quoted and ('"' in text[start + 1 :] or "”" in text[start + 1 :])
            continue
        form, tags = ("□", frozenset({"quoted"})) if quoted else (_form(token, lemma), _kinds(token, tag))
        words.append(Word(form, offset + start, offset + start + len(token), tags))
    begin = offset + len(text) - len(text.lstrip())
    return Sentence(text.strip(), begin, offset + len(text.rstrip()), tuple(words), tuple(_clauses(words)))


@lru_cache(maxsize=256)
def _tags(tokens: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    with _lock:
        return tuple((lemma, tag) for _, lemma, tag in _tagger().tag_sent(list(tokens)))


def _form(token: str, lemma: str) -> str:
    small = token.replace("’", "'").casefold()
    return EXPANDED.get(small) or IRREGULAR.get(small) or lemma.casefold().replace(" ", "")


def _kinds(token: str, tag: str) -> frozenset[str]:
    kinds = {tag}
    if tag.startswith("V"):
        kinds.add("verb")
    if tag in ("VVD", "VVN", "VBD", "VDD", "VHD"):
        kinds.add("past")
    if tag == "CRD" or token[0].isdigit():
        kinds.add("number")
    if token[0].isupper():
        kinds.add("capital")
    if tag == "NP0":
        kinds.add("name")
    if tag == "AJC" or token.casefold() in COMPARATIVES:
        kinds.add("comparative")
    if tag in ("VVB", "VVI"):
        kinds.add("base")
    return frozenset(kinds)


def _clauses(words: list[Word]) -> Iterator[tuple[int, int]]:
    first = 0
    for number, word in enumerate(words):
        if word.form in SPLITTING and number > first:
            yield first, number
            first = number
    if first < len(words):
        yield first, len(words)
