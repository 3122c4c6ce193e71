"""What a Japanese sentence says: praise, a point for improvement, an offer, blame, a comparison, something concrete."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from kaname.feedback.marks.japanese.comparison import comparisons, favours
from kaname.feedback.marks.japanese.hints import falls_short, opens_against, turned_for_worse, turns_against
from kaname.feedback.marks.japanese.reading import canonical
from kaname.feedback.marks.lexicon_reading import lists_of
from kaname.feedback.marks.mark import ABSOLUTE, BLAME, Found, Signs
from kaname.feedback.marks.words import Line, Phrases, Sentence, Word, compiled

WHY_ALWAYS = re.compile(r"(?:なんで|どうして|なぜ|何で)(?:いつも|毎回|また|まだ|こんなに|そんなに|何度も|ちゃんと)")
RECEIVED = re.compile(r"て(?:くれ(?:た(?!ら)|て|まし)|いただ(?:い(?!け)|きまし)|もら(?:いまし|えて))")
NEUTRAL = re.compile(r"(?:昨年|去年|前年|昨年度|平均)(?:の[^、。]*)?(?:より|と比べ|は[^。]*です)|ずに(?:済|すみ|すん)")
OWN = re.compile(r"^私|私の|私が|私に(?:は|も)|申し訳|すみません|ごめん")
DEMANDS = re.compile(
    r"(?:気を(?:つ|付)け|注意し|頑張っ|しっかりし|改善し|意識し)て(?:ね|よ)?[。！!]?$|が(?:欲|ほ)しい(?:です)?[。]?$|はず(?:です|だ|なのに)"
    r"|もう少し[^、。]{1,8}(?:に|く)(?:お願い|して(?:ください|ほし|欲し))"
)
INVITES = re.compile(
    r"(?:何が|何を(?!考え|し)|どうすれば|どうしたら|どれ|どこ(?!が悪)|どんな|どのように)[^。]*(?:ますか|でしょうか?|ですか|かな)[。？?]?$"
)
REPROACH = re.compile(
    r"冗談です?か|この程度|どういうこと(?:です|だ|？|\?|$)|ってことです?か|ないといけないんですか|しか(?:やら|し)ない(?:です)?よね|わかって(?:い)?ない"
    r"|分かって(?:い)?ない|関係ないと思|どうでもいいと思|何を?して(?:い)?るの|いつも同じ|思って(?:い)?る(?:ん)?(?:でしょう|だろう|でしょ)"
)
PRECEDING, FOLLOWING = 4, 4


@lru_cache(maxsize=1)
def phrases() -> dict[str, Phrases]:
    return compiled(lists_of("ja"), canonical)


def signs_of(sentence: Sentence, *, names: Collection[str]) -> Signs:
    clauses = [_Clause(sentence.words[first:last]) for first, last in sentence.clauses]
    for number, clause in enumerate(clauses):
        later_is_good = any(later.praise for later in clauses[number + 1 :])
        thanked = clause.words and bool(RECEIVED.search(sentence.text[clause.words[-1].end - sentence.start :]))
        if thanked or (later_is_good and phrases()["past_then"].among(clause.line)):
            clause.overcome = True
    offers = any(clause.offer for clause in clauses) or bool(INVITES.search(sentence.text))
    blame, compared = tuple(_blame(sentence, clauses)), tuple(comparisons(sentence, names=names))
    praise = any(clause.praise for clause in clauses) or bool(RECEIVED.search(sentence.text))
    problem = _says_problem(sentence, clauses, praise=praise, offers=offers)
    favoured = bool(compared) and praise and not problem and favours(sentence)
    return Signs(
        sentence.start,
        sentence.end,
        strength=praise and (favoured or _praises_apart(clauses, compared)) and not (blame and not problem),
        improvement=problem or any(clause.demand for clause in clauses) or bool(blame or (compared and not favoured)),
        suggestion=offers and not compared,
        vague_wish=any(clause.vague for clause in clauses) and not offers,
        observation=_concrete(sentence),
        blame=blame,
        comparison=compared,
    )


def _says_problem(sentence: Sentence, clauses: Sequence[_Clause], *, praise: bool, offers: bool) -> bool:
    known = phrases()
    changed = turned_for_worse(sentence, bad=known["falls_well"])
    if changed is not None:
        return changed
    if NEUTRAL.search(sentence.text) or OWN.search(sentence.text):
        return False
    if DEMANDS.search(sentence.text) and not offers:
        return True
    if any(clause.problem and not clause.overcome for clause in clauses):
        return True
    said = [clause.praise or clause.offer or clause.asks for clause in clauses]
    if turns_against([clause.praise for clause in clauses], said, [clause.words for clause in clauses]):
        return True
    if praise or any(said) or known["thanks"].among(Line.of(sentence.words)):
        return False
    if sentence.text.endswith(("？", "?", "か。", "か")) and not sentence.text.endswith("かな"):
        return False
    if offers:
        return False
    return opens_against(sentence) or falls_short(sentence, good=known["good"], bad=known["falls_well"])


def _praises_apart(clauses: Sequence[_Clause], compared: tuple[Found, ...]) -> bool:
    """Praise beside a comparison counts in a clause before the one that compares."""
    if not compared:
        return True
    place = compared[0].start
    return any(clause.praise and clause.words[-1].end <= place for clause in clauses if clause.words)


class _Clause:
    """One clause, with what it says by itself."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.line = Line.of(words)
        self.overcome = False
        known = phrases()
        self.asks = known["request"].among(self.line)
        self.wishes = self.asks or known["wish"].among(self.line)
        self.must = known["must"].among(self.line)
        self.regrets = known["past_wish"].among(self.line)
        self.offer = known["offer"].among(self.line) and not known["offer_harmless"].among(self.line)
        self.vague = self.asks and known["vague_request"].among(self.line)
        self.concrete_request = self._is_concrete_request()
        self.offer = (self.offer and not self._only_vague_offer()) or self.concrete_request
        problems, praises = self._problems(), self._praises()
        misses = self._misses()
        last_problem, last_praise = max([*problems, *misses, -1]), max([*praises, -1])
        self.problem = last_problem >= 0 and last_problem >= last_praise
        self.praise = last_praise >= 0 and (last_praise > last_problem or self._thanks)
        self.demand = not self.offer and (self.must or self.regrets or (self.vague and self.wishes))

    def _is_concrete_request(self) -> bool:
        """「前日に議題を送ってください」 says how; 「もっと頑張ってください」 does not."""
        asked = any(word.form in ("PLEASE", "VOL") for word in self.words)
        return asked and not self.vague and not phrases()["blame"].among(self.line)

    def _only_vague_offer(self) -> bool:
        return self.vague and not any("数詞" in word.tags for word in self.words) and len(self.words) < 7

    def _problems(self) -> list[int]:
        """Where the words of the list stand and mean what they say; the last evaluating word of a clause decides."""
        return [first for first, last in phrases()["problem"].find(self.line) if self._really_a_problem(first, last)]

    def _really_a_problem(self, first: int, last: int) -> bool:
        after = self.words[last : last + FOLLOWING]
        if self.words[last - 1].form != "NEG" and any(word.form == "NEG" for word in after[:2]):
            return False
        if any(word.form in ("TARA", "ば", "場合") for word in after[:3]):
            return False
        if [word.form for word in after[:2]] == ["て", "も"] or [word.form for word in after[:1]] == ["て も"]:
            return False
        far = Line.of(self.words[last : last + 8])
        if phrases()["problem_is_known"].among(Line.of(after)) or phrases()["problem_falls"].among(far):
            return False
        before = self.words[max(0, first - PRECEDING) : first]
        falls = self.words[first].form in (
            "下がる",
            "減る",
            "減少",
            "低下",
            "短い",
            "少ない",
            "低い",
            "下回る",
            "落ちる",
        )
        return not (falls and phrases()["falls_well"].among(Line.of(before)))

    def _misses(self) -> list[int]:
        """Negated verbs, or something that is not there, unless that is harmless, an offer or a must."""
        harmless = {number for spot in phrases()["negation_harmless"].find(self.line) for number in range(*spot)}
        negated = [number for number, word in enumerate(self.words) if word.form == "NEG" and number]
        return [number for number in negated if number not in harmless and not self._is_harmless_place(number)]

    def _is_harmless_place(self, number: int) -> bool:
        before, after = self.words[number - 1], [word.form for word in self.words[number + 1 : number + 4]]
        if after[:1] in (["か"], ["方"], ["ば"], ["様"]) or after[:2] in (["で", "PLEASE"], ["DESHO", "か"]):
            return True
        if "ば" in after[:1] or before.form in ("行く", "成る", "すむ", "済む", "堪る"):
            return True
        if phrases()["problem"].among(Line.of(self.words[max(0, number - 3) : number])):
            return True
        if after[:1] == ["と"]:
            return True
        return not ({"verb", "名詞", "接尾辞", "形状詞", "形容詞", "助詞", "助動詞"} & before.tags)

    def _praises(self) -> list[int]:
        known = phrases()
        self._thanks = known["thanks"].among(self.line)
        if self.must or self.regrets:
            return []
        excluded = {number for spot in known["not_praise"].find(self.line) for number in range(*spot)}
        return [
            last - 1
            for first, last in known["good"].find(self.line)
            if not excluded & set(range(first, last)) and self._really_praise(last)
        ]

    def _really_praise(self, last: int) -> bool:
        after = [word.form for word in self.words[last : last + 3]]
        if self.words[last - 1].form != "NEG" and "NEG" in after[:2]:
            return False
        if any(form in ("TARA", "ば") for form in after[:2]):
            return False
        return not self.wishes or self._thanks


