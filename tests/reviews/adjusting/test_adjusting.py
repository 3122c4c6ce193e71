"""The KPI check of the East on Tuesday, 24 November 2026, in a quarter from October."""

import csv
import io
from datetime import date, time, timedelta
from decimal import Decimal

import numpy as np
import pytest
from boards.world_of_boards import calls, load
from django.urls import reverse

from kaname.goals.models import Goal, GoalChange, Kpi, Metric, MetricVersion, Target
from kaname.goals.operations import set_target
from kaname.measures.periods import Period
from kaname.people.models import Team
from kaname.reviews.adjusting.finding import FindingKind
from kaname.reviews.adjusting.findings import findings_for
from kaname.reviews.adjusting.reminding import first_working_day, remind_of_checks
from kaname.reviews.models import KpiCheck, Series
from kaname.telling.models import Notice
from tests.conftest import person
from tests.reviews.conftest import NOW, TODAY, reader, url
from tests.reviews.daily.conftest import at

QUARTER = Period(date(2026, 10, 1), date(2027, 1, 1))
MONTHS = [date(2025 + (month - 1) // 12, (month - 1) % 12 + 1, 1) for month in range(1, 24)]


@pytest.fixture
def check(known, east, ben, aiko):
    """One KPI, calls, whose target of the quarter can be chosen; calls of past months by month."""

    def make(value, by_month, loaded_at=NOW):
        target = set_target(metric_key="connects", period=QUARTER, value=Decimal(900), team=east, by=None, at=NOW)
        days = {"starts_on": QUARTER.starts_on, "ends_on": QUARTER.ends_on}
        goal = Goal.objects.create(
            key="autumn", metric_key="connects", team=east, target=target, created_at=NOW, published_at=NOW, **days
        )
        kpi = Kpi.objects.create(goal=goal, metric_key="calls", position=1)
        set_target(metric_key="calls", period=QUARTER, value=Decimal(value), team=east, by=None, at=NOW)
        rows = [
            row for month, n in by_month.items() for row in calls("Ben", month + timedelta(days=4), n=n, reached=n // 3)
        ]
        load(known, "activities", rows, at=loaded_at)
        return kpi

    return make


def found(team, who):
    (look,) = findings_for(team, reader=reader(who))
    return {one.kind: one.text for one in look.findings}


def test_a_target_reached_early_is_named_with_its_numbers(check, east, aiko):
    check(40, dict.fromkeys(MONTHS, 20))
    # October and November bring 20 + 20 of 40. The quarter has 22 + 19 + 22 (until the 31st) working days; before the
    # 24th of November 22 + 15 - 1 of them are over.
    text = found(east, aiko)[FindingKind.REACHED_EARLY]
    assert text.startswith("40 calls of 40 calls are reached with ")


def test_what_is_out_of_reach_is_held_against_past_months(check, east, aiko):
    check(1000, dict.fromkeys(MONTHS, 20))
    assert FindingKind.OUT_OF_REACH in found(east, aiko)
    assert found(east, aiko)[FindingKind.OUT_OF_REACH].startswith("960 calls are still needed")


def test_nothing_is_said_of_a_kpi_that_is_on_its_way(check, east, aiko):
    check(60, dict.fromkeys(MONTHS, 20))
    (look,) = findings_for(east, reader=reader(aiko))
    assert look.findings == ()


def test_no_effect_on_the_kgi_is_a_question_and_not_a_verdict(known, check, east, aiko):
    rng = np.random.default_rng(7)
    kpi = check(60, {})
    rows = []
    for month in MONTHS:
        n = int(rng.integers(10, 40))
        rows += calls("Ben", month + timedelta(days=4), n=n, reached=40 - n if n > 20 else 5)
    load(known, "activities", rows)
    text = found(east, aiko)[FindingKind.NO_EFFECT]
    assert "did not surely come with more" in text
    assert kpi.metric_key == "calls"


@pytest.fixture
def teams(known, organisation):
    """Four more teams with somebody who calls as often as told, month by month."""

    def calling(by_month, loaded_at=NOW):
        for name in ("North", "South", "Coast", "Hills"):
            team = Team.objects.create(key=name.lower(), name=name)
            someone = person(f"{name}er", team=team)
            rows = []
            for number, (month, n) in enumerate(by_month.items()):
                some = calls(someone.name, month + timedelta(days=4), n=n + number % 3)
                rows += [{**row, "source_id": f"{name}-{month}-{place}"} for place, row in enumerate(some)]
            load(known, "activities", rows, at=loaded_at)

    return calling


def test_a_shift_is_one_that_all_teams_see(check, teams, east, aiko):
    falling = {month: (90 if month < date(2026, 8, 1) else 30) for month in MONTHS}
    check(900, falling)
    teams(falling)
    text = found(east, aiko)[FindingKind.MARKET_SHIFTED]
    assert "No team's effort explains that." in text
    # Five teams and Chie's, who has none: the median fell by about two thirds, 30 to 90.
    assert "-6" in text or "−6" in text


def test_facts_that_come_late_are_no_shift_and_put_nothing_out_of_reach(check, teams, east, aiko):
    """Loaded on the 8th, October looked like a month in which all teams did next to nothing, and so did November."""
    months = {month: (90 if month < date(2026, 10, 1) else 20) for month in MONTHS[:-1]}
    loaded_at = at(18, day=date(2026, 10, 8))
    check(210, months, loaded_at)
    teams(months, loaded_at)
    for month in (8, 9, 10):
        period = Period(date(2026, month, 1), date(2026, month + 1, 1))
        set_target(metric_key="calls", period=period, value=Decimal(85), team=east, by=None, at=NOW)
    # 190 are still needed; from 9 October until the end of December that is what a usual quarter brings.
    assert not {FindingKind.MARKET_SHIFTED, FindingKind.OUT_OF_REACH} & set(found(east, aiko))


def test_a_fall_of_one_team_alone_is_no_shift(check, teams, east, aiko):
    check(900, {month: (90 if month < date(2026, 8, 1) else 30) for month in MONTHS})
    teams(dict.fromkeys(MONTHS, 90))
    assert FindingKind.MARKET_SHIFTED not in found(east, aiko)


def test_months_in_a_row_are_held_against_their_targets(check, east, aiko):
    check(60, dict.fromkeys(MONTHS, 20))
    for month, ends in ((date(2026, 9, 1), date(2026, 10, 1)), (date(2026, 10, 1), date(2026, 11, 1))):
        set_target(metric_key="calls", period=Period(month, ends), value=Decimal(16), team=east, by=None, at=NOW)
    # 20 of 16 is 125 %, twice.
    assert "The last 2 months all had an attainment of 125% or more." in found(east, aiko).values()
    Target.objects.filter(metric_key="calls", value=16).update(value=25)
    assert "The last 2 months all missed their targets; the best attainment was 80%." in found(east, aiko).values()


def test_it_tells_that_the_metric_is_counted_differently_and_the_team_another(check, east, aiko, chie):
    check(60, dict.fromkeys(MONTHS, 20))
    metric = Metric.objects.create(key="calls", position=1)
    known = reader(aiko).metrics["calls"].definition
    later = NOW + timedelta(hours=1)
    MetricVersion.objects.create(
        metric=metric,
        number=1,
        definition=known.to_dict(),
        reason="Without wrong numbers",
        by=aiko.user,
        at=later,
    )
    Target.objects.filter(metric_key="calls").get().revisions.update(at=NOW - timedelta(days=40))
    for name in ("Fumi", "Gen", "Hana"):
        new = person(name, team=east, manager=aiko)
        new.memberships.update(starts_on=date(2026, 11, 1))
    texts = found(east, aiko)
    assert "Without wrong numbers" in texts[FindingKind.DEFINITION_CHANGED]
    assert FindingKind.TEAM_CHANGED in texts


class TestDeciding:
    @pytest.fixture
    def kpi(self, check):
        return check(1000, dict.fromkeys(MONTHS, 20))

    def decide(self, client, kpi, outcome, reason="The region is new", **more):
        return client.post(url("check_decision", kpi.pk), {"outcome": outcome, "reason": reason, **more})

    def test_the_reason_stays_readable_on_the_goals_page(self, sign_in, kpi, aiko, ben):
        answer = self.decide(sign_in(aiko), kpi, "watch")
        assert answer.status_code == 302
        check = KpiCheck.objects.get()
        assert (check.outcome, check.reason, check.by) == ("watch", "The region is new", aiko.user)
        assert check.findings[0]["kind"] == "out_of_reach"
        assert GoalChange.objects.get(kind="kpi_checked") == check.change
        text = sign_in(ben).get(reverse("goals:goal", args=["autumn"])).content.decode()
        assert "was looked at again: it stays, and is watched." in text
        assert "The region is new" in text

    def test_a_revision_goes_on_to_its_form_with_the_reason(self, sign_in, kpi, aiko):
        client = sign_in(aiko)
        answer = self.decide(client, kpi, "revise")
        form = client.get(answer.url).context["form"]
        assert form["reason"].value() == "The region is new"
        assert answer.url.startswith("/goals/targets/")

    def test_dropping_asks_first_and_gives_the_kpi_up(self, sign_in, kpi, aiko):
        client = sign_in(aiko)
        assert self.decide(client, kpi, "drop").status_code == 200
        assert Kpi.objects.current().exists()
        assert self.decide(client, kpi, "drop", sure="1").status_code == 302
        assert not Kpi.objects.current().exists()
        kinds = set(GoalChange.objects.values_list("kind", flat=True))
        assert {"kpi_checked", "kpi_removed"} <= kinds

    def test_it_asks_why_and_keeps_what_was_typed(self, sign_in, kpi, aiko):
        answer = self.decide(sign_in(aiko), kpi, "keep", reason=" ")
        assert answer.status_code == 422
        assert "Say why" in answer.content.decode()
        assert not KpiCheck.objects.exists()

    def test_members_look_and_others_see_nothing(self, sign_in, kpi, ben, chie, aiko):
        self.decide(sign_in(aiko), kpi, "keep")
        assert 'name="outcome"' not in sign_in(ben).get(url("adjusting", team="east")).content.decode()
        assert self.decide(sign_in(ben), kpi, "keep").status_code == 404
        assert sign_in(chie).get(url("adjusting", team="east")).status_code == 404
        assert self.decide(sign_in(chie), kpi, "keep").status_code == 404
        assert "region" not in sign_in(chie).get(url("checks_table")).getvalue().decode()
        rows = list(csv.reader(io.StringIO(sign_in(ben).get(url("checks_table")).getvalue().decode("utf-8-sig"))))
        assert rows[1][1:6] == ["Calls", "East", "Keep", "The region is new", "Aiko"]

    def test_it_opens_the_monthly_meeting_that_there_is(self, sign_in, kpi, aiko, east):
        client = sign_in(aiko)
        assert "Plan it every month" in client.get(url("adjusting", team="east")).content.decode()
        monthly = Series.objects.create(
            kind="monthly", team=east, leader=aiko, rule="FREQ=MONTHLY;BYDAY=1MO", starts_on=TODAY,
            time_of_day=time(10), minutes=60, at=NOW,
        )  # fmt: skip
        text = client.get(url("adjusting", team="east")).content.decode()
        assert "Plan it every month" not in text
        assert monthly.get_absolute_url() in text

    def test_the_page_asks_few_queries(self, sign_in, kpi, aiko, django_assert_max_num_queries):
        client = sign_in(aiko)
        with django_assert_max_num_queries(120):
            assert "1 KPI should be looked at again" in client.get(url("adjusting")).content.decode()


def test_managers_are_reminded_on_the_first_working_day(check, aiko, organisation):
    check(60, dict.fromkeys(MONTHS, 20))
    first = date(2026, 11, 2)  # the 1st is a Sunday
    assert first_working_day(TODAY, organisation) == first
    for hour in (9, 10):
        remind_of_checks(at(hour, day=first))
    remind_of_checks(at(9, day=date(2026, 11, 4)))
    assert [one.once for one in Notice.objects.filter(user=aiko.user, kind="kpi_check")] == ["east 2026-11"]
