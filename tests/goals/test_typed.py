"""Numbers as people type them, for each unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.errors import GoalsError
from kaname.goals.typed import read_value, typing


def metric(unit):
    return MetricDefinition.from_dict(
        {"key": "m", "name": {"en": "M"}, "unit": str(unit), "counter": {"en": "calls", "ja": "件"}, "entered": "sum"}
    )


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        (Unit.CURRENCY, "1.2億", "120000000"),
        (Unit.CURRENCY, "1,200万", "12000000"),
        (Unit.CURRENCY, "¥500,000", "500000"),
        (Unit.CURRENCY, "１２０万円", "1200000"),
        (Unit.RATIO, "20%", "0.2"),
        (Unit.RATIO, "20", "0.2"),
        (Unit.RATIO, "0.2", "0.2"),
        (Unit.RATIO, "100%", "1"),
        (Unit.COUNT, "50件", "50"),
        (Unit.COUNT, "1,200 calls", "1200"),
        (Unit.SECONDS, "3:20", "200"),
        (Unit.SECONDS, "3分20秒", "200"),
        (Unit.SECONDS, "200", "200"),
        (Unit.HOURS, "7.5", "7.5"),
        (Unit.HOURS, "7:30", "7.5"),
        (Unit.NUMBER, "-4.5", "-4.5"),
    ],
)
def test_it_reads_what_people_type(unit, text, value):
    assert read_value(text, metric=metric(unit), currency="JPY") == Decimal(value)


@pytest.mark.parametrize(
    ("unit", "text", "code"),
    [
        (Unit.COUNT, "", "value_missing"),
        (Unit.COUNT, "many", "value_unreadable"),
        (Unit.COUNT, "20%", "value_of_other_unit"),
        (Unit.COUNT, "¥500", "value_of_other_unit"),
        (Unit.CURRENCY, "$500", "value_of_other_unit"),
        (Unit.RATIO, "1", "ratio_ambiguous"),
        (Unit.CURRENCY, "100兆", "value_too_large"),
        (Unit.NUMBER, "0.1234567", "value_too_fine"),
    ],
)
def test_it_says_why_it_cannot_read(unit, text, code):
    with pytest.raises(GoalsError) as refused:
        read_value(text, metric=metric(unit), currency="JPY")
    assert refused.value.code == code
    assert "{" not in str(refused.value)


@given(
    unit=st.sampled_from(list(Unit)),
    value=st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False).map(Decimal.normalize),
)
def test_what_is_offered_for_typing_over_reads_back_the_same(unit, value):
    assert read_value(typing(value, metric=metric(unit)), metric=metric(unit), currency="JPY") == value
