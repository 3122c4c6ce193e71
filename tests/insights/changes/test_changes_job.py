"""The watch from facts to the ledger: what fell is told once, with its date and reason; what is quiet stays quiet."""

from datetime import date, timedelta

import numpy as np
import pytest
import time_machine
from boards.world_of_boards import calls, load
from insights.changes.changes_world import (
    FELL_ON,
    NOW,
    TODAY,
    ask,
    decided_deals,
    load_deals,
    look,
    won,
    working_days,
)

from kaname.insights.models import Change, ChangeState, Watching
from kaname.telling.models import Notice

pytestmark = pytest.mark.django_db
ROWS, QUIET = decided_deals(fall=0.4), decided_deals()


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(store, aiko, ben, chie, dai, emi, east):
    load_deals(store, ROWS)
    ask(None, emi)
    return store


def test_it_tells_the_industry_whose_rate_fell_once(world):
    look()
    (found,) = Change.objects.leading()
    assert (found.metric_key, found.field, found.value, found.team_key) == ("win_rate", "industry", "Manufacturing", "")
    assert found.first_on <= FELL_ON <= found.last_on
    assert abs((found.changed_on - FELL_ON).days) <= 14
    assert found.low < 0.4 < found.high
    assert found.course == "going on"


def test_it_says_the_levels_that_facts_have(world):
    look()
    found = Change.objects.leading().get()
    before, after = found.why["own"]["before"], found.why["own"]["after"]
    top, bottom = won(
        ROWS, since=found.changed_on - timedelta(days=182), until=found.changed_on, industry="Manufacturing"
    )
    assert before == pytest.approx(top / bottom)
    top, bottom = won(ROWS, since=found.changed_on, until=TODAY, industry="Manufacturing")
    assert after == pytest.approx(top / bottom)


def test_what_a_mean_divides_counts_on_days_without_anything_to_divide_it_by(store, aiko, ben, chie, emi):
    """A third of the revenue is dated Saturday, when nobody visits a customer."""
    rng, visits, deals = np.random.default_rng(5), [], []
    for day in working_days():
        visits += [{"person": "Ben", "day": day, "kind": "visit"}] * int(rng.poisson(20))
        won = int(rng.poisson(6 if day < FELL_ON else 11))
        at_weekend = int(rng.poisson(15 if day < FELL_ON else 27)) if day.weekday() == 4 else 0
        for number in range(won + at_weekend):
            on = day if number < won else day + timedelta(days=1)
            key = f"d{day}-{number}"
            deals.append({"person": "Ben", "day": on, "deal_key": key, "stage": "won", "amount": 100})
    load(store, "activities", visits, at=NOW)
    load_deals(store, deals)
    ask(None, emi, metric="revenue_per_visit", value="50")
    look()
    found = Change.objects.get(metric_key="revenue_per_visit", team_key="", field="")

    def plain(since, until):
        revenue, tried = (sum(since <= row["day"] < until for row in rows) for rows in (deals, visits))
        return 100 * revenue / tried

    assert abs((found.changed_on - FELL_ON).days) <= 7
    assert found.before == pytest.approx(plain(TODAY - timedelta(days=182), found.changed_on), rel=0.03)
    assert found.after == pytest.approx(plain(found.changed_on, TODAY), rel=0.03)


def test_it_says_what_that_did_to_the_whole_without_a_remainder(world):
    look()
    impact = Change.objects.leading().get().why["impact"]
    assert impact["metric"] == "deals_won"
    assert sum(part["size"] for part in impact["parts"]) == pytest.approx(impact["after"] - impact["before"])
    rate = next(part for part in impact["parts"] if part["cause"] == "rate")
    share = rate["by_cell"][impact["cells"].index("Manufacturing")] / (impact["after"] - impact["before"])
    assert share > 0.5
    assert impact["cell"]["stands_out"]


def test_a_quiet_year_stays_quiet(store, ben, chie, emi):
    load_deals(store, QUIET)
    ask(None, emi)
    ask(None, emi, metric="deals_won", value="900")
    look()
    assert not Change.objects.exists()
    assert Watching.get().watched_on == TODAY


