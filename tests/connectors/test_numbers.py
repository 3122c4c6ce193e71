"""Numbers as people write them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from connectors.calm_for_tests import CALM
from hypothesis import given
from hypothesis import strategies as st

from kaname.connectors.values.numbers import read_number
from kaname.connectors.values.unreadable import UnreadableError

amounts = st.decimals(min_value=0, max_value=10**12, places=2)
wholes = st.integers(0, 10**13)
WIDE = str.maketrans("0123456789,.¥%()-", "0123456789,.¥%()-")


def ways_to_write(value):
    """Every supported way to write a number with a decimal point, and how often it is negative."""
    grouped, plain = f"{value:,}", f"{value}"
    ways = [
        plain,
        grouped,
        f"{grouped}円",
        f"¥{grouped}",
        f"¥ {grouped}",
        f"\\{grouped}",
        f"{grouped} 件",
        f"{grouped}社",
    ]
    ways += [
        f"$ {grouped}",
        f"{grouped} JPY",
        grouped.replace(",", " "),
        grouped.replace(",", "'"),
        f" {plain} ",
        f"+{plain}",
    ]
    negative = [
        f"-{plain}",
        f"△{grouped}",
        f"▲{grouped}円",
        f"({grouped})",
        f"(¥{grouped})",
        f"−{plain}",
        f"{grouped}-",
        f"-¥{plain}",
    ]
    ways += [way.translate(WIDE) for way in ways]
    negative += [way.translate(WIDE) for way in negative]
    return {**dict.fromkeys(ways, 1), **dict.fromkeys(negative, -1)}


@CALM
@given(value=amounts)
def test_a_number_survives_every_way_of_writing_it(value):
    for text, sign in ways_to_write(value).items():
        assert read_number(text).settled(mark="point") == sign * value, text


@CALM
@given(value=amounts)
def test_a_number_with_a_decimal_comma_survives_too(value):
    swapped = f"{value:,}".translate(str.maketrans(",.", ".,"))
    for text in (swapped, swapped.replace(".", " "), f"{value}".replace(".", ","), f"{swapped} €"):
        assert read_number(text).settled(mark="comma") == value, text


def in_myriads(value):
    """3億5,000万1,234, as Japanese newspapers write it."""
    parts = []
    for unit, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        part, value = divmod(value, size)
        parts += [f"{part:,}{unit}"] if part else []
    return "".join(parts) + (f"{value:,}" if value or not parts else "")


@CALM
@given(value=wholes.filter(lambda value: value % 10**4 >= 10 or value % 10**4 == 0))
def test_a_number_survives_being_written_in_myriads(value):
    text = in_myriads(value)
    for written in (text, f"{text}円", text.replace(",", ""), text.translate(WIDE)):
        assert read_number(written).settled(mark="point") == value, written


@CALM
@given(
    value=st.decimals(min_value=0, max_value=10**6, places=3),
    unit=st.sampled_from(["千", "万", "百万", "億", "千万", "兆"]),
)
def test_a_number_survives_being_written_in_units(value, unit):
    size = {"千": 3, "万": 4, "百万": 6, "億": 8, "千万": 7, "兆": 12}[unit]
    assert read_number(f"{value}{unit}円").settled(mark="point") == value.scaleb(size)


@CALM
@given(value=st.decimals(min_value=-1000, max_value=1000, places=3))
def test_a_percentage_is_a_ratio(value):
    number = read_number(f"{value} %")
    assert number.settled(mark="point") == value / 100
    assert number.percent


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2万", "12000"),
        ("3億5,000万", "350000000"),
        ("1億2千万", "120000000"),
        ("1,234千円", "1234000"),
        ("3千5百", "3500"),
        ("20%", "0.2"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e5", "100000"),
        ("1.23457E+11", "123457000000"),
        ("12k", "12000"),
        ("1.5M", "1500000"),
        ("00123", "123"),
        ("1234", "1234"),
        ("123", "123"),
    ],
)
def test_it_understands(text, value):
    assert read_number(text).settled(mark="point") == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["abc", "", "1.2.3", "1,23,456", "12 34", "--5", "(500", "500)", "-(500)", "△-5", "万", "5万3", "1万2億", "1..5",
     "12円50銭", "¥5ドル", "二百", "1,234,", "3-5", "2026/4/1", "NaN", "inf", "0x1F", "1_000", "12m"],
)  # fmt: skip
def test_it_refuses(text):
    with pytest.raises(UnreadableError) as refused:
        read_number(text).settled(mark="point")
    assert refused.value.code in {"number_unknown", "number_unit", "number_mark"}


def test_it_names_the_unit_that_it_does_not_know():
    with pytest.raises(UnreadableError) as refused:
        read_number("5分")
    assert (refused.value.code, refused.value.params) == ("number_unit", {"unit": "分"})


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1,234", "1234", "1.234"),
        ("1.234", "1.234", "1234"),
        ("1,5", None, "1.5"),
        ("1.5", "1.5", None),
        ("0.125", "0.125", None),
        ("0,125", None, "0.125"),
        ("1,234,567", "1234567", None),
        ("1.234.567", None, "1234567"),
        ("1.234,56", None, "1234.56"),
        ("1 234,56", None, "1234.56"),
        ("1 234", "1234", "1234"),
    ],
)
def test_it_knows_both_readings(text, point, comma):
    number = read_number(text)
    assert (number.point, number.comma) == tuple(None if value is None else Decimal(value) for value in (point, comma))


@CALM
@given(text=st.text(alphabet="0123456789.,-+()¥円万億%△ 件kM", max_size=16))
def test_whatever_is_written_it_answers(text):
    with suppress(UnreadableError):
        assert read_number(text).settled(mark="point").is_finite()