def _blame(sentence: Sentence, clauses: Sequence[_Clause]) -> list[Found]:
    line, known = Line.of(sentence.words), phrases()
    always = REPROACH.search(sentence.text) or WHY_ALWAYS.search(sentence.text)
    found = [Found(sentence.start + always.start(), sentence.end, BLAME)] if always else []
    harmless = {number for spot in known["blame_harmless"].find(line) for number in range(*spot)}
    kindly = known["why_kindly"].among(line)
    for first, last in known["blame"].find(line):
        if not harmless & set(range(first, last)) and not kindly:
            found.append(Found(sentence.words[first].start, sentence.words[last - 1].end, BLAME))
    if not kindly and not found:
        found += _reproachful_why(sentence, line)
    return found + _absolutes(sentence, clauses, line)


def _reproachful_why(sentence: Sentence, line: Line) -> list[Found]:
    """なぜ with something missing or wrong after it, as a question."""
    for first, _ in phrases()["why"].find(line):
        rest = _Clause(sentence.words[first:])
        asks = any(word.form in ("か", "の") for word in sentence.words[-3:]) or sentence.text.endswith(("？", "?"))
        if asks and rest.problem:
            return [Found(sentence.words[first].start, sentence.end, BLAME)]
    return []


def _absolutes(sentence: Sentence, clauses: Sequence[_Clause], line: Line) -> list[Found]:
    known, found = phrases(), []
    harmless = {
        n for name in ("often_harmless", "absolutely_harmless") for s in known[name].find(line) for n in range(*s)
    }
    for name in ("often", "not_at_all", "absolutely"):
        for first, last in known[name].find(line):
            if harmless & set(range(first, last)):
                continue
            if _is_held_against(sentence, first, last, name=name):
                found.append(Found(sentence.words[first].start, sentence.words[last - 1].end, ABSOLUTE))
    return found


