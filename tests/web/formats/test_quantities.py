"""Numbers as people read them, in both languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.facts.labels import Label
from kaname.web.formats.quantities import as_pace, exact, percent, points, short, signed
from kaname.web.formats.units import Unit, parse, unit_of

YEN, COUNT = Unit("currency", currency="JPY"), Unit("count", counter="件")


@pytest.mark.parametrize(
    ("value", "japanese", "english"),
    [
        (120_000_000, "1億2,000万円", "¥120M"),
        (100_000_000, "1億円", "¥100M"),
        (119_999_999, "1億2,000万円", "¥120M"),
        (78_400_000, "7,840万円", "¥78.4M"),
        (800_000, "80万円", "¥800K"),
        (800_012, "80.0万円", "¥800K"),
        (999_999, "100.0万円", "¥1M"),
        (10_000, "1万円", "¥10K"),
        (9_999, "9,999円", "¥9,999"),
        (0, "0円", "¥0"),
        (-5_300_000, "−530万円", "−¥5.3M"),
        (1_250_000_000_000, "1兆2,500億円", "¥1.25T"),
    ],
)
def test_yen_are_grouped_as_the_language_counts(value, japanese, english):
    assert short(value, YEN, language="ja") == japanese
    assert short(value, YEN, language="en") == english


@pytest.mark.parametrize(
    ("value", "unit", "japanese", "english"),
    [
        (42, "count:件", "42件", "42 件"),
        (4_210, "count", "4,210", "4,210"),
        (123_456, "count:件", "12.3万件", "123K 件"),
        (0.182, "ratio", "18.2%", "18.2%"),
        (1.05, "ratio", "105.0%", "105.0%"),
        (200, "seconds", "3分20秒", "3m 20s"),
        (3_725, "seconds", "1時間2分", "1h 2m"),
        (4.24, "seconds", "4.2秒", "4.2s"),
        (9.96, "seconds", "10秒", "10s"),
        (59.6, "seconds", "1分", "1m"),
        (0, "seconds", "0秒", "0s"),
        (12.5, "hours", "12.5時間", "12.5 h"),
        (0.1 + 0.2, "number", "0.3", "0.3"),
        (1_234_567.89, "currency:USD", "123.5万米ドル", "$1.23M"),
        (1_234.5, "currency:USD", "1,234.50米ドル", "$1,234.50"),
        (Decimal("80.0000"), "currency:JPY", "80円", "¥80"),
    ],
)
def test_every_unit_has_its_short_form(value, unit, japanese, english):
    assert short(value, parse(unit), language="ja") == japanese
    assert short(value, parse(unit), language="en") == english


@pytest.mark.parametrize(
    ("value", "unit", "japanese"),
    [
        (119_999_999, "currency:JPY", "119,999,999円"),
        (Decimal("1234.5678"), "currency:USD", "1,234.5678米ドル"),
        (1 / 3, "ratio", "33.3333%"),
        (200.125, "seconds", "200.125秒"),
        (123_456, "count:件", "123,456件"),
    ],
)
def test_the_exact_form_keeps_every_digit(value, unit, japanese):
    assert exact(value, parse(unit), language="ja") == japanese


def test_what_is_not_defined_is_a_dash_in_every_form():
    forms = (short, exact, signed)
    assert {form(value, YEN, language="ja") for form in forms for value in (None, float("nan"), float("inf"))} == {"–"}
    assert percent(None) == points(None) == "–"


def test_changes_carry_a_sign_and_ratios_change_in_points():
    assert signed(42, COUNT, language="ja") == "+42件"
    assert signed(-5_300_000, YEN, language="ja") == "−530万円"
    assert signed(0, COUNT, language="ja") == "0件"
    assert signed(-0.011, Unit("ratio"), language="ja") == "−1.1pt"
    assert points(0.0004) == "0.0pt"


@pytest.mark.parametrize(
    ("value", "unit", "japanese"),
    [(-0.04, "seconds", "0秒"), (-0.004, "count:件", "0件"), (-0.0004, "ratio", "0.0pt"), (0.004, "number", "0")],
)
def test_a_change_that_rounds_to_nothing_has_no_sign(value, unit, japanese):
    assert signed(value, parse(unit), language="ja") == japanese


def test_a_length_of_time_that_rounds_to_nothing_has_no_sign():
    assert short(-0.04, Unit("seconds"), language="ja") == "0秒"
    assert short(-75, Unit("seconds"), language="ja") == "−1分15秒"


@pytest.mark.parametrize(
    ("value", "unit", "rounded"),
    [
        (9.38352865628512, COUNT, 9.4),
        (166.43, COUNT, 166),
        (20_000_000.7, YEN, 20_000_001),
        (0.2134, Unit("ratio"), 0.2134),
        (None, COUNT, None),
    ],
)
def test_a_pace_has_no_decimals_that_say_nothing(value, unit, rounded):
    assert as_pace(value, unit) == rounded


def test_one_goes_without_the_plural_that_english_counters_are():
    deals = Unit("count", counter="deals")
    assert [short(count, deals, language="en") for count in (0, 1, 2)] == ["0 deals", "1", "2 deals"]
    assert short(1, COUNT, language="ja") == "1件"


def test_halves_round_away_from_zero_as_in_spreadsheets():
    assert percent(0.0125) == "1.3%"
    assert percent(0.0025, digits=1) == "0.3%"
    assert percent(-0.0125) == "−1.3%"


@given(st.decimals(min_value=0, max_value=10**16, places=2), st.sampled_from(["ja", "en"]))
def test_the_short_form_is_never_far_from_the_number(value, language):
    shown = read(short(value, Unit("number"), language=language))
    assert abs(shown - value) <= max(Decimal("0.005"), value / 200)


@given(st.integers(-(10**15), 10**15))
def test_the_exact_form_reads_back_as_the_same_number(value):
    assert read(exact(value, YEN, language="ja").removesuffix("円")) == value


def read(text):
    """The number behind a text with 万, 億, 兆, 京 or K, M, B, T."""
    sign, text = (-1, text[1:]) if text.startswith("−") else (1, text)
    sizes = {"京": 10**16, "兆": 10**12, "億": 10**8, "万": 10**4, "T": 10**12, "B": 10**9, "M": 10**6, "K": 10**3}
    total = Decimal(0)
    for mark, size in sizes.items():
        if mark in text:
            part, text = text.split(mark)
            total += Decimal(part.replace(",", "")) * size
    return sign * (total + Decimal(text.replace(",", "") or 0))


def test_an_unknown_kind_of_unit_is_refused():
    with pytest.raises(ValueError, match="use one of"):
        Unit("pieces")


def test_a_metric_brings_its_counter_and_the_organisation_its_currency():
    class Calls:
        unit, counter = "count", Label(ja="件")

    class Revenue:
        unit, counter = "currency", Label()

    assert unit_of(Calls, currency="JPY", language="ja") == Unit("count", counter="件")
    assert unit_of(Calls, currency="JPY", language="en") == Unit("count")
    assert unit_of(Revenue, currency="EUR", language="en") == Unit("currency", currency="EUR")
