"""What a number is at the edges: no facts, empty fields, zero, the ends of periods and of the range."""

from datetime import date, timedelta
from decimal import Decimal

import duckdb
import ibis
import pytest
from facts.world import CALENDAR, CATALOGUE, MONDAY, NOON, batch, call, deal, load, rows, value
from hypothesis import given, settings
from hypothesis import strategies as st

from kaname.facts.errors import FactsError
from kaname.facts.evaluate import can_compute, evaluate
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.query.periods import number_for, number_of
from kaname.facts.query.sql import text_of
from kaname.measures.periods import FiscalCalendar, Grain, period_of

APRIL = {"since": date(2026, 4, 1), "until": date(2026, 5, 1)}


def metric(**data):
    return CATALOGUE | {"m": MetricDefinition.from_dict({"key": "m", **data})}


def test_nothing_is_zero_where_it_is_counted_and_undefined_where_it_is_divided(store):
    assert [value(store, key) for key in ("calls", "revenue", "leads_contacted", "advertising_cost")] == [0, 0, 0, 0]
    assert [value(store, key) for key in ("connect_rate", "average_handling_seconds", "median_deal_amount")] == [
        None
    ] * 3
    assert [value(store, key) for key in ("satisfaction", "customers", "revenue_per_customer")] == [None] * 3


def test_a_ratio_over_zero_is_undefined_not_zero(store):
    load(store, deal("1", stage="won"), stream="deal_changes")
    assert value(store, "win_rate") == 1
    assert value(store, "close_rate") is None


def test_no_deals_bring_nothing_whatever_their_average_would_be(store):
    metrics = metric(
        name={"en": "Brought", "ja": "売上"},
        unit="currency",
        arithmetic={"op": "product", "of": ["deals_won", "average_deal_amount"]},
    )
    assert value(store, "average_deal_amount") is None
    assert value(store, "m", definitions=metrics) == 0


def test_a_ratio_divides_sums_and_never_averages_ratios(store):
    load(store, *[call(str(i), outcome="no_answer") for i in range(9)], call("9", outcome="connected"))
    load(store, call("10", person="Chie", outcome="connected"))
    assert value(store, "connect_rate") == 2 / 11


def test_counts_are_whole_numbers_and_sums_are_exact(store):
    many = [deal(str(i), amount=Decimal("0.1")) for i in range(10)]
    load(store, *many, stream="deal_changes")
    assert value(store, "revenue") == 1.0
    assert isinstance(value(store, "deals_won"), int)
    assert isinstance(value(store, "visits"), int)


def test_empty_fields_are_left_out_of_sums_and_means_but_counted(store):
    tickets = [
        {"source_id": str(i), "day": MONDAY, "status": "handled", "handling_seconds": s}
        for i, s in enumerate([None, 60, 120])
    ]
    load(store, *tickets, stream="tickets")
    assert value(store, "tickets_handled") == 3
    assert value(store, "average_handling_seconds") == 90


def test_average_dwell_counts_only_visits_whose_time_is_known(store):
    visits = [
        {"source_id": "1", "day": MONDAY, "visits": 4, "dwell_seconds": 40},
        {"source_id": "2", "day": MONDAY, "visits": 6},
    ]
    load(store, *visits, stream="web_traffic")
    assert (value(store, "visits"), value(store, "average_dwell_seconds")) == (10, 10)


def test_the_range_holds_its_first_day_and_not_its_last(store):
    load(store, *[call(str(i), day=date(2026, 3, 31) + timedelta(days=i)) for i in range(32)])
    assert value(store, "calls", **APRIL) == 30


def test_every_period_is_there_and_the_first_and_last_count_only_days_of_the_range(store):
    load(store, *[call(str(i), day=date(2026, 5, 28) + timedelta(days=i)) for i in range(10)])
    found = rows(store, "calls", since=date(2026, 5, 30), until=date(2026, 6, 10), grain=Grain.WEEK)
    assert found == [
        {"period": date(2026, 5, 25), "value": 2},
        {"period": date(2026, 6, 1), "value": 6},
        {"period": date(2026, 6, 8), "value": 0},
    ]


