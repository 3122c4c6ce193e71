"""Facts as JSON."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.facts.streams import STREAMS
from kaname.imports.items import read_items

TOKYO = ZoneInfo("Asia/Tokyo")
CALL = {"source_id": "c1", "occurred_at": "2026-04-01T00:30:00+09:00", "kind": "call", "person": "Ben"}


def read(*items, stream="activities"):
    return read_items(items, stream=STREAMS[stream], zone=TOKYO)


def test_it_reads_a_call_and_takes_the_organisations_day():
    batch, problems = read(CALL)

    assert problems == []
    assert batch.schema == STREAMS["activities"].arrow_schema()
    assert batch.column("day").to_pylist() == [date(2026, 4, 1)]
    assert batch.column("occurred_at").to_pylist() == [datetime(2026, 3, 31, 15, 30, tzinfo=UTC)]


def test_it_takes_a_time_without_offset_in_the_organisations_zone():
    batch, _ = read(CALL | {"occurred_at": "2026-04-01T09:00:00"})

    assert batch.column("occurred_at").to_pylist() == [datetime(2026, 4, 1, 0, 0, tzinfo=UTC)]


def test_it_keeps_decimals_exact():
    batch, _ = read(
        {"source_id": 7, "day": "2026-04-01", "metric": "overtime", "value": 0.1},
        {"source_id": 8, "day": "2026-04-01", "metric": "overtime", "value": "12345678901234.5678"},
        stream="measurements",
    )

    assert batch.column("value").to_pylist() == [Decimal("0.1000"), Decimal("12345678901234.5678")]
    assert batch.column("source_id").to_pylist() == ["7", "8"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source_id": None}, "source_id"),
        ({"kind": "telegram"}, "kind"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"day": "2026-02-30"}, "day"),
        ({"duration_seconds": "long"}, "duration_seconds"),
        ({"duration_seconds": True}, "duration_seconds"),
        ({"duration_seconds": 1e20}, "duration_seconds"),
        ({"duration_seconds": 0.00001}, "duration_seconds"),
        ({"duration_seconds": float("nan")}, "duration_seconds"),
        ({"person": ["Ben"]}, "person"),
        ({"attributes": "blue"}, "attributes"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_it_names_the_item_and_the_field_that_is_wrong(change, field):
    batch, problems = read(CALL, CALL | change)

    assert [(problem.item, problem.field) for problem in problems] == [(1, field)]
    assert problems[0].expected
    assert batch.num_rows == 1


def test_it_asks_for_a_day_when_there_is_no_time():
    _, problems = read({"source_id": "c1", "kind": "call"})

    assert [problem.field for problem in problems] == ["day"]


def test_it_refuses_what_is_no_object():
    _, problems = read("a call")

    assert [(problem.item, problem.field) for problem in problems] == [(0, "")]


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=4))
def test_it_gives_back_every_decimal_it_takes(value):
    item = {"source_id": "x", "day": "2026-04-01", "metric": "m", "value": str(value)}
    batch, problems = read(item, stream="measurements")

    assert problems == []
    assert batch.column("value").to_pylist() == [value]
