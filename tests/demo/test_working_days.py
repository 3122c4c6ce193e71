"""The demo organisation works when people work, and at no other time."""

from datetime import date, timedelta

import holidays
import pandas as pd
import pytest
from demo.world_of_demo import demo, frames

WORK = ("activities", "deal_changes", "lead_changes", "tickets")


@pytest.mark.parametrize("stream", WORK)
def test_it_does_nothing_on_weekends_and_holidays(facts, stream):
    days = facts[stream]["day"].drop_duplicates()
    japan = holidays.country_holidays("JP", years=range(2024, 2028))
    company = {
        *(date(year, 8, day) for year in (2024, 2025, 2026) for day in range(13, 17)),
        *(date(year, 12, day) for year in (2024, 2025, 2026) for day in (29, 30, 31)),
        *(date(year, 1, day) for year in (2025, 2026) for day in (1, 2, 3)),
    }
    for day in days.dt.date:
        assert day.weekday() < 5, day
        assert day not in japan, day
        assert day not in company, day


@pytest.mark.parametrize("stream", WORK)
def test_it_works_between_nine_and_six_on_the_day_it_says(facts, stream):
    frame = facts[stream]
    assert (frame["at"].dt.tz_localize(None).dt.normalize() == frame["day"]).all()
    assert frame["at"].dt.hour.between(9, 17).all()


def test_it_lets_nobody_work_on_leave_before_they_came_or_after_they_left(world, facts):
    work = pd.concat([facts[stream][["person", "day", "at"]].dropna() for stream in WORK])
    worked = {name: set(days.dt.date) for name, days in work.groupby("person")["day"]}
    names = {one.key: one.name for one in world.everybody}
    for away in world.leave:
        if away.share == 1:
            span = (away.ends_on - away.starts_on).days
            off = {away.starts_on + timedelta(days=day) for day in range(span)}
            assert not off & worked.get(names[away.person_key], set())
    for one in world.everybody:
        for day in worked.get(one.name, set()):
            assert (one.starts_on or date.min) <= day < (one.ends_on or date.max)


def test_it_works_in_the_afternoon_only_after_a_morning_off(world, facts):
    names = {one.key: one.name for one in world.everybody}
    mornings = pd.DataFrame(
        [(names[away.person_key], pd.Timestamp(away.starts_on)) for away in world.leave if away.share != 1],
        columns=["person", "day"],
    )
    calls = facts["activities"].query("kind == 'call'").merge(mornings, on=["person", "day"])
    assert len(calls) > 100
    assert (calls["at"].dt.hour >= 13).all()


def test_it_does_less_on_fridays_and_in_august(facts):
    calls = facts["activities"].query("kind == 'call'")
    by_day = calls.groupby("day").size()
    by_weekday = by_day.groupby(by_day.index.day_of_week).mean()
    assert by_weekday[4] < 0.95 * by_weekday[[1, 2, 3]].mean()
    by_month = by_day.groupby(by_day.index.month).mean()
    assert by_month[8] < by_month[[6, 7, 9]].mean()


def test_it_shows_fewer_visits_on_weekends_and_holidays_but_some(facts):
    visits = facts["web_traffic"].groupby("day")["visits"].sum()
    weekend = visits[visits.index.day_of_week >= 5]
    assert 0.25 < weekend.mean() / visits[visits.index.day_of_week < 5].mean() < 0.5
    assert visits[pd.Timestamp(2026, 1, 1)] > 0
    assert len(visits) == 753


def test_it_has_no_support_without_people_there():
    assert "tickets" not in frames(demo(people=6, years=1)) or len(demo(people=6).seats_of("support")) > 0
