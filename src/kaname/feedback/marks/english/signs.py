"""What an English sentence says: praise, a point for improvement, an offer, blame, a comparison, something concrete."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from kaname.feedback.marks.english.comparison import comparisons, favours
from kaname.feedback.marks.english.hints import falls_short, opens_against, turned_for_worse, turns_against
from kaname.feedback.marks.english.reading import canonical
from kaname.feedback.marks.lexicon_reading import lists_of
from kaname.feedback.marks.mark import ABSOLUTE, BLAME, Found, Signs
from kaname.feedback.marks.words import Line, Phrases, Sentence, Word, compiled

TOLD_TO_BE = re.compile(
    r"(?:^| ,| just| please)(?: just| please)* be (?!able|it|there|that)|^ more \S+ (?:, )?please"
    r"| (?:i|we|you) (?:would like|want|expect|need|hope) (?:to see )?(?:a bit |a lot )?(?:more|good) "
)
WHY_NOT = re.compile(r" why (?:\S+ )*?(?:not|always|never|still|only|even) .*\?")
TAG = re.compile(
    r"(?<!if) you (?:just |really )?(?:do|be|have|can|will) (?:not|never) .*, (?:do|be|have|can|will) you \?"
)
INVITES = re.compile(r" (?:what|which|how|where) (?:would|could|might|can (?!not)|do you think|make|get in) .*\?$")
OTHERS = frozenset({"i", "she", "he", "they", "we"})
NEUTRAL = re.compile(
    r" (?:than|as|from|of|with) (?:\S+ ){0,2}(?:last year|average|usual)|(?:team|company|department) 's average"
)
NEGATIONS = frozenset({"not", "never", "no", "without", "hardly"})
UNPRAISING = frozenset("not never no should must could would need more if please to".split())
DEMANDS = frozenset({"must", "should", "please"})
HARMLESS_NEGATIONS = frozenset({"worry", "hesitate", "only", "just", "sure", "know", "mind", "think", "want", "need"})


@lru_cache(maxsize=1)
def phrases() -> dict[str, Phrases]:
    return compiled(lists_of("en"), canonical)


def signs_of(sentence: Sentence, *, names: Collection[str]) -> Signs:
    clauses = [_Clause(sentence.words[first:last]) for first, last in sentence.clauses]
    offers = any(clause.offer for clause in clauses) or bool(INVITES.search(Line.of(sentence.words).text))
    blame, compared = tuple(_blame(sentence, offers=offers)), tuple(comparisons(sentence, names=names))
    favoured = bool(compared) and favours(sentence)
    praise = favoured or any(clause.praise for clause in clauses) or _always_does(clauses, sentence, blame)
    problem = _says_problem(sentence, clauses, praise=praise, offers=offers)
    return Signs(
        sentence.start,
        sentence.end,
        strength=praise and (favoured or not compared) and not _only_blames(clauses, blame),
        improvement=problem or bool(blame) or (bool(compared) and not favoured),
        suggestion=offers and not compared and not any(found.why == BLAME for found in blame),
        vague_wish=any(clause.vague for clause in clauses) and not offers,
        observation=_concrete(sentence, compared=bool(compared)),
        blame=blame,
        comparison=compared,
    )


def _says_problem(sentence: Sentence, clauses: Sequence[_Clause], *, praise: bool, offers: bool) -> bool:
    known = phrases()
    changed = turned_for_worse(sentence, bad=known["falls_well"])
    if changed is not None:
        return changed
    if {"curious", "wonder"} & {word.form for word in sentence.words}:
        return False
    if any(clause.problem and not _overcome(clauses[number:]) for number, clause in enumerate(clauses)):
        return True
    if turns_against([one.words for one in clauses], [one.praise for one in clauses], [one.offer for one in clauses]):
        return True
    asks = sentence.text.endswith("?")
    if offers or praise or asks or any(clause.thanks for clause in clauses):
        return False
    return opens_against(sentence.words) or falls_short(sentence, good=known["good"], bad=known["falls_well"])


def _overcome(clauses: Sequence[_Clause]) -> bool:
    """Whether a problem that is not the reader's is followed by praise of the reader, in the same sentence."""
    forms = {word.form for word in clauses[0].words}
    later = [clause for clause in clauses[1:] if clause.praise and not clause.problem]
    return not {"you", "your"} & forms and any("you" in {word.form for word in one.words} for one in later)


