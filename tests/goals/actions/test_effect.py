"""Whether Aiko's initiative helped: her team beside four others, against the same arithmetic on arrays made here."""

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from conftest import person

from kaname.goals.actions.effect import Found, effect_of_initiative
from kaname.goals.actions.effect_words import effect_words
from kaname.goals.models import Goal, Initiative, Kpi, Target
from kaname.goals.reader import Reader
from kaname.measures.direction import Direction
from kaname.measures.effect import Against, Effect, EffectGrade, Series, effect
from kaname.measures.noise import Outcome
from kaname.people.models import Organisation, Team
from kaname.people.operations import publish_directory
from tests.goals.actions.conftest import AT
from tests.goals.conftest import batch, call

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
WEEKS_BEFORE, WEEKS_AFTER = 26, 11  # the running week, from 23 November on, is not over
SIZES = (40, 38, 44, 36, 41)


@pytest.fixture
def calls(store, east, aiko, ben):
    """Calls of Ben and of four people in teams of their own, by week; Ben makes a third more since the start."""
    Organisation.objects.update(holiday_country="")  # every week has five working days
    people = [ben, *(person(name, team=Team.objects.create(key=name.lower(), name=name)) for name in "FGHI")]
    rng = np.random.default_rng(4)
    weeks = WEEKS_BEFORE + WEEKS_AFTER
    counts = np.array([rng.poisson(size, weeks) for size in SIZES])
    counts[0, WEEKS_BEFORE:] = np.round(counts[0, WEEKS_BEFORE:] * 4 / 3)
    first = MONDAY - timedelta(weeks=WEEKS_BEFORE)
    rows = [
        call(f"{one.key}-{week}-{number}", one.name, first + timedelta(weeks=week, days=number % 5), "connected")
        for one, own in zip(people, counts, strict=True)
        for week in range(weeks)
        for number in range(own[week])
    ]
    publish_directory(store)
    store.load(source="crm", batch_id="calls", records=[("activities", batch("activities", rows))], at=AT)
    return counts.astype(np.float64)


@pytest.fixture
def started(kpi):
    return Initiative.objects.create(kpi=kpi, name="Reach more", starts_on=MONDAY, created_at=AT)


def test_it_is_the_arithmetic_of_weeks_beside_the_other_teams(calls, started, reader):
    found = effect_of_initiative(started, reader=reader).effect
    hours = np.full(calls.shape, 40.0)
    # Aiko is in the East as well, so that Ben's team has twice the hours.
    expected = effect(
        treated=Series(calls[0], hours[0] * 2),
        start=WEEKS_BEFORE,
        outcome=Outcome.RATE,
        peers=Series(calls[1:], hours[1:]),
    )
    assert (found.size, found.low, found.high) == pytest.approx((expected.size, expected.low, expected.high))
    assert (found.grade, found.n_compared) == (EffectGrade.TESTED, 4)
    assert found.before == pytest.approx(calls[0, :WEEKS_BEFORE].mean())


def test_it_says_so_in_words(calls, started, reader):
    words = effect_words(effect_of_initiative(started, reader=reader), reader=reader)
    assert words.verdict == "No effect can be seen so far."
    assert re.match(
        r"Calls a week: [\d.]+ calls before, in as much working time as since; [\d.]+ calls since. That is ",
        words.sentence,
    )
    assert "against what comparable teams did (80% interval" in words.sentence
    assert words.detail == "26 weeks before and 11 since the start. 4 comparable teams."
    assert words.grade == "tested"


@pytest.mark.parametrize(
    ("direction", "grade", "low", "verdict"),
    [
        ("higher", "tested", -1.0, "No effect can be seen so far."),
        ("higher", "correlated", 1.0, "It went better than expected since then; something else may be the cause."),
        ("higher", "correlated", -5.0, "It went worse than expected since then; something else may be the cause."),
        ("lower", "tested", -5.0, "It probably helped."),
        ("lower", "tested", 1.0, "It probably did not help: the others did better."),
        ("range", "tested", 1.0, "The number has moved since; whether that is wanted, the range says."),
        ("higher", "too_little_data", 1.0, "Whether it helped cannot be said yet."),
    ],
)
def test_the_verdict_follows_the_wanted_direction(started, reader, direction, grade, low, verdict):
    """Intervals four wide, so that those from -1 hold zero and the others do not."""
    metric = replace(reader.definitions["connects"], direction=Direction(direction))
    numbers = {"before": 40.0, "after": 40.0 + low + 2, "expected": 40.0, "low": low, "high": low + 4}
    shown = Effect(**numbers, n_before=26, n_after=11, against=Against.PEERS, grade=EffectGrade(grade))
    assert effect_words(Found(started, metric, shown), reader=reader).verdict == verdict


