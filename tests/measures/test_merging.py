"""Two people edit one note: everything that one of them added is in the result."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.merging import merge


def merged(base, ours, theirs):
    return merge(base=base, ours=ours, theirs=theirs, our_name="Aiko", their_name="Ben")


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        ("a b c", "a b c d", "x a b c", "x a b c d"),
        ("one\n", "one\nours\n", "one\ntheirs\n", "one\ntheirs\nours\n"),
        ("", "ours", "theirs", "theirs ours"),
        ("call ten leads", "call twelve leads", "call ten new leads", "call twelve new leads"),
        ("keep this word", "keep word", "keep this good word", "keep ⟪Ben: this good ⇔ Aiko: –⟫ word"),
        ("same", "other", "other", "other"),
        (
            "価格の質問で止まる",
            "価格の質問で何度も止まる",
            "新しい価格の質問で止まる",
            "新しい価格の質問で何度も止まる",
        ),
        ("目標は50件", "目標は46件", "目標は48件", "目標は⟪Ben: 48 ⇔ Aiko: 46⟫件"),
    ],
)
def test_it_makes_both_edits_or_keeps_both_versions(base, ours, theirs, result):
    text = merged(base, ours, theirs).text
    assert text == result


# Words that each side adds are of that side alone, so that losing one shows.
BASE = st.lists(st.sampled_from(["alpha", "beta", "\n", "gamma", "価格", "delta", "。", "epsilon"]), max_size=25)
STEPS = st.lists(st.tuples(st.sampled_from(["add", "drop", "swap"]), st.integers(0, 30)), max_size=12)


def edited(words, steps, mark):
    now, added = list(words), []
    for number, (kind, place) in enumerate(steps):
        place = min(place, len(now))
        if kind != "add" and place < len(now):
            now.pop(place)
        if kind != "drop":
            now.insert(place, f"{mark}{number}")
    added = [word for word in now if word.startswith(mark)]
    return now, added


@given(base=BASE, ours=STEPS, theirs=STEPS)
def test_it_never_loses_a_word_that_one_of_them_added(base, ours, theirs):
    mine, my_words = edited(base, ours, "mine")
    other, other_words = edited(base, theirs, "other")
    result = merged(" ".join(base), " ".join(mine), " ".join(other))
    assert {word for word in (*my_words, *other_words) if word not in result.text.replace("⟫", " ").split()} == set()


@given(base=BASE, ours=STEPS)
def test_it_takes_the_only_edit_as_it_is(base, ours):
    mine, _added = edited(base, ours, "mine")
    before, after = " ".join(base), " ".join(mine)
    assert merged(before, after, before) == merged(before, before, after) == merged(before, after, after)
    assert merged(before, after, before).text == after


@given(base=BASE, ours=STEPS, theirs=STEPS)
def test_it_ends_at_the_same_text_when_sent_again(base, ours, theirs):
    """The page sends once more what was merged already: nothing comes twice."""
    mine, other = (" ".join(edited(base, steps, mark)[0]) for steps, mark in ((ours, "mine"), (theirs, "other")))
    once = merged(" ".join(base), mine, other).text
    assert merged(mine, mine, once).text == once
