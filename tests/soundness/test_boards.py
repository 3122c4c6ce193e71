"""Numbers that boards once had wrong."""

from datetime import date
from decimal import Decimal

import pytest
from boards.world_of_boards import EAST, NOW, TODAY, board, calls, kpi, load, selection

from kaname.boards.queries.board import compose_at
from kaname.boards.queries.ledger import read_ledger
from kaname.boards.queries.metric import look_behind
from kaname.boards.selection import ORGANISATION, Span, Subject
from kaname.facts.asking.question import Moment
from kaname.facts.evaluate import evaluate
from kaname.goals.operations import set_target
from kaname.goals.queries import definitions, metric_values
from kaname.measures.periods import FiscalCalendar, Period
from kaname.measures.status import Status
from kaname.people.models import Leave, Organisation

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 4)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


@pytest.fixture
def two_trades(store, aiko, ben, chie):
    """The East makes appointments, the West wins deals: neither has a close rate of its own."""
    load(store, "activities", [{**call, "outcome": "appointment"} for call in calls("Ben", DAY, n=10)])
    won = [{"person": "Chie", "day": DAY, "deal_key": f"d{n}", "stage": "won"} for n in range(3)]
    load(store, "deal_changes", won)
    return store


@pytest.mark.parametrize("key", [None, "close_rate"])
def test_a_ratio_of_all_counts_teams_that_have_none_of_their_own(two_trades, key):
    """Teams whose own ratio was undefined were left out of the whole: 3 of 10 was undefined as well."""
    found = kpi(board(two_trades, key=key), "close_rate")
    assert found.figure.actual == pytest.approx(0.3)
    (same,) = metric_values("close_rate", since=NOVEMBER.starts_on, until=NOVEMBER.ends_on)
    assert same["value"] == pytest.approx(0.3)


def test_what_belongs_to_no_team_counts_in_the_ratio_of_all(store, aiko, ben):
    """Costs of no team vanished from the cost per lead, and so did their line."""
    load(
        store,
        "lead_changes",
        [{"person": "Ben", "day": DAY, "status": "created", "lead_key": f"l{n}"} for n in range(4)],
    )
    load(store, "measurements", [{"metric": "advertising_cost", "day": DAY, "value": Decimal(1000)}])
    found = board(store, key="cost_per_lead")
    assert kpi(found, "cost_per_lead").figure.actual == 250
    assert [line.team and line.team.key for line in found.lines] == ["east", None]


def test_nothing_of_three_is_a_number(store, aiko, ben, east):
    """0 of 3 was shown as no data."""
    load(store, "deal_changes", [{"person": "Ben", "day": DAY, "deal_key": f"d{n}", "stage": "lost"} for n in range(3)])
    set_target(metric_key="win_rate", period=NOVEMBER, value=Decimal("0.3"), team=east, by=None, at=NOW)
    figure = kpi(board(store, EAST, key="win_rate"), "win_rate").figure
    assert (figure.actual, figure.status) == (0, Status.OFF_TRACK)


def test_the_parts_of_a_rate_include_those_at_nothing(store, aiko, ben, chie):
    """People with 0 of 3 were missing from how a rate divides."""
    stages = [("Ben", "won"), ("Ben", "lost"), ("Chie", "lost")]
    rows = [{"person": who, "day": DAY, "deal_key": f"d{n}", "stage": stage} for n, (who, stage) in enumerate(stages)]
    load(store, "deal_changes", rows)
    ledger = read_ledger(selection(ORGANISATION), organisation=Organisation.objects.get(), state=0, key="win_rate")
    found = look_behind(ledger, "win_rate", by="person", store=store, today=TODAY)
    assert {part.key: part.value for part in found.breakdown.slices} == {"ben": 0.5, "chie": 0}


def test_a_team_is_judged_by_its_own_working_time_beside_a_persons_numbers(store, aiko, ben, east):
    """On a person's board the team's line was judged by the person's days: leave made the whole team look late."""
    Leave.objects.create(person=ben, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 14))
    load(store, "activities", calls("Ben", DAY, n=5))
    set_target(metric_key="calls", period=NOVEMBER, value=Decimal(100), team=east, by=None, at=NOW)
    of_team = kpi(board(store, EAST), "calls").figure
    (line,) = board(store, Subject(person="ben")).lines
    assert line.figures["calls"].expected == of_team.expected
    assert line.figures["calls"].status is of_team.status


