"""Lengths of time as people write them."""

from decimal import Decimal

import pytest
from connectors.calm_for_tests import CALM
from hypothesis import given
from hypothesis import strategies as st

from kaname.connectors.values.durations import Short, read_duration
from kaname.connectors.values.numbers import Number
from kaname.connectors.values.unreadable import UnreadableError


@CALM
@given(hours=st.integers(0, 200), minutes=st.integers(0, 59), seconds=st.integers(0, 59))
def test_a_length_of_time_survives_every_way_of_writing_it(hours, minutes, seconds):
    wanted = hours * 3600 + minutes * 60 + seconds
    for text in (
        f"{hours}:{minutes:02}:{seconds:02}",
        f"{hours}時間{minutes}分{seconds}秒",
        f"{hours} h {minutes} min {seconds} s",
        f"{hours} hours {minutes} minutes {seconds} seconds",
        f"PT{hours}H{minutes}M{seconds}S",
        f"{hours}時間{minutes}分{seconds}秒",
        f"{hours // 24} days, {hours % 24:02}:{minutes:02}:{seconds:02}",
    ):
        assert read_duration(text) == wanted, text


@CALM
@given(seconds=st.decimals(min_value=0, max_value=10**6, places=3))
def test_a_number_is_seconds(seconds):
    number = read_duration(str(seconds))
    assert isinstance(number, Number)
    assert number.settled(mark="point") == seconds


@CALM
@given(first=st.integers(0, 500), second=st.integers(0, 59))
def test_two_numbers_can_be_read_in_two_ways(first, second):
    short = read_duration(f"{first}:{second:02}")
    assert short == Short(first, second)
    assert short.settled(short="m:ss") == first * 60 + second
    assert short.settled(short="h:mm") == first * 3600 + second * 60


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90秒", 90), ("5分間", 300), ("1.5時間", 5400), ("0:00:05.250", Decimal("5.25")), ("-0:00:05", -5)],
)
def test_it_understands(text, seconds):
    assert read_duration(text) == seconds


@pytest.mark.parametrize("text", ["abc", "25:61", "1:60:00", "P", "PT", "5円", "20%", "5件目", ""])
def test_it_refuses(text):
    with pytest.raises(UnreadableError) as refused:
        read_duration(text)
    assert refused.value.code == "duration_unknown"
