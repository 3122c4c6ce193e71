"""Points for improvement that no single word names: by adverbs, particles, softened adjectives and amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaname.feedback.marks.words import Line, Phrases, Sentence, Word

N = r"(?:[0-9０-９]+|[一二三四五六七八九十数])"
SPAN = rf"{N}(?:日|分|秒|時間|週間|か月|ヶ月|カ月)"
SHORT = re.compile(
    rf"{N}(?:件|人|回|社|本|つ|枚|割|名|行|通)?(?:だけ|しか|のみ|ばかり|止まり|どまり)"
    r"|まま(?:です|でし|に|で|だ|、|。|$)|っぱなし|だらけ|ばかり(?:です|でし|で、|だ)"
    r"|(?<!印象に)(?<!記憶に)(?<!心に)残(?:って(?:い|る|お|ます|ました)|りました)"
    rf"|{SPAN}(?:後|遅|オーバー|延び|超過|お?待|も?かか|以上かか|空い|止ま|経)"
    rf"|{SPAN}(?:中|のうち)、?{N}"
    r"|(?:去年|昨年|先月|前回|前)の(?:単価|価格|版|ロゴ|日付)|旧(?:版|料金|価格)"
    r"|誤字|脱字|重複|違って|違(?:い|っ)(?:ます|まし|た)|異なって|ずれて"
    r"|(?:約束|締め切り|締切|期限|納期|期日)[^。]*(?:過ぎ|なりまし|ずれ|超え|守)"
    r"|オフ(?:の|でし|です)|黙(?:って|り)|(?<!こと)が多(?:い(?:です|ので|か|と|気|印象)|すぎ|く)"
    r"|ぎりぎり|ギリギリ|駆け足|早足|ぼんやり|ふわっと|ちぐはぐ|延び(?:て|まし|た)|(?:固|堅|硬|重|軽|細か)い(?:です|か|印象|と感)"
    r"|(?:まだ|いまだに|未だに)[^。]*(?:です|ません|ない|途中)|(?:よう)?に(?:見え|聞こえ|感じ|映)"
    r"|(?:気が|感じが|印象が)し|印象(?:です|でし|を受け|があり)|(?:翌日|翌週|直前|後|最後|金曜|月曜)に(?:なって|なりまし)"
    r"|そのまま読|途中で[^。]*切っ|話題を変え|違う(?:住所|宛先|相手|番号|人)|ではなくお客様から|(?:の|が)合って(?:い)?(?:ません|ない)|やり直し"
    r"|余地が|必要が|べき|求められ"
)
SOFTENERS = frozenset("ちょっと 少し やや 若干 多少 些か 何処か 何だか".split())
CHANGE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*[^\s0-9、。]{0,3}から、?([0-9]+(?:\.[0-9]+)?)")
AGAINST = re.compile(r"^(?:ただ(?!いま)|でも|しかし|けれど|けど|だけど|ですが|だが|一方|とはいえ|反面|惜しい)")


def falls_short(sentence: Sentence, *, good: Phrases, bad: Phrases) -> bool:
    """Whether the sentence tells of a shortfall although no word of it is bad."""
    if SHORT.search(sentence.text) or turned_for_worse(sentence, bad=bad):
        return True
    return _softened(sentence.words, good)


def turned_for_worse(sentence: Sentence, *, bad: Phrases) -> bool | None:
    """Of 「31%から19%に」: whether that is worse; None without two amounts. Of 失注 and the like, more is worse."""
    match = CHANGE.search(sentence.text)
    if not match:
        return None
    before, after = (float(number) for number in match.groups())
    return (after > before) == bad.among(Line.of(sentence.words)) if before != after else None


def turns_against(praised: Sequence[bool], said: Sequence[bool], words: Sequence[Sequence[Word]]) -> bool:
    """Whether after praise and けど, が, ものの a clause follows that is neither praise nor an offer (`said`)."""
    for number in range(1, len(words)):
        before = words[number][:1] and words[number][0].form in ("けれど", "けれども", "が", "ものの", "物の")
        if before and any(praised[:number]) and not any(said[number:]):
            return any(len(clause) > 2 for clause in words[number:])
    return False


def opens_against(sentence: Sentence) -> bool:
    """A sentence that begins with ただ, でも or 一方で."""
    return AGAINST.match(sentence.text) is not None


def _softened(words: Sequence[Word], good: Phrases) -> bool:
    """「少し固い」: an adverb that softens, before an adjective that is no praise."""
    for number, word in enumerate(words):
        if word.form not in SOFTENERS or (number and words[number - 1].form in ("もう", "後")):
            continue
        for described in words[number + 1 : number + 5]:
            if {"形容詞", "形状詞", "形状詞可能"} & described.tags:
                return not good.among(Line.of([described]))
    return False
