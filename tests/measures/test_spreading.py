"""Spreading a target over its parts, and editing them: nothing is lost or invented."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaname.measures.sharing import NoCapacity
from kaname.measures.spreading import (
    CannotSpread,
    edit_changing_sum,
    edit_keeping_sum,
    spread,
)

ONE = Decimal(1)


def whole(*numbers):
    return [Decimal(number) for number in numbers]


def edited(values, index, new, *, fixed=(), weights=None, step=ONE):
    return edit_keeping_sum(
        values=whole(*values),
        index=index,
        new=Decimal(new),
        fixed=[place in fixed for place in range(len(values))],
        weights=np.ones(len(values)) if weights is None else np.array(weights, dtype=np.float64),
        step=step,
    )


def test_it_spreads_a_year_by_working_time():
    # 100 over 20, 19 and 21 days: exact 33.3, 31.7 and 35: whole parts 33, 31, 35, the one left to the .7.
    assert spread(total=Decimal(100), weights=np.array([20.0, 19.0, 21.0]), step=ONE) == whole(33, 32, 35)


def test_it_spreads_yen_in_whole_man():
    parts = spread(total=Decimal(120_000_000), weights=np.array([1.0, 1.0, 1.0, 2.0, 2.0]), step=Decimal(10_000))
    assert sum(parts) == 120_000_000
    assert all(part % 10_000 == 0 for part in parts)


def test_it_re_spreads_by_weight_what_one_part_gives_up():
    # 40 lowered by 12: the others, of weights 1 and 2, take 4 and 8.
    assert edited([40, 30, 30], 0, 28, weights=[1, 1, 2]) == whole(28, 34, 38)


def test_it_takes_from_the_others_what_one_part_gets_more():
    assert edited([40, 30, 30], 0, 52, weights=[1, 1, 2]) == whole(52, 26, 22)


def test_it_leaves_fixed_parts_alone():
    assert edited([40, 30, 30], 0, 52, fixed={2}) == whole(52, 18, 30)
    assert edited([40, 30, 30], 0, 28, fixed={1}) == whole(28, 30, 42)


def test_it_keeps_what_was_edited_before():
    # Parts differ from their weights because somebody wanted it so; each of the others still gives the same.
    assert edited([10, 60, 30], 0, 20) == whole(20, 55, 25)


def test_it_asks_the_others_when_one_part_is_used_up():
    # 30 to take, 15 each: the second has 4, the third gives 26.
    assert edited([10, 4, 86], 0, 40) == whole(40, 0, 60)


def test_it_takes_from_parts_without_working_time_last():
    assert edited([10, 20, 5], 0, 25, weights=[1, 1, 0]) == whole(25, 5, 5)
    assert edited([10, 20, 5], 0, 33, weights=[1, 1, 0]) == whole(33, 0, 2)


def test_it_can_give_everything_to_one_part():
    assert edited([10, 20, 70], 1, 100) == whole(0, 100, 0)


def test_it_changes_a_fixed_part_itself():
    assert edited([10, 20, 70], 1, 30, fixed={1}) == whole(5, 30, 65)


def test_it_does_nothing_when_nothing_changes():
    assert edited([10, 20, 70], 1, 20, fixed={0, 2}, weights=[0, 0, 0]) == whole(10, 20, 70)


@pytest.mark.parametrize(
    ("new", "fixed", "weights", "code"),
    [
        (-1, (), (1, 1, 1), "negative"),
        (31, (2,), (1, 1, 1), "fixed_exceed_total"),
        (101, (), (1, 1, 1), "fixed_exceed_total"),
        (11, (1, 2), (1, 1, 1), "fixed_exceed_total"),
        (9, (1, 2), (1, 1, 1), "nothing_free"),
        (9, (1,), (1, 1, 0), "nothing_free"),
    ],
)
def test_it_refuses_what_nobody_can_take(new, fixed, weights, code):
    with pytest.raises(CannotSpread) as refused:
        edited([10, 20, 70], 0, new, fixed=fixed, weights=weights)
    assert refused.value.code == code


def test_it_refuses_parts_below_nothing():
    for attempt in (
        lambda: spread(total=Decimal(-1), weights=np.ones(2), step=ONE),
        lambda: edited([-1, 5], 0, 2),
        lambda: edit_changing_sum(values=whole(1), index=0, new=Decimal(-1)),
    ):
        with pytest.raises(CannotSpread) as refused:
            attempt()
        assert refused.value.code == "negative"


def test_it_refuses_parts_that_are_not_there():
    for index in (-1, 2):
        with pytest.raises(ValueError, match="every part"):
            edited([1, 2], index, 1)
    with pytest.raises(ValueError, match="every part"):
        edited([1, 2], 0, 1, weights=[1])


def test_it_refuses_to_spread_over_no_working_time():
    with pytest.raises(NoCapacity):
        spread(total=ONE, weights=np.zeros(3), step=ONE)


def test_it_lets_the_sum_change():
    assert edit_changing_sum(values=whole(1, 2, 3), index=1, new=Decimal(5)) == whole(1, 5, 3)


amounts = st.decimals(min_value=0, max_value=10**9, places=2)
steps = st.sampled_from([Decimal("0.01"), ONE, Decimal(10_000)])
parts = st.lists(st.tuples(amounts, st.floats(0, 400), st.booleans()), min_size=1, max_size=24)


@given(total=amounts, weights=st.lists(st.floats(0, 400), min_size=1, max_size=53), step=steps)
def test_the_parts_sum_to_the_last_digit(total, weights, step):
    assume(sum(weights) > 0)
    found = spread(total=total, weights=np.array(weights), step=step)
    assert sum(found) == total
    assert min(found) >= 0


@given(parts=parts, index=st.integers(0, 23), new=amounts, step=steps)
def test_an_edit_keeps_the_sum_and_the_fixed_parts_or_is_refused(parts, index, new, step):
    assume(index < len(parts))
    values, weights, fixed = zip(*parts, strict=True)
    edit = {"values": values, "index": index, "new": new, "fixed": fixed, "weights": np.array(weights), "step": step}
    code = refusal(parts, index, new)
    if code:
        with pytest.raises(CannotSpread) as refused:
            edit_keeping_sum(**edit)
        assert refused.value.code == code
        return
    found = edit_keeping_sum(**edit)
    assert sum(found) == sum(values)
    assert found[index] == new
    assert min(found) >= 0
    assert all(found[place] == values[place] for place in range(len(parts)) if fixed[place] and place != index)
    others = [found[place] - values[place] for place in range(len(parts)) if place != index]
    assert all(change * (values[index] - new) >= 0 for change in others)


def refusal(parts, index, new):
    """Which refusal is due, by the words of the rule."""
    others = [part for place, part in enumerate(parts) if place != index]
    if new + sum(value for value, _, fixed in others if fixed) > sum(value for value, _, _ in parts):
        return "fixed_exceed_total"
    nobody = not any(weight for _, weight, fixed in others if not fixed)
    return "nothing_free" if new < parts[index][0] and nobody else None


@given(
    free=st.lists(st.tuples(st.integers(0, 10**6), st.floats(0.1, 400)), min_size=1, max_size=24),
    less=st.integers(1, 10**6),
)
def test_nobody_takes_more_than_a_step_beside_their_proportion(free, less):
    values, weights = zip(*free, strict=True)
    found = edited([10**6, *values], 0, 10**6 - less, weights=[1.0, *weights])
    exact = [Fraction(less) * Fraction(weight) / sum(map(Fraction, weights)) for weight in weights]
    for value, before, share in zip(found[1:], values, exact, strict=True):
        assert abs(Fraction(value) - before - share) < 1


@given(parts=st.lists(st.integers(0, 1000), min_size=2, max_size=12), more=st.integers(0, 1000))
def test_changing_a_part_and_back_within_what_the_others_have_returns_the_sum(parts, more):
    assume(more <= sum(parts[1:]))
    there = edited(parts, 0, parts[0] + more)
    back = edited(there, 0, parts[0])
    assert sum(back) == sum(there) == sum(parts)
    assert back[0] == parts[0]
