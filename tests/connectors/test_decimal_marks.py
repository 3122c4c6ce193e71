"""Whether 1.234 is one and a bit or a thousand and more is decided over the whole column."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from connectors.calm_for_tests import CALM
from connectors.mappings_for_tests import measurements
from hypothesis import given
from hypothesis import strategies as st

from kaname.connectors.conversion.reading import read_table
from kaname.connectors.csv.opening import open_csv
from kaname.connectors.error import ConnectorError
from kaname.connectors.files import inspect
from kaname.connectors.mapping.mapping import Mapping
from kaname.connectors.mapping.origins import FileOptions


def table(values):
    return "id;day;value\n" + "".join(f"{number};2026-04-01;{value}\n" for number, value in enumerate(values))


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (["1,234", "500", "12,000"], [1234, 500, 12000]),
        (["1,234", "1,234.5"], [1234, "1234.5"]),
        (["1.234", "1.234,5"], [1234, "1234.5"]),
        (["1.234", "1.5"], ["1.234", "1.5"]),
        (["1.234", "0.5"], ["1.234", "0.5"]),
        (["1.234", "12.345.678"], [1234, 12345678]),
        (["1,5", "2,25", "3"], ["1.5", "2.25", 3]),
        (["1 234,5", "1 234"], ["1234.5", 1234]),
        (["¥1,234", "△1,234円", "1.2万"], [1234, -1234, 12000]),
    ],
)
def test_the_column_decides(file, outcome, values, wanted):
    assert outcome(file(table(values)), measurements()).only("value") == [Decimal(value) for value in wanted]


def test_the_last_row_decides(file, outcome):
    found = outcome(file(table(["1.234"] * 30_000 + ["1.234,5"])), measurements())
    assert found.only("value")[0] == 1234


@pytest.mark.parametrize(
    "values", [["1.234", "2.500"], ["1.234", "1,234"], ["1,234", "1,5"]], ids=["points", "both", "short comma"]
)
def test_it_asks_when_the_column_does_not_tell(file, outcome, values):
    path = file(table(values))
    with pytest.raises(ConnectorError) as asked:
        outcome(path, measurements())
    assert asked.value.code == "decimal_mark_ambiguous"
    assert inspect(path).columns[2].decimal_mark == "ambiguous"


@pytest.mark.parametrize(("mark", "value"), [("point", "1.234"), ("comma", "1234")])
@pytest.mark.parametrize("place", ["file", "field"])
def test_the_answer_is_in_the_mapping(file, outcome, mark, value, place):
    said = {"file": {"decimal_mark": mark}} if place == "file" else {"value": {"column": "value", "decimal_mark": mark}}
    assert outcome(file(table(["1.234"])), measurements(**said)).only("value") == [Decimal(value)]


def test_a_column_of_both_is_an_error_that_names_rows(file, outcome):
    with pytest.raises(ConnectorError) as error:
        outcome(file(table(["1.5", "1,5", "2.50"])), measurements())
    assert error.value.code == "decimal_mark_conflict"
    assert error.value.params == {"column": "value", "point_rows": (2, 4), "comma_rows": (3,)}


def test_a_slip_among_many_clear_numbers_is_refused_alone(file, outcome):
    for slip, code in (("1.234", "number_ambiguous"), ("12,34", "number_ambiguous")):
        found = outcome(file(table(["1234"] * 50 + [slip])), measurements())
        assert found.reasons == [(52, "value", code)]
    found = outcome(file(table(["1.5"] * 50 + ["1.234,5"])), measurements())
    assert found.reasons == [(52, "value", "number_mark")]
    found = outcome(file(table(["1,234"] * 50 + ["1,5"])), measurements())
    assert found.reasons == [(52, "value", "number_mark")]


def test_numbers_read_before_the_column_turns_out_otherwise_are_a_conflict(file):
    """The first block alone proves a point, all the others a comma, whichever is read first."""
    path = file(table(["1.5"] * 5 + ["1.234,5"] * 500))
    small_blocks = replace(open_csv(path, options=FileOptions()).table, piece=100)
    with pytest.raises(ConnectorError) as error:
        list(read_table(small_blocks, mapping=Mapping.from_dict(measurements()), zone=ZoneInfo("Asia/Tokyo")))
    assert error.value.code == "decimal_mark_conflict"


def test_two_currencies_are_never_added_up(file, outcome):
    with pytest.raises(ConnectorError) as error:
        outcome(file(table(["¥1,200", "$12"])), measurements())
    assert (error.value.code, error.value.params["currencies"]) == ("currency_conflict", ("JPY", "USD"))
    assert outcome(file(table(["¥1,200", "300円", "50"])), measurements()).only("value") == [1200, 300, 50]


@CALM
@given(
    values=st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=1, max_size=20),
    style=st.sampled_from(["{:,}", "{}", "comma", "space"]),
)
def test_a_column_is_never_read_with_the_wrong_mark(file, outcome, values, style):
    if style in ("comma", "space"):
        swap = str.maketrans(",.", ".," if style == "comma" else " ,")
        written = [f"{value:,}".translate(swap) for value in values]
    else:
        written = [style.format(value) for value in values]
    with suppress(ConnectorError):
        assert outcome(file(table(written)), measurements()).only("value") == values
