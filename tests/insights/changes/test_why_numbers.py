"""Why a number moved, beside pandas on the same rows: logarithmic means by hand, and totals that stay whole."""

import re
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
import time_machine
from boards.world_of_boards import calls, load
from insights.changes.changes_world import NOW, working_days

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(store, sign_in, aiko, ben, chie, emi):
    return sign_in(emi)


def asked(client, metric, by, *, after=(JULY, AUGUST)):
    """What the page says, by what it is: before, the parts, after."""
    query = {"metric": metric, "by": by, "b1": JUNE, "b2": JULY - timedelta(days=1)}
    query |= {"a1": after[0], "a2": after[1] - timedelta(days=1)}
    page = client.get("/insights/why/", query, headers={"accept-language": "en"})
    return {
        name: float(re.sub(r"[^\d.-]", "", value.replace("−", "-")))
        for name, value in page.context["answer"].chart.rows
    }


def deals(stage, person, day, n, **more):
    return [
        {"person": person, "day": day, "deal_key": f"{stage}-{day}-{person}-{number}", "stage": stage, "amount": 100}
        | more
        for number in range(n)
    ]


def test_effort_mix_and_rate_are_those_of_logarithmic_means(store, client):
    rng = np.random.default_rng(4)
    usual = {("Ben", 6): (20, 0.3), ("Chie", 6): (10, 0.6), ("Ben", 7): (12, 0.25), ("Chie", 7): (16, 0.7)}
    rows = []
    for day in working_days(JUNE, AUGUST):
        for person in ("Ben", "Chie"):
            n, rate = usual[person, day.month]
            made = int(rng.poisson(n))
            rows += calls(person, day, n=made, reached=int(rng.binomial(made, rate)))
    load(store, "activities", rows, at=NOW)

    days = pd.Series(working_days(JUNE, AUGUST)).map(lambda day: day.month).value_counts()
    table = pd.DataFrame(rows).assign(month=lambda one: one["day"].map(lambda day: day.month))
    effort = table.groupby(["person", "month"]).size().unstack()
    came = table[table["outcome"] == "connected"].groupby(["person", "month"]).size().unstack()
    effort[6], came[6] = effort[6] * days[7] / days[6], came[6] * days[7] / days[6]

    def mean(one, other):
        return (one - other) / np.log(one / other)

    whole = came.sum()
    weight = mean(came[7], came[6])
    of_effort = mean(whole[7], whole[6]) * np.log(effort.sum()[7] / effort.sum()[6])
    share, each = effort / effort.sum(), came / effort.sum()
    per_effort = mean(each[7], each[6]) * mean(whole[7], whole[6]) / mean(each.sum()[7], each.sum()[6])
    of_rate = (per_effort * np.log((came[7] / effort[7]) / (came[6] / effort[6]))).sum()
    of_mix = (per_effort * np.log(share[7] / share[6])).sum()
    assert weight.min() > 0
    assert asked(client, "connects", "team") == {
        "Before": pytest.approx(whole[6], abs=0.5),
        "Calls": pytest.approx(of_effort, abs=0.006),
        "Mix by Team": pytest.approx(of_mix, abs=0.006),
        "Connect rate": pytest.approx(of_rate, abs=0.006),
        "After": pytest.approx(whole[7], abs=0.5),
    }
    assert of_effort + of_mix + of_rate == pytest.approx(whole[7] - whole[6])


def test_a_rate_whose_trials_lie_in_other_teams_stays_what_it_is(store, client):
    """Ben's team makes the appointments, Chie's wins most of the deals: no team has both."""
    made, won, tried, decided = [], [], {6: 0, 7: 0}, {6: 0, 7: 0}
    for number, day in enumerate(working_days(JUNE, AUGUST)):
        one = [{"person": "Ben", "day": day, "kind": "call", "outcome": "appointment"}] * 10
        made += one
        won += deals("won", "Ben", day, 1) + deals("won", "Chie", day, 1 + number % 2 + (day.month == 7))
        tried[day.month] += 10
        decided[day.month] += 2 + number % 2 + (day.month == 7)
    load(store, "activities", made, at=NOW)
    load(store, "deal_changes", won, at=NOW)

    said = asked(client, "close_rate", "team")
    assert said["Before"] == pytest.approx(100 * decided[6] / tried[6], abs=0.001)
    assert said["After"] == pytest.approx(100 * decided[7] / tried[7], abs=0.001)
    assert said["Close rate"] == pytest.approx(said["After"] - said["Before"], abs=0.06)


def test_what_came_on_a_closed_day_is_not_lost_from_short_stretches(store, client):
    """Of every Friday's deals one is dated the Saturday after."""
    rows = []
    for day in working_days(JUNE, JULY + timedelta(days=14)):
        rows += deals("won", "Ben", day, 6) + deals("lost", "Chie", day, 6 + day.month)
        if day.weekday() == 4:
            rows += deals("won", "Ben", day + timedelta(days=1), 1)
    load(store, "deal_changes", rows, at=NOW)

    table = pd.DataFrame(rows)
    after = table[(table["day"] >= JULY) & (table["day"] < date(2026, 7, 13))]
    said = asked(client, "win_rate", "team", after=(JULY, date(2026, 7, 13)))
    assert said["After"] == pytest.approx(100 * (after["stage"] == "won").mean(), abs=0.001)
