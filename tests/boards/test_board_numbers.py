"""Every number on the board against the same number counted by pandas or by hand."""

from datetime import date

import pandas as pd
import pytest
from boards.world_of_boards import EAST, TODAY, WEST, actuals, board, calls, kpi, load, many_calls

from kaname.boards.selection import ORGANISATION, Selection, Span, Subject
from kaname.facts.evaluate import evaluate
from kaname.goals.queries import definitions
from kaname.measures.periods import FiscalCalendar
from kaname.people.models import Membership, Person, Team

pytestmark = pytest.mark.django_db
SINCE, DAYS = date(2025, 9, 20), 430


@pytest.fixture
def world(store, aiko, ben, chie):
    """Fourteen months of calls: of the East, the West, and Zoe, whom nobody knows."""
    rows = many_calls(people=("Aiko", "Ben", "Chie", "Zoe"), since=SINCE, days=DAYS)
    load(store, "activities", rows)
    return pd.DataFrame(rows).assign(day=lambda frame: pd.to_datetime(frame["day"]))


WHO = {
    ORGANISATION: ("Aiko", "Ben", "Chie", "Zoe"),
    EAST: ("Aiko", "Ben"),
    WEST: ("Chie",),
    Subject(person="ben"): ("Ben",),
}


def counted(frame, people, period):
    """Calls, connects and connect rate by pandas."""
    mine = frame[frame["person"].isin(people)]
    mine = mine[(mine["day"] >= pd.Timestamp(period.starts_on)) & (mine["day"] < pd.Timestamp(period.ends_on))]
    n, reached = len(mine), int((mine["outcome"] == "connected").sum())
    return {"calls": n, "connects": reached, "connect_rate": reached / n if n else None}


@pytest.mark.parametrize("span", Span)
@pytest.mark.parametrize("subject", WHO)
def test_it_counts_what_pandas_counts(store, world, subject, span):
    found = board(store, subject, span=span)
    assert found.values.periods[-1] == found.ledger.selection.period
    for key in ("calls", "connects", "connect_rate"):
        expected = [counted(world, WHO[subject], period)[key] for period in found.values.periods]
        assert list(kpi(found, key).series) == pytest.approx(expected)
        assert kpi(found, key).figure.actual == pytest.approx(expected[-1])


@pytest.mark.parametrize("span", Span)
def test_teams_and_what_belongs_to_none_make_the_total(store, world, span):
    found = board(store, span=span)
    assert [line.team.name if line.team else None for line in found.lines] == ["East", "West", None]
    for key in ("calls", "connects"):
        assert sum(line.figures[key].actual for line in found.lines) == kpi(found, key).figure.actual


def test_members_and_nobody_known_make_the_total(store, world):
    found = board(store)
    assert [(member.key, member.name) for member in found.members.people] == [
        ("aiko", "Aiko"),
        ("ben", "Ben"),
        ("chie", "Chie"),
        (None, ""),
    ]
    total = sum(found.members.figure(member, "calls").actual for member in found.members.people)
    assert total == kpi(found, "calls").figure.actual


@pytest.mark.parametrize("subject", WHO)
def test_it_shows_what_evaluate_gives_for_the_same_filter(store, world, subject):
    found = board(store, subject)
    period = found.ledger.selection.period
    result = evaluate(
        store,
        definitions=definitions(),
        keys=list(actuals(found)),
        since=period.starts_on,
        until=period.ends_on,
        calendar=FiscalCalendar(),
        where=subject.where,
    )
    assert actuals(found) == {key: result.value(key) for key in actuals(found)}


def test_a_rate_of_teams_below_comes_from_summed_parts(store, aiko, ben, chie, east, west):
    sales = Team.objects.create(key="sales", name="Sales")
    Team.objects.update(parent=None)
    Team.objects.filter(key__in=("east", "west")).update(parent=sales)
    load(store, "activities", calls("Ben", TODAY, n=10, reached=9) + calls("Chie", TODAY, n=100, reached=10))
    found = board(store)
    (line,) = found.lines
    assert line.team.name == "Sales"
    assert line.figures["connect_rate"].actual == pytest.approx(19 / 110)
    assert line.figures["calls"].actual == 110


