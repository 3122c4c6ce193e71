"""Outlooks from facts to pages: computed by the job, kept as they were given, held against what came true."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
import time_machine
from boards.world_of_boards import calls, load
from django.urls import reverse
from scipy.stats.mstats import mquantiles

from kaname.goals.models import Goal, Target
from kaname.goals.operations import set_target
from kaname.insights import running
from kaname.insights.models import Computation, Event, Outlook, PastOutlook, Subject, Verdict
from kaname.measures.periods import Period
from kaname.people.models import CompanyHoliday, Membership, Person
from kaname.people.operations import add_team

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)
FIRST, TODAY = date(2025, 10, 1), date(2026, 6, 15)
JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def working_days(since, until):
    return [day for ago in range((until - since).days) if (day := since + timedelta(days=ago)).weekday() < 5]


def history(people, *, since=FIRST, until=TODAY, seed=7):
    """About so many calls each working day."""
    rng = np.random.default_rng(seed)
    found = []
    for day in working_days(since, until):
        for name, usual in people.items():
            found += calls(name, day, n=int(rng.poisson(usual)))
    return found


USUAL = {"Ben": 8, "Chie": 5}
ROWS = history(USUAL)


@pytest.fixture
def facts(store, aiko, ben, chie, dai, emi):
    load(store, "activities", ROWS, at=NOW)
    return store


def ask(team, value, *, by, period=JUNE, person=None, metric="calls"):
    asked = {"metric_key": metric, "team": team, "person": person, "period": period, "value": Decimal(value)}
    set_target(**asked, reason="as agreed", by=by.user, at=NOW)


def a_goal_of_the_year(emi):
    year = Period(date(2026, 4, 1), date(2027, 4, 1))
    ask(None, 3_000, by=emi, period=year)
    goal = Goal(key="calls", metric_key="calls", starts_on=year.starts_on, ends_on=year.ends_on, created_at=NOW)
    goal.target, goal.published_at = Target.objects.get(metric_key="calls", team=None), NOW
    goal.save()
    return year


def compute(at=NOW):
    row = running.compute(Subject.OUTLOOK, at=at)
    assert row.failure == ""
    return row


def outlook(key="calls", *, team="", person="", period=JUNE):
    return Outlook.objects.get(
        metric_key=key, team_key=team, person_key=person, starts_on=period.starts_on, ends_on=period.ends_on
    )


def count(rows, *, since, until, person="Ben"):
    return sum(row["person"] == person and since <= row["day"] < until for row in rows)


def test_a_month_ends_where_its_working_days_lead(facts, aiko, east):
    ask(east, 100, by=aiko)
    compute()
    found = outlook(team="east")
    done = count(ROWS, since=JUNE.starts_on, until=TODAY)
    past = working_days(TODAY - timedelta(days=63), TODAY)
    rate = count(ROWS, since=past[0], until=TODAY) / len(past)
    left = len(working_days(TODAY, JUNE.ends_on))
    assert found.achieved == done
    assert found.expected == pytest.approx(done + rate * left, rel=0.04)
    assert found.low < found.expected < found.high
    chance_alone = 2 * 1.28 * (rate * left) ** 0.5
    assert chance_alone * 0.8 < found.high - found.low < chance_alone * 2.5
    assert (found.verdict, found.probability) == (Verdict.SHOWN, pytest.approx(1, abs=0.01))


def test_the_board_shows_the_probability_and_judges_by_it(facts, aiko, east, sign_in):
    load(facts, "activities", calls("Ben", TODAY, n=1, note="late"), batch_id="again", at=NOW)
    ask(east, 100, by=aiko)
    compute()
    likely = sign_in(aiko).get(reverse("boards:board"), {"team": "east"}, headers={"accept-language": "en"})
    assert "over 99%" in likely.content.decode()
    end = outlook(team="east").expected
    ask(east, round(end * 1.4), by=aiko)
    stale = sign_in(aiko).get(reverse("boards:board"), {"team": "east"}, headers={"accept-language": "en"})
    assert "Probability" not in stale.content.decode(), "the outlook was computed for another target"
    compute()
    page = sign_in(aiko).get(reverse("boards:board"), {"team": "east"}, headers={"accept-language": "en"})
    assert "under 1%" in page.content.decode()
    assert "Off track" in page.content.decode()


def test_a_number_opens_to_what_its_outlook_is_made_of(facts, aiko, east, sign_in):
    ask(east, 150, by=aiko)
    compute()
    address = f"{reverse('insights:outlook', args=['calls'])}?team=east"
    page = sign_in(aiko).get(address, headers={"accept-language": "en"}).content.decode()
    for words in ("Working time left", "An hour brings", "Still to come", "Tested", "May 2026"):
        assert words in page


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        ("ben", "team=east", 200),
        ("ben", "team=west", 404),
        ("ben", "", 404),
        ("ben", "person=chie", 404),
        ("aiko", "person=ben", 200),
        ("aiko", "team=west", 404),
        ("emi", "", 200),
        ("emi", "team=nowhere", 404),
    ],
)
def test_outlooks_are_for_who_may_see_the_numbers(facts, aiko, east, sign_in, request, who, query, status):
    ask(east, 150, by=aiko)
    compute()
    address = f"{reverse('insights:outlook', args=['calls'])}?{query}"
    assert sign_in(request.getfixturevalue(who)).get(address).status_code == status


def test_with_three_days_of_history_it_says_what_is_missing(store, aiko, ben, east, sign_in):
    load(store, "activities", history({"Ben": 8}, since=date(2026, 6, 10)), at=NOW)
    ask(east, 150, by=aiko)
    compute()
    found = outlook(team="east")
    assert (found.verdict, found.probability, found.missing) == (Verdict.REFUSED, None, 4)
    page = sign_in(aiko).get(
        f"{reverse('insights:outlook', args=['calls'])}?team=east", headers={"accept-language": "en"}
    )
    assert "4 more working days are needed" in page.content.decode()
    board = sign_in(aiko).get(reverse("boards:board"), {"team": "east"}, headers={"accept-language": "en"})
    assert "Probability" not in board.content.decode()


def test_holidays_that_are_still_ahead_bring_nothing(facts, aiko, east):
    ask(east, 150, by=aiko)
    compute()
    before = outlook(team="east")
    CompanyHoliday.objects.create(name="Anniversary", starts_on=date(2026, 6, 22), ends_on=date(2026, 6, 27))
    compute()
    after = outlook(team="east")
    left = len(working_days(TODAY, JUNE.ends_on))
    lost = (before.expected - before.achieved) * 5 / left
    assert before.expected - after.expected == pytest.approx(lost, rel=0.1)


def test_days_whose_facts_are_not_loaded_yet_are_still_to_come(store, aiko, ben, east):
    """No facts of the last week because the source is late is not the same as no calls."""
    late = datetime(2026, 6, 8, 1, tzinfo=UTC)
    load(store, "activities", history({"Ben": 8}, until=date(2026, 6, 8)), at=late)
    ask(east, 150, by=aiko)
    compute()
    found = outlook(team="east")
    days = len(working_days(date(2026, 6, 9), JUNE.ends_on))
    assert found.expected - found.achieved > 7 * days


def hours_of_a_person(since, until):
    """Eight an open weekday, plainly, without the holidays that are no weekend."""
    closed = {date(2025, 11, 3), date(2025, 11, 24), date(2026, 1, 1), date(2026, 1, 12), date(2026, 2, 11)}
    closed |= {
        date(2026, 2, 23),
        date(2026, 3, 20),
        date(2026, 4, 29),
        date(2026, 5, 4),
        date(2026, 5, 5),
        date(2026, 5, 6),
    }
    closed |= {date(2026, 7, 20), date(2026, 8, 11), date(2026, 9, 21), date(2026, 9, 22), date(2026, 9, 23)}
    return 8 * sum(day not in closed for day in working_days(since, until))


@pytest.mark.parametrize("until", [date(2026, 7, 1), date(2026, 10, 1)], ids=["quarter", "half"])
def test_going_on_as_before_is_by_the_working_time_of_the_period_itself(facts, aiko, ben, until):
    period = Period(date(2026, 4, 1), until)
    ask(None, 900, by=aiko, period=period, person=ben)
    compute()
    given = PastOutlook.objects.get(replayed=False, person_key="ben", **vars(period))
    done = count(ROWS, since=period.starts_on, until=TODAY)
    share = hours_of_a_person(period.starts_on, TODAY) / hours_of_a_person(period.starts_on, until)
    assert given.run_rate == pytest.approx(done / share, rel=1e-5)


def test_what_is_usual_are_the_tenths_of_whole_months_by_the_hour(facts, aiko, ben, sign_in):
    """The first month of facts does not count: nobody knows whether it is whole."""
    ask(None, 400, by=aiko, person=ben)
    compute()
    begins = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(10, 18)]
    by_hour = [
        count(ROWS, since=since, until=until) / hours_of_a_person(since, until) for since, until in pairwise(begins)
    ]
    low, high = mquantiles(by_hour, [0.1, 0.9], alphap=1 / 3, betap=1 / 3)
    found = outlook(person="ben")
    assert (found.usual_low, found.usual_high) == pytest.approx((low, high))
    page = sign_in(aiko).get(
        f"{reverse('insights:outlook', args=['calls'])}?person=ben", headers={"accept-language": "en"}
    )
    assert f"usual are {low:.2g} calls to {high:.2g} calls" in page.content.decode()


def test_the_board_says_what_it_takes_for_the_target_that_holds_now(facts, aiko, ben, sign_in):
    """Not for one that was revised since."""
    ask(None, 150, by=aiko, person=ben)
    compute()
    left = hours_of_a_person(TODAY, JUNE.ends_on)
    rate = (150 - count(ROWS, since=JUNE.starts_on, until=TODAY)) / left

    def board():
        query = {"person": "ben", "on": TODAY.isoformat()}
        return sign_in(aiko).get(reverse("boards:board"), query, headers={"accept-language": "en"}).content.decode()

    assert outlook(person="ben").required == pytest.approx(rate)
    assert f"takes {rate:.2g} an hour from here" in board()
    ask(None, 170, by=aiko, person=ben)
    assert "an hour from here" not in board()
    compute()
    assert f"takes {rate + 20 / left:.2g} an hour from here" in board()


def test_where_the_interval_is_too_wide_for_a_point_no_place_shows_one(facts, aiko, east, sign_in):
    ask(east, 150, by=aiko)
    compute()
    Outlook.objects.filter(team_key="east").update(
        verdict=Verdict.RANGE, reason="range", expected=1234, low=1011, high=1999
    )
    Computation.objects.update(finished_at=NOW + timedelta(seconds=1))
    client, english = sign_in(aiko), {"accept-language": "en"}
    board = client.get(reverse("boards:board"), {"team": "east"}, headers=english).content.decode()
    page = client.get(f"{reverse('insights:outlook', args=['calls'])}?team=east", headers=english).content.decode()
    table = b"".join(client.get(reverse("boards:board_csv"), {"team": "east"}, headers=english)).decode()
    for shown in (plain.replace(",", "") for plain in (board, page, table.replace(",", " "))):
        assert "1011" in shown
        assert "1234" not in shown
    assert "Range of the end" in board


def test_what_was_given_stays_and_is_held_against_what_came_true(facts, aiko, east):
    ask(east, 150, by=aiko)
    compute()
    given = PastOutlook.objects.get(replayed=False, metric_key="calls", team_key="east", starts_on=JUNE.starts_on)
    assert (given.share, given.outcome, given.given_on) == (0.25, None, TODAY)
    july = datetime(2026, 7, 2, 1, tzinfo=UTC)
    with time_machine.travel(july, tick=False):
        more = history(USUAL, since=TODAY, until=date(2026, 7, 2), seed=8)
        load(facts, "activities", [{**row, "source_id": f"later-{n}"} for n, row in enumerate(more)], at=july)
        compute(at=july)
    settled = PastOutlook.objects.get(pk=given.pk)
    assert settled.expected == given.expected
    assert settled.outcome == count([*ROWS, *more], since=JUNE.starts_on, until=JUNE.ends_on)
    assert settled.reached is (settled.outcome >= 150)


def test_earlier_months_are_replayed_from_what_was_known_then(facts, aiko, east, emi, sign_in):
    ask(east, 150, by=aiko)
    compute()
    may = PastOutlook.objects.get(
        metric_key="calls", team_key="east", starts_on=date(2026, 5, 1), ends_on=date(2026, 6, 1), share=0.5
    )
    assert may.replayed
    assert may.outcome == count(ROWS, since=date(2026, 5, 1), until=date(2026, 6, 1))
    page = sign_in(emi).get(reverse("insights:calibration"), headers={"accept-language": "en"}).content.decode()
    told = PastOutlook.objects.filter(outcome__isnull=False).values_list("low", "outcome", "high")
    held = sum(low <= end <= high for low, end, high in told) / len(told)
    assert f"{held:.0%} of the eight-in-ten intervals held what came true" in page
    rows = sign_in(aiko).get(reverse("insights:calibration_rows"))
    assert b"West" not in b"".join(rows.streaming_content)


def test_past_outlooks_are_drawn_with_what_happened(facts, aiko, east, sign_in):
    ask(east, 150, by=aiko)
    compute()
    days = {"starts_on": date(2026, 4, 6), "ends_on": date(2026, 4, 8), "made_at": NOW}
    Event.objects.create(name="Fair in Osaka", **days)
    Event.objects.create(name="Move of the West", team_key="west", **days)
    address = f"{reverse('insights:outlook', args=['calls'])}?team=east"
    answer = sign_in(aiko).get(address, headers={"accept-language": "en"})
    chart = answer.context["past_chart"]
    months = PastOutlook.objects.filter(metric_key="calls", team_key="east", person_key="", share=0.5)
    assert len(chart.rows) == months.filter(outcome__isnull=False).count()
    (april,) = [row for row in chart.rows if row[0] == "Apr"]
    of_april = {"since": date(2026, 4, 1), "until": date(2026, 5, 1)}
    assert april[1] == f"{count(ROWS, **of_april)} calls"
    assert chart.happened == ("Apr: Fair in Osaka",)
    assert "<li>Apr: Fair in Osaka</li>" in answer.content.decode()


def test_teams_that_do_nothing_of_the_kind_make_no_interval_narrower(facts, aiko, dai, east):
    """They end at nothing, as expected: counted as held, they would let the others miss more than two of ten."""
    ask(east, 150, by=aiko)
    compute()
    alone = outlook(team="east")
    for number in range(8):
        add_team(name=f"Idle {number}", key=f"idle{number}", by=dai.user, at=NOW)
    compute()
    beside = outlook(team="east")
    assert (beside.low, beside.high, beside.parts["widening"]) == (alone.low, alone.high, alone.parts["widening"])
    assert not PastOutlook.objects.filter(team_key__startswith="idle").exists()


def is_queued(at):
    return Subject.OUTLOOK in list(running.queue_due(at))


def test_it_is_computed_anew_only_when_something_changed(facts, aiko, east):
    assert is_queued(NOW)
    assert not is_queued(NOW), "it is queued already"
    compute()
    later = NOW + timedelta(hours=1)
    assert not is_queued(later)
    ask(east, 150, by=aiko)
    assert is_queued(later)


def test_a_failed_run_leaves_what_was_there_and_says_why(facts, aiko, east, monkeypatch):
    ask(east, 150, by=aiko)
    compute()
    before = set(Outlook.objects.values_list("pk", "expected"))

    def break_down(at):
        raise RuntimeError("no more memory")

    monkeypatch.setitem(running.COMPUTE, Subject.OUTLOOK, break_down)
    row = running.compute(Subject.OUTLOOK, at=NOW)
    assert "no more memory" in row.failure
    assert set(Outlook.objects.values_list("pk", "expected")) == before
    assert Computation.objects.get(subject=Subject.OUTLOOK).finished_at == NOW
    assert not is_queued(NOW + timedelta(minutes=59))
    assert is_queued(NOW + timedelta(hours=1)), "what failed is tried again, even where nothing has changed"


def test_a_year_is_its_months_so_far_and_those_to_come(facts, aiko, east):
    year = Period(date(2026, 4, 1), date(2027, 4, 1))
    ask(east, 2_000, by=aiko, period=year)
    compute()
    found = outlook(team="east", period=year)
    done = count(ROWS, since=year.starts_on, until=TODAY)
    by_day = count(ROWS, since=date(2026, 1, 5), until=TODAY) / len(working_days(date(2026, 1, 5), TODAY))
    assert found.achieved == done
    assert found.expected == pytest.approx(done + by_day * len(working_days(TODAY, year.ends_on)), rel=0.1)
    assert 0 < found.probability < 1


def test_a_persons_outlook_leans_on_the_team(facts, aiko, ben, east):
    ask(east, 150, by=aiko)
    compute()
    found = outlook(person="ben")
    assert found.expected == pytest.approx(outlook(team="east").expected, rel=0.05)
    assert not Outlook.objects.filter(person_key="chie").exists(), "nobody asks anything of her"


def test_who_carries_a_goal_opens_the_outlook_of_its_number(facts, aiko, ben, east, emi, sign_in):
    year = Period(date(2026, 4, 1), date(2027, 4, 1))
    ask(None, 3_000, by=emi, period=year)
    address = f"{reverse('insights:outlook', args=['calls'])}?period={year.starts_on}/{year.ends_on}"
    assert sign_in(ben).get(address).status_code == 404
    goal = Goal(key="calls", metric_key="calls", starts_on=year.starts_on, ends_on=year.ends_on, created_at=NOW)
    goal.target, goal.published_at = Target.objects.get(metric_key="calls", team=None), NOW
    goal.save()
    compute()
    page = sign_in(ben).get(address, headers={"accept-language": "en"})
    assert "is expected to end at" in page.content.decode()
    before = "What was said at half time"
    assert before not in page.content.decode(), "what earlier months came to is not the goal"
    assert before in sign_in(emi).get(address, headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("gone", ["stays", "people"])
def test_an_organisation_with_nobody_in_a_team_has_outlooks_as_well(facts, emi, gone):
    ask(None, 300, by=emi)
    Membership.objects.all().delete()
    if gone == "people":
        Person.objects.exclude(pk=emi.pk).update(left_on=date(2026, 5, 1), is_active=False)
    compute()
    assert outlook().achieved == sum(row["day"] >= JUNE.starts_on for row in ROWS)


def test_programs_read_the_same_outlooks_as_pages_show(facts, aiko, ben, chie, east, emi, sign_in):
    ask(east, 150, by=aiko)
    compute()

    def read(who, **asked):
        return sign_in(who).get("/api/outlooks/", asked, headers={"accept-language": "en"}).json()

    (one,) = read(aiko, metric="calls", of="teams", period="2026-06-01/2026-07-01")["items"]
    row = outlook(team="east")
    assert (one["team"], one["expected"], one["probability"]) == ("east", row.expected, row.probability)
    assert one["sentence"].startswith("Calls is expected to end at")
    assert one["evidence"].startswith("Tested")
    assert {each["person"] for each in read(ben, metric="calls")["items"]} == {"", "ben"}
    assert {each["team"] for each in read(ben, of="teams")["items"]} == {"east"}
    assert {each["person"] for each in read(chie, metric="calls", of="people")["items"]} <= {"chie"}
    assert read(ben, of="organisation")["total"] == 0
    assert read(emi, of="organisation", metric="calls")["total"] > 0
    assert read(emi, of="nobody")["total"] == read(emi, period="june")["total"] == 0


def test_programs_read_outlooks_of_goals_that_are_theirs_to_read(facts, aiko, ben, east, emi, sign_in):
    a_goal_of_the_year(emi)
    compute()
    (one,) = sign_in(ben).get("/api/outlooks/", {"of": "organisation"}).json()["items"]
    assert (one["metric"], one["starts_on"], one["ends_on"]) == ("calls", "2026-04-01", "2027-04-01")


def test_a_goal_shows_its_course_with_the_band_to_who_sees_its_totals(facts, aiko, ben, emi, sign_in):
    year = a_goal_of_the_year(emi)
    compute()

    def page(who):
        answer = sign_in(who).get(reverse("goals:goal", args=["calls"]), headers={"accept-language": "en"})
        return answer.content.decode()

    course = page(emi).partition("b-goal-course")[2].partition("</section>")[0]
    weeks = [cell for cell in re.findall(r"<tr>(.*?)</tr>", course, re.DOTALL) if "<td" in cell]
    came = [int(first.replace(",", "")) for week in weeks if (first := re.findall(r"<td[^>]*>([\d,]*)", week)[0])]
    mondays = [date(2026, 4, 6) + timedelta(weeks=number) for number in range(len(came))]
    assert came == [sum(year.starts_on <= row["day"] < min(monday, TODAY) for row in ROWS) for monday in mondays]
    assert "Eight-in-ten interval" in course
    assert "b-goal-course" not in page(ben)


def test_programs_read_how_good_outlooks_were(facts, aiko, ben, east, emi, sign_in):
    ask(east, 150, by=aiko)
    compute()
    found = sign_in(emi).get("/api/calibration/", {"metric": "calls"}).json()
    told = PastOutlook.objects.filter(metric_key="calls", outcome__isnull=False).values_list("low", "outcome", "high")
    assert found["held"]["value"] == pytest.approx(sum(low <= end <= high for low, end, high in told) / len(told))
    assert found["held"]["n"] == len(told)
    assert [one["share"] for one in found["by_share"]] == [0.0, 0.25, 0.5, 0.75]
    assert sign_in(emi).get("/api/calibration/", {"whose": "cats"}).status_code == 422
    rows = sign_in(emi).get("/api/calibration/outlooks/", {"metric": "calls"}).json()
    assert rows["total"] == len(told)
    assert {row["team"] for row in sign_in(aiko).get("/api/calibration/outlooks/").json()["items"]} <= {"east"}
    mine = sign_in(ben).get("/api/calibration/outlooks/", {"whose": "people"}).json()["items"]
    assert {row["person"] for row in mine} <= {"ben"}