def test_every_group_that_counts_has_every_period(store):
    load(
        store,
        call("1", day=date(2026, 4, 1)),
        call("2", day=MONDAY, person="Chie"),
        call("3", kind="mail", person="Dai"),
    )
    found = rows(store, "calls", since=date(2026, 4, 1), until=date(2026, 7, 1), grain=Grain.QUARTER, by=["person"])
    assert found == [
        {"period": date(2026, 4, 1), "person": "ben", "value": 1},
        {"period": date(2026, 4, 1), "person": "chie", "value": 1},
    ]


def test_groups_may_be_fields_and_attributes_with_the_empty_last(store):
    load(store, call("1", industry="b", attributes=[("plan", "gold")]), call("2", industry="a"), call("3"))
    assert [(row["industry"], row["value"]) for row in rows(store, "calls", by=["industry"])] == [
        ("a", 1),
        ("b", 1),
        (None, 1),
    ]
    assert [(row["plan"], row["value"]) for row in rows(store, "calls", by=["plan"])] == [("gold", 1), (None, 2)]


def test_filters_may_ask_for_the_empty(store):
    load(store, call("1", industry="b"), call("2", industry="a"), call("3"))
    assert value(store, "calls", where={"industry": ["a", None]}) == 2
    assert value(store, "calls", where={"industry": []}) == 0


def test_a_field_that_no_fact_has_is_an_error_not_a_zero(store):
    load(store, call("1", industry="b"))
    for asked in ({"by": ["industri"]}, {"where": {"industri": ["b"]}}):
        with pytest.raises(FactsError) as error:
            rows(store, "calls", **asked)
        assert (error.value.code, error.value.params["field"]) == ("unknown_field", "industri")


def test_a_field_of_one_stream_is_empty_in_the_other(store):
    load(store, call("1", outcome="appointment"))
    load(store, deal("1"), stream="deal_changes")
    assert [(row["outcome"], row["value"]) for row in rows(store, "close_rate", by=["outcome"])] == [
        ("appointment", 0),
        (None, None),
    ]


def test_negative_conditions_hold_for_the_empty(store):
    load(store, call("1", outcome="busy"), call("2", outcome="connected"), call("3"))
    definitions = metric(stream="activities", conditions=[{"field": "outcome", "is_not": "busy"}])
    assert value(store, "m", definitions=definitions) == 2
    assert value(store, "connects") == 1


@pytest.mark.parametrize(
    ("test", "bound", "expected"),
    [("more_than", 60, 1), ("at_least", "60", 2), ("less_than", 60.0001, 2), ("at_most", 59.99995, 1), ("is", 60, 1)],
)
def test_numbers_are_compared_exactly(store, test, bound, expected):
    durations = [Decimal("59.9999"), Decimal(60), Decimal("60.0001")]
    load(store, *[call(str(i), duration_seconds=seconds) for i, seconds in enumerate(durations)])
    definitions = metric(stream="activities", conditions=[{"field": "duration_seconds", test: bound}])
    assert value(store, "m", definitions=definitions) == expected


def test_attributes_are_compared_as_numbers_where_they_are_some(store):
    sizes = ["5", "12", "many", None]
    load(store, *[call(str(i), attributes=[("size", size)] if size else None) for i, size in enumerate(sizes)])
    definitions = metric(stream="activities", conditions=[{"field": "size", "at_least": 10}])
    assert value(store, "m", definitions=definitions) == 1


def test_people_are_counted_once_whatever_they_are_called(store):
    load(store, call("1", person="Ben"), call("2", person="Benny"), call("3", person="Fumi"), call("4", person=None))
    assert value(store, "m", definitions=metric(stream="activities", measure="distinct", field="person")) == 2