def test_a_team_above_has_its_own_line_for_what_is_directly_in_it(store, aiko, ben, east):
    below = Team.objects.create(key="north", name="North", parent=east)
    Membership.objects.create(person=Person.objects.create(key="fumi", name="Fumi"), team=below)
    load(store, "activities", calls("Fumi", TODAY, n=3) + calls("Ben", TODAY, n=4))
    found = board(store, EAST)
    assert [(line.team.name, line.team.direct, line.figures["calls"].actual) for line in found.lines] == [
        ("North", False, 3),
        ("East", True, 4),
    ]
    assert kpi(found, "calls").figure.actual == 7


def test_who_changed_teams_counts_for_each_team_on_its_days(store, aiko, ben, chie, east, west):
    Membership.objects.filter(person=ben).update(ends_on=date(2026, 11, 10))
    Membership.objects.create(person=ben, team=west, starts_on=date(2026, 11, 10))
    load(store, "activities", calls("Ben", date(2026, 11, 9), n=5) + calls("Ben", date(2026, 11, 10), n=7))
    assert kpi(board(store, EAST), "calls").figure.actual == 5
    assert kpi(board(store, WEST), "calls").figure.actual == 7
    assert kpi(board(store, Subject(person="ben")), "calls").figure.actual == 12
    assert kpi(board(store, Subject(team="east", person="ben")), "calls").figure.actual == 5
    members = board(store, WEST).members
    (there,) = [member for member in members.people if member.key == "ben"]
    assert members.figure(there, "calls").actual == 7


def test_a_team_that_is_gone_keeps_its_numbers(store, aiko, ben, chie, west):
    load(store, "activities", calls("Chie", TODAY, n=3) + calls("Ben", TODAY, n=4))
    Team.objects.filter(key="west").update(is_active=False)
    found = board(store)
    assert {line.team.name: line.figures["calls"].actual for line in found.lines} == {"East": 4, "West": 3}


def test_filters_narrow_every_number(store, aiko, ben, chie):
    retail, public = {"industry": "retail"}, {"industry": "public"}
    load(
        store,
        "activities",
        calls("Ben", TODAY, n=3, **retail) + calls("Ben", TODAY, n=4, **public) + calls("Chie", TODAY, n=5, **retail),
    )
    found = board(store, key="calls", filters=(("industry", "retail"),))
    assert kpi(found, "calls").figure.actual == 8
    assert {line.team.name: line.figures["calls"].actual for line in found.lines} == {"East": 3, "West": 5}


def test_an_empty_period_has_no_numbers(store, aiko, ben):
    load(store, "activities", calls("Ben", TODAY, n=3))
    found = board(store, on=date(2020, 1, 1))
    assert found.kpis == []
    assert found.loaded_at is None


def test_without_facts_there_is_nothing_to_show(store, ben):
    assert board(store).kpis == []


def test_the_range_of_members_needs_five_people(store, organisation, east):
    people = [Person.objects.create(key=f"p{number}", name=f"P{number}") for number in range(5)]
    for person in people:
        Membership.objects.create(person=person, team=east)
    rows = [row for number in range(5) for row in calls(f"P{number}", TODAY, n=10 * (number + 1))]
    load(store, "activities", rows[: -len(calls("P4", TODAY, n=50))])
    assert board(store, EAST).members.spread("calls") is None
    load(store, "activities", rows, batch_id="all")
    low, high = board(store, EAST).members.spread("calls")
    assert (low, high) == (pytest.approx(14), pytest.approx(46))
    assert isinstance(board(store, EAST).ledger.selection, Selection)
