"""What was planted can be measured, with its size and on its day, and nowhere else."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from demo.world_of_demo import demo

from kaname.demo.events import Kind, PlantedEvent, planted_events

NOT_CONNECTED = ["no_answer", "busy", "voicemail", "wrong_number", "gatekeeper"]


def the(world, kind: Kind, year: int) -> PlantedEvent:
    return next(event for event in world.events if event.kind is kind and event.starts_on.year == year)


def after(frame: pd.DataFrame, event: PlantedEvent) -> pd.Series:
    until = pd.Timestamp(event.ends_on or date(2100, 1, 1))
    return (frame["day"] >= pd.Timestamp(event.starts_on)) & (frame["day"] < until)


@pytest.mark.parametrize("year", [2025, 2026])
def test_an_industry_is_won_less_often_from_its_day(world, facts, year):
    event = the(world, Kind.CLOSE_RATE_FALLS, year)
    decided = facts["deal_changes"].query("stage in ('won', 'lost')")
    won, during = decided["stage"] == "won", after(decided, event)
    theirs, before = decided["industry"] == event.subject, decided["day"] < pd.Timestamp(event.starts_on)
    spared = ~decided["industry"].isin([one.subject for one in world.events])
    fall = won[theirs & during].mean() / won[theirs & before].mean()
    others = won[spared & during].mean() / won[spared & before].mean()
    assert 0.2 < fall < 0.65
    assert 0.8 < others < 1.25


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_member_wins_more_appointments_after_the_new_talk(world, facts, year):
    event = the(world, Kind.MEMBER_IMPROVES, year)
    calls = facts["activities"].query("kind == 'call'")
    connects = calls[~calls["outcome"].isin(NOT_CONNECTED)]
    won, during, theirs = connects["outcome"] == "appointment", after(connects, event), connects["person"] == event.name
    assert 1.35 < won[theirs & during].mean() / won[theirs & ~during].mean() < 2.1
    assert 0.85 < won[~theirs & during].mean() / won[~theirs & ~during].mean() < 1.15


def test_the_new_talk_is_noted_on_the_calls_from_its_day_on(world):
    from demo.world_of_demo import tables

    event = the(world, Kind.MEMBER_IMPROVES, 2026)
    table = tables(world)["activities"].select(["person", "day", "attributes"]).to_pylist()
    noted = [row["day"] for row in table if row["person"] == event.name and row["attributes"]]
    assert min(noted) >= event.starts_on
    assert len(noted) > 300


def test_a_team_calls_less_while_it_is_overloaded(world, facts):
    event = the(world, Kind.TEAM_OVERLOADED, 2026)
    assert (event.subject, event.starts_on) == ("inside-east", date(2026, 10, 5))
    stayed = {"inside-east": [], "inside-west": []}
    names = {one.key: one.name for one in world.everybody}
    for member in world.memberships:
        if (member.starts_on or date.min) < date(2026, 4, 1) and member.ends_on is None and member.team_key in stayed:
            stayed[member.team_key].append(names[member.person_key])
    calls = facts["activities"].query("kind == 'call' and day >= '2026-08-24'")
    for team, low, high in (("inside-east", 0.5, 0.85), ("inside-west", 0.85, 1.25)):
        theirs = calls[calls["person"].isin(stayed[team])]
        by_day = theirs.groupby("day").size()
        since = by_day.index >= pd.Timestamp(event.starts_on)
        assert low < by_day[since].mean() / by_day[~since].mean() < high, team


def test_the_overload_is_a_meeting_of_the_team(world):
    event = the(world, Kind.TEAM_OVERLOADED, 2026)
    found = [one for one in world.meetings if one.team_key == event.subject and one.starts_on == event.starts_on]
    assert [float(one.hours_per_week) for one in found] == [event.size]


def test_each_kind_begins_once_a_year(world):
    events = planted_events(world.everybody, since=date(2024, 11, 1), until=date(2026, 11, 24))
    starts = pd.DataFrame([(event.kind, event.starts_on.year) for event in events], columns=["kind", "year"])
    recent = starts[starts["year"].isin([2025, 2026])]
    assert recent.groupby(["kind", "year"]).size().eq(1).all()
    assert len(recent) == 6


def test_the_events_of_the_past_do_not_depend_on_the_day():
    since, until = date(2025, 1, 1), date(2026, 11, 1)
    now, later = (
        planted_events(demo(today=today).everybody, since=since, until=until)
        for today in (date(2026, 11, 24), date(2026, 12, 24))
    )
    assert now == later


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_guide_names_what_was_planted_in_2026_with_its_size(world, language):
    guide = (Path(__file__).parents[2] / f"docs/guide/{language}/demo.md").read_text(encoding="utf-8")
    for kind in Kind:
        event = the(world, kind, 2026)
        assert event.name in guide
        assert f"{event.size:g}" in guide