def test_the_latest_entry_is_that_of_each_team_added_up(store):
    entries = [
        {"day": date(2026, 4, 1), "team": "East", "value": Decimal(100)},
        {"day": date(2026, 4, 20), "team": "East", "value": Decimal(110)},
        {"day": date(2026, 4, 10), "team": "West", "value": Decimal(50)},
        {"day": MONDAY, "team": "West", "value": Decimal(70)},
    ]
    load(
        store,
        *[{"source_id": str(i), "metric": "customers", **e} for i, e in enumerate(entries)],
        stream="measurements",
    )
    assert value(store, "customers", **APRIL) == 160
    assert value(store, "customers") == 180
    assert value(store, "customers", team="west", **APRIL) == 50


def test_many_metrics_come_from_one_state_with_their_names(store):
    load(store, call("1", outcome="connected"), call("2"))
    keys = ["calls", "connects", "connect_rate"]
    result = evaluate(
        store, definitions=CATALOGUE, keys=keys, since=MONDAY, until=date(2026, 7, 1), calendar=CALENDAR, by=["person"]
    )
    assert result.table.to_pylist() == [
        {"period": MONDAY, "person": "ben", "calls": 2, "connects": 1, "connect_rate": 0.5}
    ]
    assert result.names["person"]["ben"] == "Ben"
    assert result.value("calls", person="nobody") == 0
    assert result.value("connect_rate", person="nobody") is None
    assert result.series("calls", person="ben") == [2]


def test_what_cannot_be_computed_says_why(store):
    load(store, call("1"))
    broken = metric(ratio={"numerator": "calls", "denominator": "m"})
    with pytest.raises(FactsError) as error:
        value(store, "m", definitions=broken)
    assert error.value.code == "metric_invalid"
    assert [problem.code for problem in error.value.params["problems"]] == ["circular"]
    with pytest.raises(FactsError) as error:
        value(store, "no_such_metric")
    assert error.value.code == "unknown_metric"


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({"stream": "activities"}, []),
        ({"stream": "tickets"}, ["no_facts"]),
        ({"ratio": {"numerator": "calls", "denominator": "tickets_handled"}}, ["no_facts"]),
        ({"stream": "activities", "conditions": [{"field": "siez", "present": True}]}, ["attribute_unseen"]),
        ({"stream": "nothing"}, ["unknown_stream"]),
    ],
)
def test_a_metric_without_facts_to_compute_it_from_says_so(store, data, codes):
    load(store, call("1"))
    definitions = metric(**data)
    problems = can_compute(definitions["m"], definitions=definitions, store=store)
    assert [problem.code for problem in problems] == codes
    assert all(str(problem) for problem in problems)


days = st.dates(date(1970, 1, 1), date(2100, 1, 1))
calendars = st.builds(FiscalCalendar, start_month=st.integers(1, 12), first_weekday=st.integers(0, 6))


@settings(deadline=None, max_examples=60)
@given(day=days, grain=st.sampled_from(Grain), calendar=calendars)
def test_the_engine_finds_the_period_of_a_day(day, grain, calendar):
    table = ibis.date(day.year, day.month, day.day).name("day").as_table()
    sql = text_of(table.select(number=number_of(table.day, grain=grain, calendar=calendar)))
    with duckdb.connect() as connection:
        found = connection.execute(sql).fetchall()
    assert found == [(number_for(period_of(day, grain=grain, calendar=calendar).starts_on, grain=grain),)]


def test_a_batch_of_another_source_does_not_change_the_answer_under_way(store):
    """All questions of one call are answered from one state."""
    load(store, call("1"))
    with store.reading() as connection:
        before = connection.execute("SELECT count(*) FROM activities").fetchall()
        store.load(source="phone", batch_id="x", records=[batch([call("1")])], at=NOON)
        assert connection.execute("SELECT count(*) FROM activities").fetchall() == before
    assert value(store, "calls") == 2
