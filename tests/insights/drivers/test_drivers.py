"""Visits from search that lead appointments by nine working days, planted; beside pandas on the same rows."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from django.urls import reverse

from kaname.goals.models import Goal, Kpi, Node, Target
from kaname.insights import running
from kaname.insights.models import Computation, Driver, DriverDismissal, DriverSearch, Event, Subject
from kaname.measures.drivers.result import Reason
from kaname.people.models import Organisation
from tests.boards.world_of_boards import load

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
FIRST, LAST, LAG = date(2024, 12, 2), date(2026, 11, 22), 9
DRIVERS = reverse("insights:drivers")


@pytest.fixture
def planted(store, organisation, ben):
    """Rows of visits by channel and of Ben's appointments, as they were loaded."""
    Organisation.objects.update(holiday_country="")
    rng = np.random.default_rng(8)
    days = pd.bdate_range(FIRST, LAST)
    search = rng.poisson(60 * rng.lognormal(0, 0.35, len(days)))
    direct, social = (rng.poisson(30 * rng.lognormal(0, 0.35, len(days))) for _ in range(2))
    moved = np.concatenate([np.full(LAG, search.mean()), search[:-LAG]])
    made = rng.poisson(6 * (moved / search.mean()) ** 1.2)
    traffic = pd.DataFrame({"search": search, "direct": direct, "social": social}, index=days)
    visits = [
        {"day": day.date(), "channel": channel, "visits": int(n)}
        for day, row in traffic.iterrows()
        for channel, n in row.items()
    ]
    calls = [
        {"person": "Ben", "day": day.date(), "kind": "call", "outcome": "appointment"}
        for day, n in zip(days, made, strict=True)
        for _ in range(n)
    ]
    load(store, "web_traffic", visits, at=AT)
    load(store, "activities", calls, at=AT)
    return traffic.assign(appointments=made)


@pytest.fixture
def goal(organisation):
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 4, 1)}
    target = Target.objects.create(metric_key="appointments", value=Decimal(2000), **days)
    return Goal.objects.create(
        key="year", metric_key="appointments", target=target, created_at=AT, published_at=AT, **days
    )


@pytest.fixture
def searched(planted, goal):
    run = running.compute(Subject.DRIVERS, at=AT)
    assert run.failure == ""
    return DriverSearch.objects.get()


