"""Targets, pace, status and comparisons on the board, against working time counted by hand.

November 2026 has 19 working days of 8 hours in Japan (the 3rd and 23rd are holidays); on Wednesday the 18th eleven are
over: 2, 4–6, 9–13 and 16–17.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from boards.world_of_boards import EAST, NOW, TODAY, WEST, board, calls, kpi, load
from django.utils import translation

from kaname.boards.presentation.style import Style
from kaname.boards.presentation.titles import headline
from kaname.boards.selection import ORGANISATION, Span, Subject
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.operations import create_metric, set_target
from kaname.goals.targets import Origin
from kaname.measures.comparison import Earlier
from kaname.measures.periods import Period
from kaname.measures.status import Status
from kaname.people.models import Leave, Membership, Organisation, Person, Team

pytestmark = pytest.mark.django_db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
OVER = 11 / 19


def target(value, *, key="calls", period=NOVEMBER, team=None, person=None, upper=None):
    return set_target(
        metric_key=key,
        period=period,
        value=Decimal(value),
        upper=None if upper is None else Decimal(upper),
        team=Team.objects.get(key=team) if team else None,
        person=Person.objects.get(key=person) if person else None,
        by=None,
        at=NOW,
        reason="A test",
    )


@pytest.fixture
def world(store, aiko, ben, chie):
    return store


def figure(store, subject=EAST, key="calls", **how):
    return kpi(board(store, subject, **how), key).figure


def test_pace_is_the_share_of_working_time(world):
    load(world, "activities", calls("Ben", date(2026, 11, 4), n=60))
    target(100, team="east")
    found = figure(world)
    assert found.share == pytest.approx(OVER)
    assert found.expected == pytest.approx(100 * OVER)
    assert found.attainment == pytest.approx(0.6)
    assert found.remaining == 40
    assert found.status is Status.ON_TRACK


def test_leave_moves_the_pace_of_a_member(world, ben):
    """Ben is away from the 2nd to the 6th: seven of his fifteen days are over."""
    Leave.objects.create(person=ben, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 7))
    load(world, "activities", calls("Ben", date(2026, 11, 10), n=5))
    target(30, person="ben")
    found = figure(world, Subject(person="ben"))
    assert found.share == pytest.approx(7 / 15)
    assert found.expected == pytest.approx(14)


@pytest.mark.parametrize(
    ("n", "status"),
    [(64, Status.AHEAD), (56, Status.ON_TRACK), (47, Status.AT_RISK), (46, Status.OFF_TRACK), (100, Status.REACHED)],
)
def test_the_status_follows_the_pace(world, n, status):
    """57.9 are expected: 10 % above is 63.7, 5 % below 55.0, 20 % below 46.3."""
    load(world, "activities", calls("Ben", date(2026, 11, 4), n=n))
    target(100, team="east")
    assert figure(world).status is status


def test_it_is_too_early_in_the_first_fifth(world):
    load(world, "activities", calls("Ben", date(2026, 11, 2), n=1))
    target(100, team="east")
    assert figure(world, today=date(2026, 11, 6)).status is Status.TOO_EARLY
    assert figure(world, today=date(2026, 11, 7)).status is not Status.TOO_EARLY


def test_a_period_that_is_over_was_reached_or_not(world):
    load(world, "activities", calls("Ben", date(2026, 10, 5), n=50))
    target(50, team="east", period=OCTOBER)
    found = figure(world, on=date(2026, 10, 1))
    assert (found.share, found.status) == (1, Status.REACHED)
    target(51, team="east", period=OCTOBER)
    assert figure(world, on=date(2026, 10, 1)).status is Status.OFF_TRACK


def test_nothing_is_judged_or_compared_before_a_period_begins(world):
    load(world, "activities", calls("Ben", date(2026, 11, 4), n=50))
    target(100, team="east", period=Period(date(2026, 12, 1), date(2027, 1, 1)))
    found = board(world, EAST, on=date(2026, 12, 1))
    assert kpi(found, "calls").figure.status is Status.TOO_EARLY
    assert kpi(found, "calls").previous is None
    assert found.progress.share == 0


def test_old_data_never_look_green(world):
    load(world, "activities", calls("Ben", date(2026, 11, 4), n=100), at=datetime(2026, 11, 16, 5, tzinfo=UTC))
    target(50, team="east")
    assert figure(world).status is Status.STALE
    load(
        world,
        "activities",
        calls("Ben", date(2026, 11, 4), n=100),
        at=datetime(2026, 11, 17, 0, tzinfo=UTC),
        batch_id="b",
    )
    assert figure(world).status is Status.REACHED


def test_data_of_friday_are_fresh_on_monday(world):
    load(world, "activities", calls("Ben", date(2026, 11, 4), n=100), at=datetime(2026, 11, 13, 5, tzinfo=UTC))
    target(50, team="east")
    assert figure(world, today=date(2026, 11, 16)).status is Status.REACHED


def test_old_data_of_a_period_that_is_over_are_not_stale(world):
    load(world, "activities", calls("Ben", date(2026, 10, 5), n=50), at=datetime(2026, 11, 2, tzinfo=UTC))
    target(50, team="east", period=OCTOBER)
    assert figure(world, on=date(2026, 10, 1)).status is Status.REACHED


def test_a_zero_target_asks_nothing(world):
    load(world, "activities", calls("Ben", date(2026, 11, 4), n=5))
    target(0, team="east")
    assert figure(world).status is Status.NO_TARGET


def test_a_target_without_facts_has_no_data(world):
    target(20, team="east")
    found = figure(world)
    assert (found.actual, found.status) == (None, Status.NO_DATA)


def test_less_is_better_where_the_metric_says_so(world, dai):
    load(
        world,
        "tickets",
        [
            {"person": "Ben", "day": date(2026, 11, 4), "status": "handled", "handling_seconds": Decimal(s)}
            for s in (200, 280)
        ],
    )
    target(300, key="average_handling_seconds", team="east")
    found = figure(world, key="average_handling_seconds")
    assert found.actual == 240
    assert found.attainment == pytest.approx(300 / 240)
    assert found.expected == 300
    assert found.status is Status.AHEAD


def ranged_metric():
    definition = MetricDefinition.from_dict(
        {
            "key": "calls_in_range",
            "name": {"en": "Calls", "ja": "架電"},
            "unit": "count",
            "direction": "range",
            "stream": "activities",
            "measure": "count",
            "conditions": [{"field": "kind", "is": "call"}],
        }
    )
    create_metric(definition, by=None, at=NOW)


def test_a_range_is_met_between_its_ends(world):
    ranged_metric()
    load(world, "activities", calls("Ben", date(2026, 11, 4), n=60))
    target(80, upper=120, key="calls_in_range", team="east")
    found = figure(world, key="calls_in_range")
    assert found.status is Status.ON_TRACK
    assert 80 * OVER < found.actual < 120 * OVER


def test_a_month_gets_its_working_time_of_a_longer_target(world):
    """From October to December Japan has 21 + 19 + 23 working days."""
    target(630, team="east", period=Period(date(2026, 10, 1), date(2027, 1, 1)))
    load(world, "activities", calls("Ben", date(2026, 11, 4), n=60))
    found = figure(world)
    days = 21 + 19 + 23
    assert found.target.origin is Origin.PRORATED
    assert found.target.value == pytest.approx(630 * 19 / days)


def test_people_share_the_target_of_their_team(world):
    load(world, "activities", calls("Ben", date(2026, 11, 4), n=25) + calls("Aiko", date(2026, 11, 4), n=35))
    target(100, team="east")
    found = board(world, EAST)
    figures = {member.name: found.members.figure(member, "calls") for member in found.members.people}
    assert {name: one.target.value for name, one in figures.items()} == {"Aiko": 50, "Ben": 50}
    assert found.members.pace(found.members.people[0], "calls") == pytest.approx(35 / (50 * OVER))
    assert figures["Ben"].target.origin is Origin.SHARED


def test_a_rate_from_above_judges_the_teams_that_do_it_and_asks_no_others(world, west):
    target("0.5", key="connect_rate")
    rows = calls("Ben", date(2026, 11, 4), n=10, reached=4) + calls("Ben", date(2026, 11, 5), n=1)
    load(world, "activities", rows)
    of_east = figure(world, key="connect_rate")
    assert (of_east.target.value, of_east.target.origin) == (0.5, Origin.ABOVE)
    assert of_east.attainment == pytest.approx(4 / 11 / 0.5)
    found = board(world, ORGANISATION)
    lines = {line.team.name: line.figures["connect_rate"] for line in found.lines}
    assert lines["East"].target.value == 0.5
    assert lines["West"].target is None
    assert "connect_rate" not in {kpi.key for kpi in board(world, Subject(team="west")).kpis}


def test_who_was_here_for_a_part_is_judged_by_that_part(world, ben, west):
    """Ben is in the East until the 9th: four of his nineteen days, all of them over."""
    Membership.objects.filter(person=ben).update(ends_on=date(2026, 11, 9))
    Membership.objects.create(person=ben, team=west, starts_on=date(2026, 11, 9))
    load(world, "activities", calls("Ben", date(2026, 11, 4), n=10) + calls("Ben", date(2026, 11, 10), n=20))
    target(95, person="ben")
    found = board(world, EAST)
    (member,) = [one for one in found.members.people if one.key == "ben"]
    here = found.members.figure(member, "calls")
    assert (here.actual, here.share) == (10, 1)
    assert here.target.value == pytest.approx(95 * 4 / 19)
    same = figure(world, Subject(team="east", person="ben"))
    assert (same.actual, same.target.value, same.share) == (10, pytest.approx(20), 1)
    whole = figure(world, Subject(person="ben"))
    assert (whole.actual, whole.target.value) == (30, 95)


def test_a_running_month_is_compared_up_to_the_same_share(world):
    """After 11 of 19 days, 12.2 of October's 21 are the same share: twelve are over at the end of Monday the 19th."""
    load(
        world,
        "activities",
        calls("Ben", date(2026, 10, 19), n=10) + calls("Ben", date(2026, 10, 20), n=90) + calls("Ben", TODAY, n=15),
    )
    found = kpi(board(world, EAST), "calls")
    assert found.previous.earlier.period == OCTOBER
    assert found.previous.earlier.cut
    assert found.previous.before == 10
    assert (found.previous.difference, found.previous.ratio) == (5, pytest.approx(0.5))


