"""Marks and rewordings of single messages; the rules are in docs/measures/feedback-marks.md."""

from pathlib import Path

import pytest

from kaname.feedback.marks.lexicon_reading import rewordings_of
from kaname.feedback.marks.mark import KINDS
from kaname.feedback.marks.marking import marks_of

DEVELOPMENT = Path(__file__).parent / "development"
both = pytest.mark.parametrize("language", ["ja", "en"])


def kinds(text, language="en", names=()):
    return {mark.kind for mark in marks_of(text, language=language, names=names)}


def rewordings(text, language, kind):
    return [mark.rewording for mark in marks_of(text, language=language, names=()) if mark.kind == kind]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Raj would have closed the Pell deal on the first call.", "en"),
        ("You made 31 calls last week, Raj made 70.", "en"),
        ("Your close rate is well below Emma's.", "en"),
        ("You don't prepare like Lena does.", "en"),
        ("井上さんなら最初の電話でペル社を決めていたと思います。", "ja"),
        ("戸田くんはできてるのに、見込みの入力がまだなのは君だけだよ。", "ja"),
        ("江藤くんみたいにてきぱき動いて。", "ja"),
        ("江藤さんは1日でチケットを閉じるのに、そちらは1週間かかっています。", "ja"),
    ],
)
def test_it_marks_a_comparison_with_a_named_colleague(text, language):
    assert "named_comparison" in kinds(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tom told me you covered his shift on Saturday. Thank you for that.", "en"),
        ("Want to listen to Tom's call with Pell together on Thursday?", "en"),
        ("Your reply rate is 12%, the team's average is 9%.", "en"),
        ("You never once interrupted the buyer, even when he went on for six minutes.", "en"),
        ("Why did you start with the pricing page on the Lund call? It worked, and I'd love to understand it.", "en"),
        ("江藤さんなら大丈夫です。火曜のデモも最後まで落ち着いていました。", "ja"),
        ("月曜に原さんが言っていたように、先方は短いメールが好みです。", "ja"),
        ("1月から解約率が4%から2%に下がりました。", "ja"),
        ("先方が6分話し続けても、一度も遮らずに聞いていましたね。", "ja"),
    ],
)
def test_it_leaves_alone_what_only_looks_like_it(text, language):
    assert kinds(text, language) == set()


@pytest.mark.parametrize(
    ("worse", "better", "language"),
    [
        ("The open rate went from 31% to 19%.", "The open rate went from 19% to 31%.", "en"),
        ("Churn went from 2% to 4%.", "Churn went from 4% to 2%.", "en"),
        ("開封率が31%から19%になりました。", "開封率が19%から31%になりました。", "ja"),
    ],
)
def test_it_reads_two_amounts_by_their_direction(worse, better, language):
    assert "no_suggestion" in kinds(worse, language)
    assert kinds(better, language) == set()


def test_it_hears_the_point_after_praise_and_but():
    assert kinds("I liked the opener, but the ending came out of nowhere on Tuesday.") == {"no_suggestion"}
    assert kinds("デモはよかったけど、最後の10分が駆け足でした。", "ja") <= {"no_suggestion"}


def test_it_builds_the_offer_from_the_words_of_the_sentence():
    price = "価格の話になるといつも止まっていますね。"
    assert rewordings(price, "ja", "blame_or_absolute") == [
        "価格の話では、先に導入効果の数字を添えてみるのはどうでしょう。"
    ]
    assert rewordings("You always freeze when the price comes up.", "en", "blame_or_absolute") == [
        "For the price, how about showing what it saves before naming a figure?"
    ]
    absolute = rewordings(
        "議事録は送ったことが一度もないですよね。見積もりもいつも遅いです。", "ja", "blame_or_absolute"
    )
    assert any("見積もり" in said for said in absolute)


def test_it_gives_marks_of_one_kind_different_forms_and_the_same_text_the_same():
    text = "Your reports are too long. Your mails are too long. Your demos are too long."
    made = rewordings(text, "en", "no_suggestion")
    assert len(made) == 3
    assert made == rewordings(text, "en", "no_suggestion")
    assert [word in said for word, said in zip(("reports", "mails", "demos"), made, strict=True)] == [True] * 3


@both
def test_it_has_three_forms_for_every_kind(language):
    forms = rewordings_of(language)["forms"]
    assert set(forms) == {"blame", "absolute", "named", *KINDS} - {"blame_or_absolute", "named_comparison"}
    assert all(len(set(said)) >= 3 for said in forms.values())


@both
def test_it_never_leaves_a_gap_to_fill_in(language):
    for line in (DEVELOPMENT / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
        for mark in marks_of(line.split("\t")[0], language=language, names=()):
            assert mark.rewording, line
            assert not set("…{}") & set(mark.rewording), mark.rewording
            assert "「」" not in mark.rewording, line
            assert "“”" not in mark.rewording, line


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("全部あなたの責任です。", "blame_or_absolute"),
        ("だから言ったじゃないですか。", "blame_or_absolute"),
        ("田中さんは同じ時間で倍の件数をこなしています。", "named_comparison"),
        ("新人の山田さんでもできているのに。", "named_comparison"),
    ],
)
def test_it_hears_what_hurts_without_a_hard_word(text, kind):
    assert kind in kinds(text, "ja")


def test_it_hears_who_takes_the_blame_off_somebody():
    assert "blame_or_absolute" not in kinds("失注はあなたの責任ではありません。", "ja")
