import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaname.measures.changes.folding import Seen, fold

CELLS = [(team, part) for team in "ABCD" for part in "xyz"]
USUAL = dict.fromkeys(CELLS, 100.0)


def seen(ratio, cells, first=10, last=20):
    """A change whose variance goes with the size of the group."""
    return Seen(frozenset(cells), math.log(ratio), 2 / (500 * len(cells)) + 0.0009, first, last)


def team(name):
    return [cell for cell in CELLS if cell[0] == name]


def part(name):
    return [cell for cell in CELLS if cell[1] == name]


def test_what_everybody_shares_is_told_of_the_whole():
    groups = [seen(0.8, team("A")), seen(0.8, CELLS), *[seen(0.8, team(name)) for name in "BCD"], seen(0.8, part("x"))]
    (told,) = fold(seen=groups, usual=USUAL)
    assert (told.group, told.explains) == (1, (0, 2, 3, 4, 5))


def test_what_one_cell_did_is_told_of_that_cell():
    groups = [
        seen(1 - 0.5 / 12, CELLS),
        seen(1 - 0.5 / 3, team("A")),
        seen(1 - 0.5 / 4, part("x")),
        seen(0.5, [CELLS[0]]),
    ]
    (told,) = fold(seen=groups, usual=USUAL)
    assert (told.group, told.explains) == (3, (0, 1, 2))


def test_a_market_that_fell_and_a_team_that_fell_more_are_two():
    whole = (0.8 * 3 + 0.5) / 4
    groups = [seen(whole, CELLS), seen(0.5, team("A")), seen(whole, part("x")), seen(0.8, team("B"))]
    first, second = fold(seen=groups, usual=USUAL)
    assert (first.group, second.group) == (1, 0)
    assert second.explains == (2, 3)
    # Beyond what team A's fall makes of the whole: ln .725 - ln .875
    assert second.excess == pytest.approx((math.log(whole) - math.log(0.875)) ** 2 / groups[0].variance)


def test_a_team_that_did_not_follow_is_told_too():
    groups = [seen(0.7, CELLS), seen(1.1, team("D"))]
    assert {told.group for told in fold(seen=groups, usual=USUAL)} == {0, 1}


def test_changes_at_different_times_are_different():
    groups = [seen(0.8, CELLS, 40, 50), seen(0.8, team("A"), 10, 20)]
    assert [told.explains for told in fold(seen=groups, usual=USUAL)] == [(), ()]


def test_weak_alarms_of_different_groups_are_both_told():
    groups = [seen(0.9, team("A")), seen(0.9, team("B"))]
    assert len(fold(seen=groups, usual=USUAL)) == 2


def test_nothing_seen_is_nothing_told():
    assert fold(seen=[], usual=USUAL) == ()


some_cells = st.sets(st.sampled_from(CELLS), min_size=1)
groups_of = st.lists(
    st.builds(
        seen, st.floats(0.3, 3).filter(lambda r: abs(r - 1) > 0.05), some_cells, st.integers(0, 20), st.integers(20, 40)
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(groups_of)
def test_every_alarm_is_told_or_explained_once(groups):
    told = fold(seen=groups, usual=USUAL)
    places = [one.group for one in told] + [place for one in told for place in one.explains]
    assert sorted(places) == list(range(len(groups)))


@settings(max_examples=40)
@given(groups_of, st.floats(0.1, 10))
def test_the_unit_of_what_is_usual_does_not_matter(groups, factor):
    scaled = {cell: value * factor for cell, value in USUAL.items()}
    one, other = fold(seen=groups, usual=USUAL), fold(seen=groups, usual=scaled)
    assert [told.group for told in one] == [told.group for told in other]


@pytest.mark.parametrize("wrong", [Seen(frozenset(), 0.1, 1, 0, 1), Seen(frozenset("q"), 0.1, 1, 0, 1)])
def test_it_refuses_groups_it_knows_nothing_of(wrong):
    with pytest.raises(ValueError, match="cells"):
        fold(seen=[wrong], usual=USUAL)