def test_a_month_that_is_over_is_compared_as_a_whole(world):
    load(world, "activities", calls("Ben", date(2026, 10, 30), n=10) + calls("Ben", date(2025, 10, 30), n=4))
    found = kpi(board(world, EAST, on=date(2026, 10, 1)), "calls")
    assert found.previous.earlier == Earlier(Period(date(2026, 9, 1), date(2026, 10, 1)), date(2026, 10, 1))
    assert found.year_before.before == 4
    assert found.year_before.ratio == pytest.approx(1.5)


def test_a_rate_changes_in_points(world):
    load(
        world,
        "activities",
        calls("Ben", date(2026, 9, 30), n=10, reached=5) + calls("Ben", date(2026, 10, 30), n=10, reached=2),
    )
    found = kpi(board(world, EAST, on=date(2026, 10, 1)), "connect_rate")
    assert found.previous.difference == pytest.approx(-0.3)
    assert found.previous.ratio is None


def test_a_zero_before_the_first_number_is_not_compared_with(world):
    load(world, "activities", calls("Ben", date(2026, 10, 30), n=10))
    found = kpi(board(world, EAST, on=date(2026, 10, 1)), "calls")
    assert found.previous.before is None
    assert found.previous.difference is None


@pytest.mark.parametrize("span", Span)
def test_every_span_can_be_shown_with_a_target(world, span):
    load(world, "activities", calls("Ben", TODAY, n=10))
    found = board(world, ORGANISATION, span=span)
    period = found.ledger.selection.period
    target(1000, period=period)
    judged = kpi(board(world, ORGANISATION, span=span), "calls").figure
    assert judged.target.origin is Origin.EXACT
    assert 0 <= judged.share < 1


