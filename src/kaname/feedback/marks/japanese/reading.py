"""Japanese text as sentences of words, by SudachiPy (small dictionary, split mode B).

Words are normalized dictionary forms (できる and 出来る are one). What only inflects is left out (です, ます, だ,
and いる after て), the particles は, が and を as well; every negation is NEG, 〜ましょう VOL, 〜でしょう DESHO,
ください PLEASE, an imperative IMP and 〜たら TARA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import Any

import sudachipy

from kaname.feedback.marks.words import GAP, Sentence, Word

SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?」』）)]*|\n")
PLAIN = re.compile(f"({GAP}|NEG|NOT|VOL|DESHO|PLEASE|IMP|TARA)")
QUOTES = {"「": "」", "『": "』", "“": "”", '"': '"'}
DROPPED_PARTICLES = frozenset("は が を ね よ な さ わ ぞ".split())
SPLITTING = frozenset("が けれど けれども けど ものの し ので のに から".split())
AFTER_PREDICATE = frozenset({"動詞", "助動詞", "形容詞"})
_lock = Lock()


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    return sudachipy.Dictionary(dict="small")


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    return _dictionary().tokenizer(sudachipy.SplitMode.B)


def load() -> None:
    """Read the dictionary, about a fifth of a second; done once."""
    with _lock:
        _tokenizer()


def tokens_of(text: str) -> list[Any]:
    """A tokenizer serves one thread at a time."""
    with _lock:
        return list(_tokenizer().tokenize(text))


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of a text, without those that hold no word."""
    return [made for match in SENTENCE.finditer(text) if (made := _sentence(match.group(), match.start()))]


def canonical(phrase: str) -> str:
    """A phrase of the lexicon in the form of words; ～ stays."""
    return " ".join(_forms(part) for part in PLAIN.split(phrase) if part.strip())


def _forms(part: str) -> str:
    part = part.strip()
    return part if PLAIN.fullmatch(part) else " ".join(word.form for word in _words(part, 0))


def _sentence(text: str, start: int) -> Sentence | None:
    words = _words(text, start)
    if not any(word.form.strip("、。") for word in words):
        return None
    stripped = text.rstrip()
    begin = start + len(text) - len(text.lstrip())
    return Sentence(text.strip(), begin, start + len(stripped), tuple(words), tuple(_clauses(words)))


def _clauses(words: list[Word]) -> Iterator[tuple[int, int]]:
    first = 0
    for number, word in enumerate(words):
        if "splits" in word.tags or (
            word.form == "に" and number and words[number - 1].form == "の" and _pauses(words, number)
        ):
            yield first, number + 1
            first = number + 1
    if first < len(words):
        yield first, len(words)


def _pauses(words: list[Word], number: int) -> bool:
    """のに with a comma after it joins clauses; 説明するのに時間がかかる does not."""
    return number + 1 < len(words) and words[number + 1].form == "、"


def _words(text: str, offset: int) -> list[Word]:
    words: list[Word] = []
    closing = ""
    before: list[Any] = []
    for token in tokens_of(text):
        surface, start, end = token.surface(), offset + token.begin(), offset + token.end()
        if closing:
            closing = "" if surface == closing else closing
            words.append(Word("□", start, end, frozenset({"quoted"})))
        elif surface in QUOTES:
            closing = QUOTES[surface] if QUOTES[surface] in text[token.end() :] else ""
            words.append(Word("□", start, end, frozenset({"quoted"})))
        else:
            _append(words, token, before, start, end)
        before.append(token)
    return words


def _append(words: list[Word], token: Any, before: list[Any], start: int, end: int) -> None:
    surface, form, pos = token.surface(), token.normalized_form(), token.part_of_speech()
    kind, sub, third, inflection = pos[0], pos[1], pos[2], pos[5]
    last = before[-1] if before else None
    if kind == "空白" or (kind == "補助記号" and sub not in ("読点", "句点")):
        return
    if _is_left_out(form, surface, pos, last):
        if words and form in ("居る", "仕舞う") and words[-1].form == "て":
            words.pop()
        elif words and form == "為る":
            words[-1] = Word(words[-1].form, words[-1].start, end, words[-1].tags | {"verb"})
        if inflection == "意志推量形":
            words.append(Word("DESHO" if form == "です" else "VOL", start, end))
        return
    tags = {kind, sub, third} - {"*"}
    if kind in ("動詞",) and sub != "接尾辞":
        tags.add("verb")
    if (kind == "助詞" and sub == "接続助詞" and surface in SPLITTING) or (
        sub == "読点" and last is not None and _ends_predicate(last)
    ):
        tags.add("splits")
    words.append(Word(_canonical(form, surface, pos, before), start, end, frozenset(tags)))
    if inflection == "意志推量形" and form not in ("ます", "です", "だ"):
        words.append(Word("VOL", start, end))
    elif inflection == "命令形" and form != "下さる" and kind == "動詞":
        words.append(Word("IMP", start, end))


def _is_left_out(form: str, surface: str, pos: tuple[str, ...], last: Any) -> bool:
    kind, sub = pos[0], pos[1]
    if kind == "助動詞" and form in ("ます", "です", "だ", "じゃ"):
        return True
    if kind == "助詞" and surface in DROPPED_PARTICLES and sub != "接続助詞":
        return True
    if last is None or kind not in ("動詞",):
        return False
    if form in ("居る", "仕舞う", "しまう") and last.surface() in ("て", "で", "ちゃ"):
        return True
    return bool(form == "為る" and "サ変可能" in last.part_of_speech()[2])


def _canonical(form: str, surface: str, pos: tuple[str, ...], before: list[Any]) -> str:
    kind, inflection = pos[0], pos[5]
    if form in ("ない", "ず", "ぬ", "無い", "無し") and kind in ("助動詞", "形容詞", "名詞", "接尾辞"):
        return "NOT" if _denies_a_noun(before) else "NEG"
    if form == "下さる" and inflection == "命令形":
        return "PLEASE"
    if form == "た" and inflection == "仮定形":
        return "TARA"
    return form.replace(" ", "")


def _denies_a_noun(before: list[Any]) -> bool:
    """Of ではない and じゃない, which contrast rather than miss something."""
    if len(before) >= 2 and before[-1].surface() == "は" and before[-2].surface() == "で":
        return True
    return bool(before and before[-1].surface() in ("じゃ", "では"))


def _ends_predicate(token: Any) -> bool:
    pos = token.part_of_speech()
    return pos[0] in AFTER_PREDICATE or (pos[0] == "助詞" and pos[1] == "接続助詞")