def test_a_team_that_began_the_same_is_none_to_compare_with(calls, started, kpi, reader):
    rival = Team.objects.get(key="f")
    Initiative.objects.create(kpi=kpi, team=rival, name="We too", starts_on=MONDAY, created_at=AT)
    assert effect_of_initiative(started, reader=reader).effect.n_compared == 3


@pytest.fixture
def wide(calls, kpi):
    """The same KPI under a goal of the whole organisation."""
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 4, 1)}
    target = Target.objects.create(metric_key="connects", value=5000, **days)
    goal = Goal.objects.create(key="all", metric_key="connects", target=target, created_at=AT, published_at=AT, **days)
    return Kpi.objects.create(goal=goal, metric_key=kpi.metric_key, position=1)


def test_what_everybody_began_leaves_nobody_to_compare_with(wide, started, reader):
    rival = Initiative.objects.create(kpi=wide, name="All", starts_on=MONDAY - timedelta(weeks=8), created_at=AT)
    assert effect_of_initiative(started, reader=reader).effect.against is not Against.PEERS
    # What runs through all of these weeks moves neither side.
    Initiative.objects.filter(pk=rival.pk).update(starts_on=MONDAY - timedelta(weeks=80))
    assert effect_of_initiative(started, reader=reader).effect.n_compared == 4


def test_teams_below_one_that_began_the_same_are_none_to_compare_with(wide, started, reader):
    above = Team.objects.create(key="above", name="Above")
    Team.objects.filter(key="f").update(parent=above)
    Initiative.objects.create(kpi=wide, team=above, name="We too", starts_on=MONDAY, created_at=AT)
    assert effect_of_initiative(started, reader=reader).effect.n_compared == 3


def test_the_week_in_which_it_ends_does_not_count(calls, started, reader):
    Initiative.objects.update(ends_on=MONDAY + timedelta(days=6 * 7 + 2))
    started.refresh_from_db()
    assert effect_of_initiative(started, reader=reader).effect.n_after == 6


def test_a_week_cut_in_two_counts_for_neither_side(calls, started, reader):
    Initiative.objects.update(starts_on=MONDAY + timedelta(days=2))
    started.refresh_from_db()
    found = effect_of_initiative(started, reader=reader).effect
    assert (found.n_before, found.n_after) == (26, 10)


def test_it_waits_for_the_first_week(calls, started, kpi, reader):
    later = Reader(user=reader.user, at=AT.replace(year=2026, month=9, day=9))
    assert effect_of_initiative(started, reader=later) is None
    assert effect_words(None, reader=later).sentence == "The first week is not over yet."


@pytest.mark.parametrize("key", ["revenue", "food_cost_rate", "backlog_growth"])
def test_amounts_and_balances_have_no_such_arithmetic(calls, started, kpi, reader, key):
    """A share of yen was taken for as many trials as there were yen: any change was sure. A balance below 0 failed."""
    Kpi.objects.update(metric_key=key)
    started.refresh_from_db()
    assert effect_of_initiative(started, reader=reader).effect is None


def test_weeks_without_facts_yet_are_no_weeks_without_work(calls, started, reader):
    """Two weeks in which nothing was imported counted as weeks in which nobody called."""
    later = Reader(user=reader.user, at=AT + timedelta(weeks=2))
    assert effect_of_initiative(started, reader=later).effect.n_after == WEEKS_AFTER
    assert effect_of_initiative(started, reader=later).effect.size > 0
    before = MONDAY + timedelta(weeks=20)
    Initiative.objects.update(starts_on=before)
    started.refresh_from_db()
    far = Reader(user=reader.user, at=AT + timedelta(weeks=30))
    assert effect_of_initiative(started, reader=far).effect.n_after == 0
    assert "not enough" in effect_words(effect_of_initiative(started, reader=far), reader=far).sentence


def test_weeks_before_the_first_fact_are_unknown_and_not_empty(calls, started, reader):
    Initiative.objects.update(starts_on=MONDAY - timedelta(weeks=20))
    started.refresh_from_db()
    assert effect_of_initiative(started, reader=reader).effect.n_before == WEEKS_BEFORE - 20
