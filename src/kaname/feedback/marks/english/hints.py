"""Points for improvement that no single word names: by tense, adverbs, softened adjectives and amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaname.feedback.marks.words import Line, Phrases, Sentence, Word

SPAN = r"(?:second|minute|hour|day|week|month|time)"
SHORT = tuple(
    re.compile(pattern)
    for pattern in (
        r" only (?:N|a few|one|once|half)",
        r" still (?:show|say|have|be|use|contain|list|link|open|miss|wait|not|in|on|sit|look|sound) ",
        r" half of (?:\S+ ){1,6}(?:be|have|do) (?:still |not )?",
        rf" N {SPAN} (?:after|late|over|old|long|before we|before i|in a row|too)",
        r" (?:wait|take|need|run|last|sit|spend) (?:(?:for|about|over|almost|nearly"
        rf"|more than|open for|on \S+) )*N {SPAN}",
        r" (?:open|unread|unanswered|silent|quiet|untouched) (?:for|since)",
        r" (?:the|an|with) old (?:price|version|offer|deck|template|list|logo|date)",
        r" last year 's (?:price|\S+ price|version|number|figure)",
        r" (?:N|%|way|miles|far|well) off (?!the call)",
        r" in the past ",
        r" i (?:still )?(?:can|could|do|did) not (?:\S+ )?(?:tell|find|see|follow|hear"
        r"|understand|have|get|know|read|think|feel)",
        r" i be (?:not sure|miss|leave|surprised|hop|hope for|expect)",
        r" (?:expect|hope for) (?:a bit |a lot )?more",
        r" more (?:\S+ )?be (?:need|expect|require)",
        r" (?:need|require|take|could do with|could use) (?:a bit |a lot |some "
        r"|much )?(?:more|work|attention|tidy|polish|structure|improve)",
        r" not (?:quite )?(?:there|where|what|up to|the|your|yet|enough)",
        r" promise (?:\S+ ){1,9}(?:and|but|,) (?:it|they|we|that|he|she|nothing)",
        r" (?:have|be) to (?:ask|wait|chase|redo|guess|repeat|correct|explain|apologise|apologize|call) ",
        r" (?:end|stop|finish|go|leave|come) (?:up )?with(?:out)? no ",
        r" be (?:all over|full of|the same|switch off|off (?:during|for|the whole))",
        r" you can do good",
        r" you read (?:\S+ )*out",
        r" cut (?:\S+ ){1,2}short",
        r" change the subject",
        r" go over (?:their|his|her) head",
        r" contradict",
        r" (?:should|might|could|would) have (?:be|go|come|use|take|do|say|ask|help|tell|send|make)",
        r" you should (?:be|have|know|really)",
        r" use to be",
        r" guess",
    )
)
SOFTENERS = (
    r"(?:a bit|a little|a touch|a tad|rather|quite|somewhat|slightly|pretty|kind of|sort of"
    r"|very|so|really|fairly|overly)"
)
SOFTENED = re.compile(r" (?:a bit|a little|a touch|a tad|rather|somewhat|slightly|kind of|sort of|overly) ADJ")
SEEMS = re.compile(
    r"(?<! not)(?<! never) (?:seem|sound|come across|come over|feel|look)"
    rf"(?: like| as)?(?: {SOFTENERS})?(?: lately| really)? ADJ"
)
IS = re.compile(rf" (?:you|your(?: \S+){{1,3}}) be(?: {SOFTENERS})+ ADJ")
CHANGE = re.compile(r"from \D{0,3}?(\d+(?:[.,]\d+)?)\s*(?:%|\w+)?\s*(?:\w+\s)?to \D{0,3}?(\d+(?:[.,]\d+)?)")


def falls_short(sentence: Sentence, *, good: Phrases, bad: Phrases) -> bool:
    """Whether the sentence tells of a shortfall although no word of it is bad."""
    text = "".join(f" {_shape(word)}" for word in sentence.words) + " "
    if any(pattern.search(text) for pattern in SHORT) or turned_for_worse(sentence, bad=bad) is True:
        return True
    described = "".join(
        " ADJ" if _describes(word) and not good.among(Line.of([word])) else f" {word.form}" for word in sentence.words
    )
    return any(pattern.search(described) for pattern in (SOFTENED, SEEMS, IS))


def turned_for_worse(sentence: Sentence, *, bad: Phrases) -> bool | None:
    """Of "from 31% to 19%": whether that is worse; None without two amounts. Of errors and times, more is worse."""
    match = CHANGE.search(sentence.text)
    if not match:
        return None
    before, after = (float(number.replace(",", ".")) for number in match.groups())
    return (after > before) == bad.among(Line.of(sentence.words)) if before != after else None


def turns_against(clauses: Sequence[Sequence[Word]], praised: Sequence[bool], offered: Sequence[bool]) -> bool:
    """Whether a clause after praise and "but", "though", "yet" says something that is neither praise nor an offer."""
    for number, words in enumerate(clauses):
        forms = [word.form for word in words]
        if number and any(praised[:number]) and forms[:1] in (["but"], ["though"], ["although"], ["yet"], ["however"]):
            rest = range(number, len(clauses))
            if not any(praised[n] or offered[n] for n in rest) and len(forms) > 3:
                return True
    return False


def opens_against(words: Sequence[Word]) -> bool:
    """A sentence that begins with "But" or "However", or ends with "though"."""
    forms = [word.form for word in words if word.form.isalnum()]
    return (
        forms[:1] in (["but"], ["however"])
        or forms[-1:] in (["though"], ["however"])
        or forms[:3] == ["as", "usual", "though"]
    )


def _shape(word: Word) -> str:
    return "N" if "number" in word.tags else word.form


def _describes(word: Word) -> bool:
    return bool({"AJ0", "AJC", "VVN", "AJ0-VVN", "VVG"} & word.tags)