def _always_does(clauses: Sequence[_Clause], sentence: Sentence, blame: tuple[Found, ...]) -> bool:
    """ "You always bring so much energy": always, with nothing bad about it."""
    words = [word.form for word in sentence.words]
    always = "always" in words and ("you" in words or len(words) < 9)
    return always and not blame and not any(clause.problem for clause in clauses) and not sentence.text.endswith("?")


def _only_blames(clauses: Sequence[_Clause], blame: tuple[Found, ...]) -> bool:
    """Praise beside blame counts only in a clause of its own."""
    return bool(blame) and not any(clause.praise and not clause.problem for clause in clauses[:-1])


MISSING = frozenset({"not", "never", "no", "nothing", "nobody", "none", "neither"})


class _Clause:
    """One clause, with what it says by itself."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.line = Line.of(words)
        known = phrases()
        self.thanks = known["thanks"].among(self.line)
        command = _begins_with_command(words)
        asked = command or any(word.form in DEMANDS for word in words)
        told = bool(TOLD_TO_BE.search(self.line.text))
        self.vague = told or (asked and known["vague_request"].among(self.line) and not self.thanks)
        offered = known["offer"].among(self.line) and not known["offer_harmless"].among(self.line)
        self.offer = (offered and not (self.vague and asked)) or (asked and not self.vague and not self._regrets())
        self.problem = (bool(self._problems()) or self._misses()) and not self._offers_only(offered)
        self.praise = not told and self._praises()

    def _regrets(self) -> bool:
        forms = [word.form for word in self.words]
        return "must" in forms or ("should", "have") in pairwise(forms)

    def _offers_only(self, offered: bool) -> bool:
        """ "Maybe you could wait two seconds" speaks of no problem even where a word of it might."""
        first = " ".join(word.form for word in self.words[:3])
        return offered and first.startswith(
            ("maybe", "perhaps", "how about", "what about", "what if", "shall", "would")
        )

    def _problems(self) -> list[int]:
        known = phrases()
        harmless = {number for spot in known["harmless_problem"].find(self.line) for number in range(*spot)}
        found: list[int] = []
        forms = {word.form for word in self.words}
        if ({"my", "sorry"} & forms and not {"you", "your"} & forms) or NEUTRAL.search(self.line.text):
            return found
        for first, last in known["problem"].find(self.line):
            if harmless & set(range(first, last)) or self._negated(first) or self._hypothetical():
                continue
            if "i" in [word.form for word in self.words[max(0, first - 2) : first]]:
                continue
            if known["problem_is_known"].among(Line.of(self.words[last : last + 5])):
                continue
            falls = self.words[first].form in ("drop", "fall", "decline", "decrease", "low", "down", "go", "be")
            if falls and known["falls_well"].among(Line.of(self.words[max(0, first - 4) : first])):
                continue
            found.append(first)
        return found

    def _hypothetical(self) -> bool:
        return bool(self.words) and self.words[0].form == "if"

    def _negated(self, first: int) -> bool:
        before = [word.form for word in self.words[max(0, first - 3) : first]]
        return bool({"not", "never", "no", "nothing", "nobody", "none"} & set(before)) and self.words[
            first
        ].form not in ("not", "hardly")

    def _misses(self) -> bool:
        """not, never or no before a verb or noun of the work, unless it is harmless or turns something bad around."""
        known = phrases()
        harmless = {n for spot in known["harmless_problem"].find(self.line) for n in range(*spot)}
        harmless |= {n for spot in known["not_at_all_harmless"].find(self.line) for n in range(*spot)}
        for number, word in enumerate(self.words):
            if word.form not in MISSING or number in harmless or self._is_another_s(number):
                continue
            after = [one.form for one in self.words[number + 1 : number + 4]]
            if set(after[:2]) & HARMLESS_NEGATIONS or known["problem"].among(
                Line.of(self.words[number + 1 : number + 4])
            ):
                continue
            if [one.form for one in self.words[max(0, number - 2) : number]] in (["why"], ["why", "do"]):
                continue
            if any(one.form in ("if", "whether") for one in self.words[max(0, number - 4) : number]):
                continue
            if self._hypothetical() or (number == 1 and self.words[0].form == "do"):
                continue
            if any(one.form == "i" for one in self.words[max(0, number - 2) : number]):
                continue
            return True
        return False

    def _is_another_s(self, number: int) -> bool:
        """ "She was not upset", "I was not sure": what somebody else does not do is no point for the reader."""
        subjects = [word.form for word in self.words[:number] if "PNP" in word.tags or word.form == "i"]
        return bool(subjects) and subjects[-1] in OTHERS - {"we"}

    def _praises(self) -> bool:
        known = phrases()
        excluded = {number for spot in known["not_praise"].find(self.line) for number in range(*spot)}
        for first, last in known["good"].find(self.line):
            if excluded & set(range(first, last)):
                continue
            before = {word.form for word in self.words[max(0, first - 3) : first]}
            if before & UNPRAISING and (not self.thanks or "not" in before):
                continue
            return True
        return False


def _begins_with_command(words: Sequence[Word]) -> bool:
    spoken = [word for word in words if word.form not in (",", "and", "but", "so", "just", "please", "then", "also")]
    return (
        bool(spoken)
        and ("base" in spoken[0].tags or ("VBI" in spoken[0].tags and spoken[0].form == "be"))
        and spoken[0].form not in ("have", "do", "thank", "thanks", "love")
    )


def _blame(sentence: Sentence, *, offers: bool) -> list[Found]:
    line, known, words = Line.of(sentence.words), phrases(), sentence.words
    kindly = known["why_kindly"].among(line)
    harmless = {n for spot in known["blame_harmless"].find(line) for n in range(*spot)}
    found = [
        Found(words[first].start, words[last - 1].end, BLAME)
        for first, last in known["blame"].find(line)
        if not harmless & set(range(first, last)) and not kindly
    ]
    if not kindly and not found and (WHY_NOT.search(line.text) or TAG.search(line.text)):
        found.append(Found(words[0].start, words[-1].end, BLAME))
    return found + _absolutes(sentence)


def _absolutes(sentence: Sentence) -> list[Found]:
    known, words, found = phrases(), sentence.words, []
    for first, last in sentence.clauses:
        clause = words[first:last]
        line, read = Line.of(clause), _Clause(clause)
        harmless = {
            n for key in ("often_harmless", "not_at_all_harmless") for s in known[key].find(line) for n in range(*s)
        }
        about = any(word.form in ("you", "your") for word in clause)
        for name in ("often", "not_at_all", "completely"):
            for begin, end in known[name].find(line):
                if harmless & set(range(begin, end)) or (read.praise and not read.problem):
                    continue
                if name == "not_at_all" and (not about or _undoes(clause[begin:])):
                    continue
                negative = read.problem or (name == "not_at_all" and about and clause[begin].form in ("never", "not"))
                if negative and (about or name != "completely"):
                    found.append(Found(clause[begin].start, clause[end - 1].end, ABSOLUTE))
    return found


def _undoes(words: Sequence[Word]) -> bool:
    """ "never once interrupted", "never let anybody down": the negation of something bad."""
    line = Line.of([word for word in words[1:5] if word.form != "once"])
    return phrases()["problem"].among(line) or " let" in line.text or " than" in line.text


def _concrete(sentence: Sentence, *, compared: bool) -> int:
    """2 for a time, an amount, a customer or words quoted; 1 for each thing of the work, and for the past."""
    line, known, score = Line.of(sentence.words), phrases(), 0
    if known["time_or_amount"].among(line):
        score += 2
    if any("number" in word.tags and word.form not in ("one", "1") for word in sentence.words):
        score += 2
    if any("quoted" in word.tags for word in sentence.words):
        score += 2
    if not compared and any("capital" in word.tags and "name" in word.tags for word in sentence.words[1:]):
        score += 1
    score += min(2, len(known["thing"].find(line)))
    if score and any("past" in word.tags for word in sentence.words):
        score += 1
    return score