def test_it_finds_what_was_planted_and_pandas_agrees(searched, planted):
    found = searched.drivers.get(rank=1)
    assert (found.metric_key, found.field, found.value, found.lag) == ("visits", "channel", "search", LAG)
    assert found.lag_low <= LAG <= found.lag_high
    logs = np.log1p(planted).apply(lambda one: one - one.rolling(21, min_periods=5).mean())
    by_lag = [logs["appointments"].corr(logs["search"].shift(lag)) for lag in range(61)]
    assert int(np.argmax(by_lag)) == LAG
    assert (searched.step, searched.n) == ("day", len(planted))
    assert searched.held_out_from == planted.index[len(planted) - len(planted) // 4].date()


def test_its_size_is_what_was_planted_and_a_plain_regression_gives_it_too(searched, planted):
    """Visits to the power of 1.2 make appointments: a tenth more of them makes 12 % more."""
    found = searched.drivers.get(rank=1)
    assert found.per == "ten_percent"
    assert found.size == pytest.approx(1.1**1.2 - 1, rel=0.12)
    assert found.size_low < found.size < found.size_high
    roots = np.sqrt(planted[["search", "appointments"]])
    apart = (roots - roots.groupby(planted.index.day_of_week).transform("mean")).diff(21)
    driver, target = apart["search"].shift(LAG).dropna(), apart["appointments"].iloc[LAG + 21 :]
    moved = (driver @ target.loc[driver.index]) / (driver @ driver) * (1.1**0.5 - 1) * np.sqrt(planted["search"].mean())
    middle = np.sqrt(planted["appointments"].mean())
    assert found.size == pytest.approx((1 + moved / middle) ** 2 - 1, rel=0.05)


def test_what_moves_just_as_the_number_brings_no_drivers_of_its_own_arithmetic(store, planted, goal):
    """Every appointment is a qualified lead as well: neither their rate nor some of them drive appointments."""
    rng = np.random.default_rng(9)
    leads = [
        {
            "person": "Ben",
            "day": day.date(),
            "lead_key": f"{day.date()}-{status}-{number}",
            "status": status,
            "industry": ("food", "steel", "care")[rng.integers(3)],
        }
        for day, made in planted["appointments"].items()
        for status, n in (("qualified", made), ("created", rng.poisson(40)))
        for number in range(n)
    ]
    load(store, "lead_changes", leads, at=AT)
    running.compute(Subject.DRIVERS, at=AT)
    search = DriverSearch.objects.get()
    assert list(search.drivers.exclude(rank=None).values_list("value", flat=True)) == ["search"]
    made = search.drivers.filter(metric_key__in=("leads_qualified", "qualification_rate"))
    assert set(made.values_list("field", "reason")) == {("", "same_as_target")}


def test_the_chart_holds_means_of_blocks_moved_by_the_lag(searched, planted):
    course = searched.drivers.get(rank=1).course
    rest = len(planted) % 5
    blocks = np.arange(len(planted) - rest) // 5
    moved = planted["search"].shift(LAG).iloc[rest:].groupby(blocks).mean()
    own = planted["appointments"].iloc[rest:].groupby(blocks).mean()
    for name, values in (("driver", moved), ("target", own)):
        standard = (values - values.mean()) / values.std(ddof=0)
        assert course[name] == pytest.approx(standard.tail(60).round(2).tolist(), abs=0.011)


def test_parts_of_the_number_and_its_own_facts_are_not_held_against_it(searched):
    asked = set(searched.drivers.values_list("metric_key", flat=True))
    assert "visits" in asked
    assert asked.isdisjoint({"appointments", "appointment_rate", "connects", "calls"})


def test_the_page_says_it_in_a_sentence(searched, sign_in, emi):
    shown = sign_in(emi).get(DRIVERS).content.decode()
    assert "“Website visits (channel: search)” leads “Appointments” by 9 working days." in shown
    assert "tested; 4 of 4 held-out quarters" in shown
    assert "No link beyond what chance brings" in shown
    rows = b"".join(sign_in(emi).get(f"{reverse('insights:driver_rows')}?of={searched.pk}")).decode("utf-8-sig")
    assert rows.splitlines()[1].startswith("Appointments,Website visits (channel: search),1,,9,")


def test_a_dismissed_driver_stays_dismissed_until_that_is_taken_back(searched, sign_in, emi):
    client, found = sign_in(emi), searched.drivers.get(rank=1)
    url = reverse("insights:driver_dismissals", args=[found.pk])
    client.post(url, {"reason": " "})
    assert not DriverDismissal.objects.exists()
    client.post(url, {"reason": "We bought these visits"})
    running.compute(Subject.DRIVERS, at=AT + timedelta(days=1))
    page = client.get(DRIVERS).content.decode()
    assert "leads “Appointments”" not in page
    assert "We bought these visits" in page
    client.post(reverse("insights:driver_dismissal_removal", args=[DriverDismissal.objects.get().pk]))
    page = client.get(DRIVERS).content.decode()
    assert "leads “Appointments”" in page
    assert "Found in 2 of the last 2 searches." in page
    assert not Driver.objects.exclude(search=DriverSearch.objects.newest().get()).filter(rank=None).exists()


def test_an_initiative_begins_with_what_was_found(searched, goal, sign_in, emi):
    kpi = Kpi.objects.create(goal=goal, metric_key="appointments", position=1)
    page = sign_in(emi).get(DRIVERS)
    url = page.context["lines"][0].initiative_url
    form = sign_in(emi).get(url).content.decode()
    assert str(kpi.pk) in url
    assert "Move “Website visits (channel: search)”" in form


def test_it_goes_into_the_tree_with_the_metric_chosen(searched, goal, sign_in, emi):
    leaf = Node.objects.create(goal=goal, metric_key="appointments")
    url = sign_in(emi).get(DRIVERS).context["lines"][0].tree_url
    assert url == f"{reverse('goals:goal_tree_node', args=[goal.key, leaf.pk])}?metric=visits"
    assert '<option value="visits" selected>' in sign_in(emi).get(url).content.decode()


def test_only_leaders_of_the_number_read_it(searched, sign_in, emi, aiko, ben):
    assert sign_in(ben).get(DRIVERS).status_code == 404
    assert sign_in(aiko).get(DRIVERS).context["search"] is None
    rows = f"{reverse('insights:driver_rows')}?of={searched.pk}"
    assert sign_in(aiko).get(rows).status_code == 404
    found = searched.drivers.get(rank=1)
    assert (
        sign_in(aiko).post(reverse("insights:driver_dismissals", args=[found.pk]), {"reason": "x"}).status_code == 404
    )


def test_too_little_history_says_how_much_is_missing(store, goal, ben, sign_in, emi):
    rows = [
        {"person": "Ben", "day": date(2026, 11, 2) + timedelta(days=n), "kind": "call", "outcome": "appointment"}
        for n in range(5)
    ]
    load(store, "activities", rows, at=AT)
    running.compute(Subject.DRIVERS, at=AT)
    page = sign_in(emi).get(DRIVERS)
    assert DriverSearch.objects.get().missing > 70
    assert "too little history" in page.content.decode()


def test_it_is_searched_once_a_day_and_when_somebody_asks(searched, sign_in, emi, monkeypatch):
    run = Computation.objects.get(subject=Subject.DRIVERS)
    later = running.state_now(AT) + "1"
    assert not running.is_due(run, later, AT + timedelta(hours=5))
    assert running.is_due(run, running.state_now(AT + timedelta(days=1)), AT + timedelta(days=1))
    assert running.ask_for(Subject.DRIVERS, at=AT)
    assert not running.ask_for(Subject.DRIVERS, at=AT)


def test_an_outside_series_becomes_a_metric_and_a_candidate(planted, goal, sign_in, emi):
    client = sign_in(emi)
    days = pd.bdate_range(FIRST, LAST)
    text = "day,index\n" + "\n".join(f"{day.date()},{100 + n % 13}" for n, day in enumerate(days))
    url = reverse("insights:outside_new")
    assert client.post(url, {"name": "Market", "how": "mean", "text": "day,x\nsoon,1"}).status_code == 422
    assert client.post(url, {"name": "Market", "how": "mean", "text": text}).status_code == 302
    running.compute(Subject.DRIVERS, at=AT)
    refused = Driver.objects.get(metric_key="market")
    assert refused.reason != Reason.TOO_SHORT


@pytest.mark.parametrize("first", ["2026-02-29,5", "01/02/2026,5", "2026-03-01,five", "soon,5"])
def test_a_first_row_that_is_wrong_is_not_taken_for_a_header(store, sign_in, emi, first):
    asked = {"name": "Market", "how": "mean", "text": f"{first}\n2026-03-02,6"}
    answer = sign_in(emi).post(reverse("insights:outside_new"), asked)
    assert answer.status_code == 422
    assert first.split(",")[0] in answer.content.decode()


def test_events_of_the_organisation_stand_on_the_chart(searched, sign_in, emi):
    days = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 8), "made_at": AT}
    Event.objects.create(name="Fair in Osaka", **days)
    Event.objects.create(name="Move of the East", team_key="east", **days)
    page = sign_in(emi).get(DRIVERS).content.decode()
    assert "Fair in Osaka</li>" in page
    assert "Move of the East" not in page