def test_a_weekend_does_not_end_the_period_early(store, aiko, ben, east):
    """On the last Saturday no working time was left, and 97 of 100 was off track for good."""
    week = Period(date(2026, 11, 9), date(2026, 11, 16))
    load(store, "activities", calls("Ben", date(2026, 11, 10), n=97), at=NOW)
    set_target(metric_key="calls", period=week, value=Decimal(100), team=east, by=None, at=NOW)
    asked = {"span": Span.WEEK, "on": week.starts_on}
    saturday = kpi(board(store, EAST, today=date(2026, 11, 14), **asked), "calls").figure
    monday = kpi(board(store, EAST, today=week.ends_on, **asked), "calls").figure
    assert (saturday.share, saturday.status, monday.status) == (1, Status.ON_TRACK, Status.OFF_TRACK)


def test_facts_with_an_empty_field_can_be_asked_for(store, aiko, ben, organisation):
    """FIELD= meant the text without a character, which no fact has."""
    rows = calls("Ben", DAY, n=2) + [{**row, "source_id": "x", "industry": "retail"} for row in calls("Ben", DAY)]
    load(store, "activities", rows)
    asked = {"since": NOVEMBER.starts_on, "until": NOVEMBER.ends_on}
    assert metric_values("calls", where={"industry": [""]}, **asked)[0]["value"] == 2
    assert metric_values("calls", where={"industry": ["", "retail"]}, **asked)[0]["value"] == 3


def test_a_page_of_people_shows_what_all_of_them_have(two_trades):
    """A page reads only the people it shows: theirs are the numbers that reading everybody gives."""
    ledger = read_ledger(selection(ORGANISATION), organisation=Organisation.objects.get(), state=0)
    with Moment.of(two_trades) as moment:
        found = compose_at(moment, ledger, today=TODAY)
        found.members.look_at(found.members.people[:2])
        shown = {
            (member.key, key): found.members.figure(member, key).actual
            for member in found.members.people
            for key in ("calls", "deals_won", "close_rate")
        }
    whole = evaluate(
        two_trades,
        definitions=definitions(),
        keys=["calls", "deals_won", "close_rate"],
        since=NOVEMBER.starts_on,
        until=NOVEMBER.ends_on,
        calendar=FiscalCalendar(),
        by=["person"],
    )
    assert {key for key, _ in shown} == {"aiko", "ben", "chie"}
    assert shown == {(who, key): whole.value(key, person=who) for who, key in shown}


def test_a_part_of_the_teams_target_is_not_held_against_those_who_do_other_work(store, aiko, ben, east):
    """A team's target for calls was shared with its support staff, who stood at 0 % among the callers."""
    load(store, "activities", calls("Ben", DAY, n=30))
    load(store, "tickets", [{"person": "Aiko", "day": DAY, "status": "handled"}])
    set_target(metric_key="calls", period=NOVEMBER, value=Decimal(100), team=east, by=None, at=NOW)
    found = board(store, EAST)
    figures = {one.key: found.members.figure(one, "calls") for one in found.members.people}
    assert figures["ben"].target.value == pytest.approx(50)
    assert (figures["aiko"].target, figures["aiko"].status) == (None, Status.NO_TARGET)
    assert kpi(board(store, Subject(person="ben")), "calls").figure.target.value == pytest.approx(50)
    early = {"on": date(2026, 11, 2), "today": date(2026, 11, 3)}
    assert kpi(board(store, Subject(person="aiko"), **early), "calls").figure.target.value == pytest.approx(50)


def test_different_leads_are_not_all_expected_on_the_first_day(store, aiko, ben, east):
    """The whole month's target of leads contacted was expected at any time, and of every single member."""
    load(store, "activities", [{**call, "lead_key": f"l{n}"} for n, call in enumerate(calls("Ben", DAY, n=80))])
    period = {"metric_key": "leads_contacted", "period": NOVEMBER, "by": None, "at": NOW}
    set_target(**period, team=east, value=Decimal(190))
    found = kpi(board(store, subject=EAST, key="leads_contacted"), "leads_contacted").figure
    assert found.expected == pytest.approx(190 * found.share)
    assert 0 < found.share < 1