def _is_held_against(sentence: Sentence, first: int, last: int, *, name: str) -> bool:
    """Whether what follows the word, up to the end of its clause and the next where it is short, is a reproach."""
    number = next(n for n, (start, end) in enumerate(sentence.clauses) if start <= first < end)
    end = sentence.clauses[number][1]
    if end - last < 3 and number + 1 < len(sentence.clauses):
        end = sentence.clauses[number + 1][1]
    after = _Clause(sentence.words[last:end])
    if name == "not_at_all" and [word.form for word in sentence.words[last : last + 1]] == ["NEG"]:
        return not after.praise
    whole = _Clause(sentence.words[sentence.clauses[number][0] : end])
    if phrases()["past_then"].among(whole.line) and any(
        _Clause(sentence.words[a:b]).praise for a, b in sentence.clauses[number + 1 :]
    ):
        return False
    if name == "absolutely":
        return after.problem or after.must or (after.asks and not after.praise)
    if name == "not_at_all":
        return after.problem or (after.vague and not after.praise)
    return after.problem and not (after.praise and not _problem_first(after))


def _problem_first(clause: _Clause) -> bool:
    problems = [first for first, last in phrases()["problem"].find(clause.line)]
    praises = [first for first, last in phrases()["good"].find(clause.line)]
    return not praises or bool(problems and min(problems) < min(praises))


def _concrete(sentence: Sentence) -> int:
    """2 for a time, an amount, a customer or words quoted; 1 for each thing of the work, and for the past."""
    line, known = Line.of(sentence.words), phrases()
    score = 0
    if known["time_or_amount"].among(line) or any(_is_amount(word) for word in sentence.words):
        score += 2
    if any("quoted" in word.tags for word in sentence.words):
        score += 2
    score += min(2, len(known["thing"].find(line)))
    if score and any(word.form == "た" for word in sentence.words):
        score += 1
    return score


def _is_amount(word: Word) -> bool:
    return ("数詞" in word.tags and word.form not in ("一", "1", "何")) or (
        word.form[:1].isdigit() and word.form != "1"
    )