def test_it_looks_again_on_the_next_monday_alone(world):
    look()
    Change.objects.all().delete()
    look(NOW + timedelta(days=3))
    assert not Change.objects.exists()
    look(NOW + timedelta(days=7))
    assert Change.objects.leading().count() == 1


def test_what_was_dismissed_is_not_told_again(world, emi):
    look()
    found = Change.objects.leading().get()
    found.decide(state=ChangeState.DISMISSED, reason="", words="", by=emi.user, at=NOW)
    look(NOW + timedelta(days=7))
    assert Change.objects.leading().get().state == ChangeState.DISMISSED


def test_what_was_dismissed_smaller_is_told_again(world, emi):
    look()
    found = Change.objects.leading().get()
    found.decide(state=ChangeState.DISMISSED, reason="", words="", by=emi.user, at=NOW)
    Change.objects.update(log_change=found.log_change / 2)
    look(NOW + timedelta(days=7))
    again = Change.objects.leading().get()
    assert (again.state, again.grew) == (ChangeState.NEW, True)


def test_what_was_confirmed_is_the_new_level(world, emi):
    look()
    Change.objects.leading().get().decide(state=ChangeState.CONFIRMED, reason="", words="", by=emi.user, at=NOW)
    look(NOW + timedelta(days=7))
    assert Change.objects.leading().get().state == ChangeState.CONFIRMED


def test_leaders_are_told_of_what_is_fresh(world, emi, aiko):
    look(NOW - timedelta(days=21))
    Change.objects.all().delete()
    Notice.objects.all().delete()
    look()
    assert Notice.objects.filter(kind="insights.changes", user=emi.user).count() == 1
    assert not Notice.objects.filter(kind="insights.changes", user=aiko.user).exists()


def test_nobody_is_watched_as_a_person(world):
    look()
    assert not Change.objects.filter(field="person").exists()


def calls_of(per_day, *, since):
    """Of each person so many on a working day, and so much of that from FELL_ON on."""
    rng = np.random.default_rng(5)
    rows = []
    for day in working_days(since=since):
        for name, (usual, then) in per_day.items():
            rows += calls(name, day, n=int(rng.poisson(usual * (then if day >= FELL_ON else 1.0))))
    return rows


@pytest.mark.parametrize(
    ("per_day", "told"),
    [
        ({"Ben": (25, 0.75), "Chie": (25, 0.75)}, []),
        ({"Ben": (25, 0.5), "Chie": (25, 1.0)}, ["east"]),
    ],
)
def test_in_the_first_year_a_season_is_no_news_but_what_one_team_does_alone_is(
    store, aiko, ben, chie, emi, per_day, told
):
    load(store, "activities", calls_of(per_day, since=date(2026, 1, 5)), at=NOW)
    ask(None, emi, metric="calls", value="9000")
    look()
    assert [row.team_key for row in Change.objects.leading()] == told


def test_it_names_the_segment_of_the_team_whose_rate_fell(store, aiko, ben, chie, dai, emi, east, sign_in):
    rows = decided_deals(fall=0.15, whose=["Ben"], per_day=14)
    load_deals(store, rows)
    ask(None, emi)
    look()
    (found,) = Change.objects.leading()
    assert (found.team_key, found.field, found.value) == ("east", "industry", "Manufacturing")
    assert found.first_on <= FELL_ON <= found.last_on
    inside = [row for row in rows if row["person"] == "Ben"]
    days = {"since": found.changed_on - timedelta(days=182), "until": found.changed_on}
    top, bottom = won(inside, **days, industry="Manufacturing")
    assert found.why["own"]["before"] == pytest.approx(top / bottom)
    assert found.why["peers"]["n_peers"] == 2
    page = sign_in(aiko).get(found.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert "Manufacturing in East" in page
    assert sign_in(ben).get(found.get_absolute_url()).status_code == 404
    assert sign_in(chie).get(found.get_absolute_url()).status_code == 404
