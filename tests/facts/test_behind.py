"""Every number opens: the rows behind it are those that it counts."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from facts.world import CATALOGUE, MONDAY, call, deal, load, value

from kaname.facts.errors import FactsError
from kaname.facts.evaluate import export_rows, rows_behind

YEAR = {"since": date(2026, 1, 1), "until": date(2027, 1, 1)}


def behind(store, key, **asked):
    return rows_behind(store, definition=CATALOGUE[key], definitions=CATALOGUE, **{**YEAR, **asked})


@pytest.fixture
def full(store):
    at = datetime(2026, 6, 1, 3, 30, tzinfo=UTC)
    load(
        store,
        call("1", occurred_at=at, attributes=[("plan", "gold")]),
        call("2", person="Chie"),
        call("3", kind="mail"),
    )
    load(store, *[call(f"old-{i}", day=date(2026, 5, i + 1)) for i in range(9)], source="phone")
    load(store, deal("1", amount=Decimal("10.5")), deal("2", stage="lost"), stream="deal_changes")
    return store


def test_it_shows_as_many_rows_as_the_number_says(full):
    page = behind(full, "calls", limit=4)
    assert page.total == value(full, "calls") == 11
    assert [row["source_id"] for row in page.rows] == ["1", "2", "old-8", "old-7"]


def test_a_row_tells_where_it_is_from_and_whose_it_is(full):
    (row,) = behind(full, "calls", where={"plan": ["gold"]}).rows
    found = {key: row[key] for key in ("metric", "source", "source_id", "person", "person_key", "team_key", "kind")}
    assert found == {
        "metric": "calls",
        "source": "crm",
        "source_id": "1",
        "person": "Ben",
        "person_key": "ben",
        "team_key": "west",
        "kind": "call",
    }
    assert row["occurred_at"] == datetime(2026, 6, 1, 3, 30, tzinfo=UTC)
    assert row["attributes"] == {"plan": "gold"}


def test_filters_and_pages_and_order_work_together(full):
    page = behind(full, "calls", where={"team": ["east"]}, order="day", offset=2, limit=3)
    assert page.total == 9
    assert [row["day"].day for row in page.rows] == [3, 4, 5]


def test_a_ratio_shows_the_rows_of_its_parts_by_part(full):
    page = behind(full, "win_rate")
    assert sorted((row["metric"], row["source_id"]) for row in page.rows) == [
        ("deals_decided", "1"),
        ("deals_decided", "2"),
        ("deals_won", "1"),
    ]


def test_a_ratio_of_two_streams_shows_both(full):
    page = behind(full, "return_on_advertising")
    assert [(row["metric"], row["amount"], row["value"]) for row in page.rows] == [("revenue", Decimal("10.5"), None)]
    assert {"amount", "value", "stage"} <= set(page.columns)


def test_the_export_has_all_rows_of_all_pages(full):
    batches = export_rows(full, definition=CATALOGUE["calls"], definitions=CATALOGUE, **YEAR)
    rows = [row for batch in batches for row in batch.to_pylist()]
    pages = [row for offset in range(0, 11, 4) for row in behind(full, "calls", offset=offset, limit=4).rows]
    assert [row["source_id"] for row in rows] == [row["source_id"] for row in pages]


def test_rows_are_ordered_only_by_columns_they_have(full):
    assert behind(full, "calls", order="-person", since=MONDAY).rows[0]["person"] == "Chie"
    for order in ("colour", "day; DROP TABLE activities", "attributes"):
        with pytest.raises(FactsError) as error:
            behind(full, "calls", order=order)
        assert error.value.code == "unknown_field"


def test_a_filter_by_what_no_fact_has_is_an_error(full):
    with pytest.raises(FactsError):
        behind(full, "calls", where={"colour": ["red"]})
