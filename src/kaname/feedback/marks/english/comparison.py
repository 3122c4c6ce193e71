"""Comparison with a colleague who is named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from kaname.feedback.marks.lexicon_reading import lists_of
from kaname.feedback.marks.mark import Found
from kaname.feedback.marks.words import Line, Phrases, Sentence, compiled

NO_NAMES = frozenset(
    "monday tuesday "
    "wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december i crm sfa q1 q2 q3 q4 kpi kgi excel salesforce hubspot zoom teams "
    "slack english japanese google ok christmas easter mr mrs ms dr".split()
)
TITLES = frozenset({"mr", "mrs", "ms", "dr"})
ASKING = frozenset("should could why wish would if".split())
SPEAKS = (
    "say|tell|ask|write|mention|thank|suggest|report|call|hear|love|want"
    "|(?:send|forward|show|share|help|need) (?:you|i|we|over)|(?:will|can) (?:send|help|share|show)"
)
# What stands right before the name, in lemmas.
LEADS_UP = re.compile(
    r"(?: as (?:\S+ ){1,6}as| ahead of| below| above| behind| learn from| beat| outperform| nowhere near"
    r"| the way| not (?:have|get)| including| at your (?:stage|level|age)| half of what"
    r"| (?:never|not) have to \S+| how| up to| level of| follow| what)(?: even)?$"
)
# What follows the name as the subject of its clause.
BETTER_OFF = re.compile(
    r"^(?: just| even| always| still| already| somehow)*"
    r"(?: manage|(?: be)?(?: \S+)? (?:ahead of|in front of|above) you| do it (?!for|on)"
    r"| \S+ the same (?:kind|list|lead|customer)| never (?!mind)| would (?:not )?have| have no trouble"
    r"| have the same| do not need| need (?:one|half|\d+)| as (?:a|an|your) (?:example|model)"
    r"| would never| would not| make it look| get it(?: right| do)?(?: \W|$))"
)
DOES_MORE = re.compile(r"^(?: 's \S+)?(?: \S+){0,3}?(?: COMPARATIVE| twice as| three time as| double)")
LESS = frozenset("not never less few bad below slow late low behind nowhere hardly worse lag".split())


@lru_cache(maxsize=1)
def _phrases() -> dict[str, Phrases]:
    lists = lists_of("en")
    return compiled({name: lists[name] for name in ("compares_before", "compares_after")}, str)


def comparisons(sentence: Sentence, *, names: Collection[str]) -> list[Found]:
    """Places such as "than Ken", "unlike Ken", "Ken closes twice as many as you", "Ken would have asked"."""
    words, found = sentence.words, []
    for number in _people(sentence, names=names):
        adjacent = _led_up_to(sentence, number)
        if adjacent or _outdoes(sentence, number):
            first = max(0, number - 1) if adjacent else number
            found.append(Found(words[first].start, words[number].end, "named"))
    return found


def favours(sentence: Sentence) -> bool:
    """Whether the reader comes off better: "you explain it better than Ken", never "you are not as good as Ken"."""
    forms = [word.form for word in sentence.words]
    you = next((number for number, form in enumerate(forms) if form in ("you", "your")), len(forms))
    than = next((n for n, form in enumerate(forms) if form in ("than", "ahead") and n > you), 0)
    numbers = [number for number, form in enumerate(forms) if form == "only" and number > you]
    text = _forms(sentence, 0)
    if re.search(r" nobody .* as (?:\S+ )?you", text):
        return True
    if re.search(r" (?:be|sound|look) as (?:\S+ )+as ", text) and not (LESS | ASKING) & set(forms):
        return True
    return bool(than or numbers) and not LESS & set(forms)


def _led_up_to(sentence: Sentence, number: int) -> bool:
    words = sentence.words
    if re.match(rf" (?:{SPEAKS}) ", _forms(sentence, number + 1, number + 3) + " "):
        return False
    if words[number - 1 : number] and words[number - 1].form == "like" and "verb" in words[number - 1].tags:
        return False
    before = _phrases()["compares_before"].find(Line.of(words[max(0, number - 5) : number]))
    return any(last == min(5, number) for _, last in before) or bool(LEADS_UP.search(_forms(sentence, 0, number)))


def _outdoes(sentence: Sentence, number: int) -> bool:
    after, before = _forms(sentence, number + 1), _forms(sentence, 0, number)
    if re.search(r" (?:even|if)$", before) and not re.search(r" if$", before + after):
        return True
    if re.match(rf" (?:and you|'s idea)|(?: \S+)? (?:{SPEAKS}) ", after + " ") or " thank" in before + after:
        return False
    if BETTER_OFF.match(after) or (re.search(r" (?:even|if)$", before) and " not " not in before):
        return True
    compared = any("comparative" in word.tags for word in sentence.words[number + 1 : number + 6])
    if compared and DOES_MORE.match(_forms(sentence, number + 1, marked=True)) and " i " not in before:
        return True
    return _phrases()["compares_after"].among(Line.of(sentence.words[number + 1 :])) or _side_by_side(sentence, number)


def _side_by_side(sentence: Sentence, number: int) -> bool:
    """ "Ken made 70 calls, you made 31": both with a number, or with the same verb, or "yours"."""
    words = sentence.words
    you = next((n for n, word in enumerate(words) if word.form in ("you", "your", "yours")), -1)
    commas = [n for n in range(*sorted((you, number))) if words[n].form in (",", "and", "while", "whereas", ";", "but")]
    if you < 0 or not commas or abs(you - number) < 3:
        return False
    one, other = words[: commas[-1]], words[commas[-1] :]
    if words[you].form == "yours" or all(any("number" in word.tags for word in side) for side in (one, other)):
        return True
    verbs = [{word.form for word in side if "verb" in word.tags} - {"be", "have", "can", "do"} for side in (one, other)]
    return bool(verbs[0] & verbs[1])


def _forms(sentence: Sentence, first: int, last: int | None = None, *, marked: bool = False) -> str:
    chosen = sentence.words[first:last]
    return "".join(" COMPARATIVE" if marked and "comparative" in word.tags else f" {word.form}" for word in chosen)


def _people(sentence: Sentence, *, names: Collection[str]) -> Iterator[int]:
    parts = {part.casefold() for name in names for part in name.split()}
    for number, word in enumerate(sentence.words):
        if "capital" not in word.tags or word.form in NO_NAMES:
            continue
        if number and sentence.words[number - 1].form in TITLES:
            continue
        led_up = number > 0 and sentence.words[number - 1].form in ("than", "unlike", "like", "even", "beat", "take")
        if word.form in parts or (("name" in word.tags or led_up) and len(word.form) > 2):
            yield number