def test_programs_read_what_was_found_and_what_was_refused(searched, sign_in, emi, aiko, ben):
    (one,) = sign_in(emi).get("/api/drivers/", headers={"accept-language": "en"}).json()["items"]
    assert (one["id"], one["goal"], one["metric"], one["step"]) == (searched.pk, "year", "appointments", "day")
    first = one["drivers"][0]
    assert (first["metric"], first["field"], first["value"], first["lag"]) == ("visits", "channel", "search", LAG)
    assert "by 9 working days" in first["sentence"]
    series = f"/api/drivers/{searched.pk}/series/"
    rows = sign_in(emi).get(series, headers={"accept-language": "en"}).json()
    assert rows["total"] == searched.drivers.count()
    assert all(row["sentence"] for row in rows["items"])
    for who in (aiko, ben):
        assert sign_in(who).get("/api/drivers/").json()["items"] == []
        assert sign_in(who).get(series).status_code == 404
    found = searched.drivers.get(rank=1)
    sign_in(emi).post(reverse("insights:driver_dismissals", args=[found.pk]), {"reason": "We know."})
    (one,) = sign_in(emi).get("/api/drivers/").json()["items"]
    assert "search" not in [each["value"] for each in one["drivers"]]


def test_a_market_that_moves_all_teams_is_seen_in_the_other_teams(store, organisation, ben, chie, aiko, east, sign_in):
    Organisation.objects.update(holiday_country="")
    rng = np.random.default_rng(11)
    days = pd.bdate_range(FIRST, LAST)
    market = rng.lognormal(0, 0.4, len(days))
    calls = [
        {"person": name, "day": day.date(), "kind": "call", "outcome": "appointment"}
        for name in ("Ben", "Chie")
        for day, n in zip(days, rng.poisson(8 * market), strict=True)
        for _ in range(n)
    ]
    load(store, "activities", calls, at=AT)
    span = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 4, 1)}
    target = Target.objects.create(metric_key="appointments", value=Decimal(2000), team=east, **span)
    asked = {"metric_key": "appointments", "target": target, "team": east, "created_at": AT, "published_at": AT}
    Goal.objects.create(key="east", **asked, **span)
    run = running.compute(Subject.DRIVERS, at=AT)
    assert run.failure == ""
    found = DriverSearch.objects.get().drivers.get(rank=1)
    assert (found.metric_key, found.field, found.lag) == ("appointments", "other_teams", 0)
    page = sign_in(aiko).get(DRIVERS, headers={"accept-language": "en"}).content.decode()
    assert "“Appointments of the other teams” moves with “Appointments”." in page
    assert "Make it an initiative" not in page
