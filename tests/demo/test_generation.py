"""Generating the demo organisation: the same again, and never another past."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from demo.world_of_demo import TODAY, demo, tables

from kaname.demo.options import Options
from kaname.facts.streams import STREAMS


def days_between(table, since: date, until: date) -> pd.DataFrame:
    """The rows of some days, in the order of their ids, as plain values."""
    frame = table.to_pandas().sort_values("source_id", ignore_index=True)
    frame["attributes"] = frame["attributes"].astype(str)
    inside = (frame["day"] >= since) & (frame["day"] < until)
    return frame[inside].reset_index(drop=True)


def test_it_gives_the_same_tables_for_the_same_seed_and_day():
    first, second = tables(demo(people=10, years=1)), tables(demo(people=10, years=1))
    assert first.keys() == second.keys()
    assert all(first[stream].equals(second[stream]) for stream in first)


def test_it_gives_other_tables_for_another_seed():
    first, second = (tables(demo(people=10, years=1, seed=seed))["activities"] for seed in (1, 2))
    assert not first.equals(second)


@pytest.mark.parametrize("later", [date(2026, 11, 25), date(2026, 12, 1), date(2027, 5, 17)])
def test_it_extends_on_a_later_day_without_changing_the_past(later):
    before, after = demo(people=7, years=1), demo(people=7, years=1, today=later)
    since = after.options.since
    kept, extended = tables(before), tables(after)
    for stream in kept:
        pd.testing.assert_frame_equal(
            days_between(kept[stream], since, TODAY), days_between(extended[stream], since, TODAY)
        )
    assert extended["activities"].num_rows > 0
    assert max(extended["web_traffic"]["day"].to_pylist()) > max(kept["web_traffic"]["day"].to_pylist())


def test_it_keeps_the_last_year_when_more_years_are_asked_for():
    one, two = tables(demo(people=6, years=1)), tables(demo(people=6, years=2))
    since = Options(today=TODAY, years=1).since
    for stream in one:
        pd.testing.assert_frame_equal(days_between(one[stream], since, TODAY), days_between(two[stream], since, TODAY))


def test_it_reaches_from_the_first_of_the_month_to_yesterday(facts):
    for stream in ("activities", "web_traffic", "tickets", "lead_changes", "deal_changes", "measurements"):
        first, last = facts[stream]["day"].min(), facts[stream]["day"].max()
        assert pd.Timestamp(2024, 11, 1) <= first <= pd.Timestamp(2024, 11, 6)
        # 21 to 23 November 2026 are a Saturday, a Sunday and a holiday.
        assert pd.Timestamp(2026, 11, 20) <= last <= pd.Timestamp(2026, 11, 23)


@pytest.mark.parametrize("people", [6, 7, 13, 24])
def test_it_fits_the_streams(people):
    for stream, table in tables(demo(people=people, years=1)).items():
        assert table.schema == STREAMS[stream].arrow_schema()
        for field in STREAMS[stream].fields:
            column = table.column(field.key)
            assert not (field.required and column.null_count), (stream, field.key)
            if field.closed:
                assert set(column.drop_null().to_pylist()) <= set(field.values)
        assert len(set(table["source_id"].to_pylist())) == table.num_rows


@pytest.mark.parametrize("wrong", [{"people": 5}, {"people": 501}, {"years": 0}, {"seed": -1}])
def test_it_refuses_what_it_cannot_make(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Options(today=TODAY, **wrong)


def test_it_makes_about_as_much_as_such_an_organisation_does(facts):
    calls = facts["activities"].query("kind == 'call'")
    working_days = calls["day"].nunique()
    per_person_and_day = calls.groupby(["person", "day"]).size()
    assert 475 <= working_days <= 495
    assert 15 <= per_person_and_day.mean() <= 40
    won = facts["deal_changes"].query("stage == 'won'")
    assert 25 <= len(won) / 24.7 <= 50
    assert 400_000 <= np.mean(won["amount"].astype(float)) <= 900_000
