"""Comparison with a colleague who is named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from kaname.feedback.marks.japanese.reading import canonical
from kaname.feedback.marks.lexicon_reading import lists_of
from kaname.feedback.marks.mark import Found
from kaname.feedback.marks.words import Line, Phrases, Sentence, Word, compiled

COLLEAGUE = frozenset("さん 君 ちゃん 氏 先輩 課長 主任 係長 部長 リーダー 後輩 同期 社員".split())
LISTS = ("compares", "compares_than", "than_is_from", "though", "you", "not_a_colleague")
N = r"[0-9一二三四五六七八九十]+"
# What follows the name, as it is written.
MEASURED = re.compile(
    r"(?:のより|(?:の[^、。]{1,8})?と(?:並べ|比べ)|を(?:少しは)?(?:参考|手本|お手本)|には[^。]*ことが(?:ない|ありません)|と違|とは違|と比べ|に比べ|との差|に負け|に(?:は)?勝て|並み|を見習|に(?:は)?でき(?:て|る)|みたい|のよう(?:に|な)(?!言|話|おっしゃ)|ほど|に追いつ"
    rf"|の(?:{N})?(?:半分|倍|ほうが|方が|爪の垢)|(?:の[^、。]{{1,8}})?を(?:大きく|はるかに)?(?:超|上回|抜)|くらい|ぐらい)"
)
WOULD = re.compile(
    r"(?:なら|だったら|であれば)、?(?![^。]*(?:大丈夫|任せ|必ず|きっと|でき(?:ます|ると)|期待|いけ))|でさえ|ですら|すら"
    r"|でも[^。]{0,6}でき(?:て(?:い)?(?:る|ます)|る|ます)(?:のに|よ|けど|。?$)"
)
DOES = re.compile(
    r"(?:は|も)同じ[^、。]{1,8}で[^。]*倍|も[^。]*て(?:い)?(?:る|ます)よ|(?:は|も)(?:[^。]*(?:あなた|君|きみ|そちら)の(?:[0-9]*倍|半分|以上)|(?:もっと|ずっと|とっくに)[^。]*(?:かった|ました|てい?ます)"
    r"|(?:こんな|そんな)[^。]*(?:ません|ない)|[^、。]{0,12}(?:でき|やっ|出せ|取れ|取っ|守っ|終わっ)て(?:い)?(?:る|ます)(?:のに|よ|けど|が|から))"
)
CONTRASTED = re.compile(
    r"(?:の[^、。]{1,8})?(?:は|が)[^。]*?(?:のに|けど|けれど|すが|したが|ですが|一方(?:で)?|、)、?(.*)"
)
SAME = re.compile(r"同じ[^、。]{1,8}(?:で|でも|なのに)、?$")
THANKS = re.compile(r"ありがと|感謝|お礼|助か|褒め|と言って|言って(?:い|ま)|聞きました|伺い|一緒に|と二人|から")
YOU = re.compile(r"あなた|君[はのがも]|君だけ|きみ|お前|そちら|なぜ|どうして|自分は|だけ(?:です|だ)")


@lru_cache(maxsize=1)
def _phrases() -> dict[str, Phrases]:
    lists = lists_of("ja")
    return compiled({name: lists[name] for name in LISTS}, canonical)


@lru_cache(maxsize=1)
def _no_colleagues() -> frozenset[str]:
    return frozenset(word for phrase in lists_of("ja")["not_a_colleague"] for word in canonical(phrase).split())


def comparisons(sentence: Sentence, *, names: Collection[str]) -> list[Found]:
    """Places such as 田中さんに比べて, 田中さんはできているのに, 田中さんを見習って."""
    people = list(_people(sentence.words, names=names))
    found = []
    for first, last in people:
        if _compared(sentence, last, people) or _outdone(sentence, first, last):
            end = min(last + 2, len(sentence.words))
            found.append(Found(sentence.words[first].start, sentence.words[end - 1].end, "named"))
    return found


def favours(sentence: Sentence) -> bool:
    """Whether the reader comes off better, where the sentence praises: 「戸田さんより上手」."""
    return bool(re.search(r"より|を(?:大きく|はるかに)?(?:超|上回|抜)", sentence.text))


def _outdone(sentence: Sentence, first: int, last: int) -> bool:
    """Whether what is written after the name sets it against the reader."""
    words = sentence.words
    before = sentence.text[: words[first].start - sentence.start]
    after = sentence.text[words[last - 1].end - sentence.start :]
    if MEASURED.match(after):
        return True
    if THANKS.search(after):
        return False
    if WOULD.match(after) or DOES.match(after) or (SAME.search(before) and after[:1] in ("は", "が", "も")):
        return True
    if re.search(rf"{N}[^。]*(?:が|けど|のに|し)、?$", before) and re.match(rf"は[^。]*{N}", after):
        return True
    contrasted = CONTRASTED.match(after)
    if not contrasted:
        return False
    mine = contrasted.group(1)
    amounts = bool(re.search(N, after[: -len(mine)] if mine else after)) and bool(re.search(N, mine))
    return bool(YOU.search(mine)) or amounts


def _people(words: tuple[Word, ...], *, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """(first word, word after the last) of everybody named, with さん or the like."""
    parts = {part for name in names for part in name.split() if len(part) > 1} | set(names)
    for number, word in enumerate(words):
        if "quoted" in word.tags or not ({"名詞"} & word.tags):
            continue
        following = words[number + 1].form if number + 1 < len(words) else ""
        named = "人名" in word.tags or word.form in parts
        if following in COLLEAGUE and (named or _may_be_a_name(word)):
            yield number, number + 2
        elif word.form in parts and following != "様":
            yield number, number + 1


def _may_be_a_name(word: Word) -> bool:
    known = {"固有名詞", "人名"} & word.tags
    return bool(known) or ("普通名詞" in word.tags and "一般" in word.tags and word.form not in _no_colleagues())


def _compared(sentence: Sentence, last: int, people: list[tuple[int, int]]) -> bool:
    after, known = sentence.words[last:], _phrases()
    line = Line.of(after)
    if any(first == 0 for first, _ in known["compares"].find(line)):
        return True
    if (
        any(first <= 1 for first, _ in known["compares"].find(Line.of(after[:5])))
        and after[:1]
        and after[0].form == "の"
    ):
        return True
    if any(first == 0 for first, _ in known["compares_than"].find(line)):
        return not known["than_is_from"].among(Line.of(after[:6]))
    someone_else = known["you"].among(Line.of(sentence.words)) or len(people) > 1
    return someone_else and known["though"].among(line)