def test_teams_have_their_own_pace(world, chie):
    """Chie is away the second half of the month, so the West is further than the East."""
    Leave.objects.create(person=chie, starts_on=date(2026, 11, 18), ends_on=date(2026, 12, 1))
    load(world, "activities", calls("Chie", date(2026, 11, 4), n=50) + calls("Ben", date(2026, 11, 4), n=50))
    target(100, team="east")
    target(100, team="west")
    found = {line.team.key: line.figures["calls"] for line in board(world).lines}
    assert found["west"].share == 1
    assert found["east"].share == pytest.approx(OVER)
    assert found["west"].status is Status.OFF_TRACK
    assert kpi(board(world, WEST), "calls").figure == found["west"]


def test_nothing_is_called_reached_before_the_period_is_over(world):
    """October 2026 ends on a Saturday: on it, 96 of 100 calls were "1 of 1 target was reached"."""
    load(world, "activities", calls("Ben", date(2026, 10, 28), n=96))
    target(100, period=OCTOBER, team="east")
    saturday = date(2026, 10, 31)
    style = Style.of(Organisation.objects.get(), language="en")
    found = board(world, EAST, on=saturday, today=saturday)
    assert (found.progress.share, kpi(found, "calls").figure.status) == (1, Status.ON_TRACK)
    over = board(world, EAST, on=saturday, today=TODAY)
    with translation.override("en"):
        assert headline(found, style) == "1 of 1 KPI is on track in October 2026"
        assert headline(over, style) == "0 of 1 target was reached in October 2026"


def test_facts_that_stop_before_a_period_ends_decide_nothing_about_it(world):
    """Loaded on the 18th, they called a target of November missed in December."""
    load(world, "activities", calls("Ben", date(2026, 11, 4), n=60))
    target(100, team="east")
    assert figure(world, today=date(2026, 12, 2)).status is Status.STALE
    target(3, key="deals_won", team="east")
    won = {"person": "Ben", "day": date(2026, 11, 20), "stage": "won", "deal_key": "one"}
    load(world, "deal_changes", [won], at=datetime(2026, 11, 30, 9, tzinfo=UTC))
    style = Style.of(Organisation.objects.get(), language="en")
    with translation.override("en"):
        said = headline(board(world, EAST, today=date(2026, 12, 2)), style)
    assert said == "0 of 1 target was reached in November 2026"
    late = [row | {"source_id": "late"} for row in calls("Chie", date(2026, 11, 30))]
    load(world, "activities", late, at=datetime(2026, 11, 30, 9, tzinfo=UTC))
    assert figure(world, today=date(2026, 12, 2)).status is Status.OFF_TRACK
