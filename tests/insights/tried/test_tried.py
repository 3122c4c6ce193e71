"""What the East tried, beside the West, its own past and the forecast, against the same arithmetic done here."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.urls import reverse

from kaname.goals.models import Goal, Initiative, Kpi, Target
from kaname.insights import running
from kaname.insights.models import Computation, Subject, TriedEffect, TriedKind
from kaname.insights.tried.judging import as_json, verdict_of
from kaname.measures.direction import Direction
from kaname.measures.effect import Against, Effect, EffectGrade
from kaname.measures.forecast_effect import forecast_effect
from kaname.people.models import Organisation
from kaname.web.store import facts
from tests.boards.world_of_boards import calls, load

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
FIRST, START = date(2024, 1, 1), date(2026, 9, 1)
TRIED = reverse("insights:tried")


def calls_by_day():
    """Ben's from 2024 to November 2026, about ten a week and half as many again since September."""
    rng = np.random.default_rng(5)
    days = [FIRST + timedelta(days=ago) for ago in range((date(2026, 11, 23) - FIRST).days + 1)]
    return {day: int(rng.poisson(3 if day >= START else 2)) if day.weekday() < 5 else 0 for day in days}


@pytest.fixture
def monthly(store, organisation, aiko, ben, chie):
    """By month, oldest first."""
    Organisation.objects.update(holiday_country="")
    rows, counts = [], {}
    for day, n in calls_by_day().items():
        rows += calls("Ben", day, n=n)
        counts[day.year, day.month] = counts.get((day.year, day.month), 0) + n
    load(store, "activities", rows, at=AT)
    return np.array(list(counts.values()), dtype=np.float64)


@pytest.fixture
def kpi(east):
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 4, 1)}
    target = Target.objects.create(metric_key="revenue", team=east, value=Decimal(1_000_000), **days)
    goal = Goal.objects.create(
        key="year", metric_key="revenue", team=east, target=target, created_at=AT, published_at=AT, **days
    )
    return Kpi.objects.create(goal=goal, metric_key="calls", position=1)


@pytest.fixture
def initiative(kpi, aiko):
    return Initiative.objects.create(
        kpi=kpi, name="Call the dormant", starts_on=START, created_at=AT, created_by=aiko.user
    )


@pytest.fixture
def revised(east, aiko):
    """The East's targets of two months, raised on one day."""
    for month in (10, 11):
        target = Target.objects.create(
            metric_key="calls", team=east, value=50, starts_on=date(2026, month, 1), ends_on=date(2026, month + 1, 1)
        )
        target.revise(value=Decimal(70), reason="Market grows", by=aiko.user, at=datetime(2026, 9, 20, 3, tzinfo=UTC))


@pytest.fixture
def computed(monthly, initiative, revised):
    run = running.compute(Subject.EFFECTS, at=AT)
    assert run.failure == ""
    return {row.kind: row for row in TriedEffect.objects.all()}


def test_the_forecast_without_it_says_what_whole_months_brought(computed, monthly):
    row = computed[TriedKind.INITIATIVE]
    months = monthly[:-1]  # November is not over
    expected = forecast_effect(before=months[:32], after=months[32:])
    assert row.effect["against"] == Against.FORECAST
    assert (row.size, row.effect["low"], row.effect["high"]) == pytest.approx(
        (expected.size, expected.low, expected.high)
    )
    assert row.relative == pytest.approx(expected.size / expected.expected)
    assert row.verdict == "helped"
    assert row.beside["against"] in (Against.OWN_PAST, Against.YEAR_AGO)


def test_its_own_weeks_say_the_difference_that_plain_sums_give(computed):
    """All weeks have the same working time: the change of a year before is a ratio of plain sums.

    It began on a Tuesday, and that week belongs to neither side.
    """
    by_day, effect = calls_by_day(), computed[TriedKind.INITIATIVE].beside
    n = effect["n_after"]

    def mean(first, years=0):
        first -= timedelta(days=364 * years)
        return sum(by_day[first + timedelta(days=ago)] for ago in range(7 * n)) / n

    before, since = date(2026, 8, 31) - timedelta(weeks=n), date(2026, 9, 7)
    season = mean(since, years=1) / mean(before, years=1)
    assert (n, effect["against"]) == (8, Against.YEAR_AGO)
    assert effect["before"] == pytest.approx(mean(before))
    assert effect["after"] == pytest.approx(mean(since))
    assert effect["expected"] == pytest.approx(mean(before) * season)
    assert effect["low"] < mean(since) - mean(before) * season < effect["high"]


def test_targets_revised_on_a_day_are_one_attempt_from_their_first_period_on(computed):
    row = computed[TriedKind.TARGET]
    assert (row.starts_on, row.ends_on, row.details) == (
        date(2026, 10, 1), date(2026, 12, 1), {"old": 50.0, "new": 70.0, "n": 2}
    )  # fmt: skip


def test_an_archived_initiative_ends_there_and_stays_in_memory(monthly, initiative):
    Initiative.objects.update(archived_at=datetime(2026, 11, 2, 3, tzinfo=UTC))
    running.compute(Subject.EFFECTS, at=AT)
    assert TriedEffect.objects.get().ends_on == date(2026, 11, 2)


def test_leaders_read_who_and_how_sure(computed, sign_in, aiko):
    page = sign_in(aiko).get(TRIED)
    shown = page.content.decode()
    assert "2 of 2 things that we tried helped or may have helped" in shown
    assert "Call the dormant" in shown
    assert "Aiko" in shown.split("</thead>")[1]
    assert "Target changed from 50 calls to 70 calls, and of 1 more period" in shown
    assert "the forecast without it" in shown
    one = sign_in(aiko).get(reverse("insights:tried_one", args=[computed["initiative"].pk])).content.decode()
    assert "were to be expected from the months before" in one
    assert "By the other way to compare" in one


def test_members_read_their_teams_without_names_and_others_nothing(computed, sign_in, ben, chie):
    own = sign_in(ben).get(TRIED).content.decode()
    assert "Call the dormant" in own
    assert "Aiko" not in own.split("</thead>")[1]
    assert "Call the dormant" not in sign_in(chie).get(TRIED).content.decode()
    url = reverse("insights:tried_one", args=[computed["initiative"].pk])
    assert sign_in(chie).get(url).status_code == 404


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("verdict=harmed", 0),
        ("kind=target", 1),
        ("metric=emails", 0),
        ("team=east&sort=effect", 2),
        ("sort=x&kind=y", 2),
    ],
)
def test_it_is_narrowed_and_sorted(computed, sign_in, aiko, query, n):
    assert len(sign_in(aiko).get(f"{TRIED}?{query}").context["lines"]) == n


def test_the_table_holds_numbers(computed, sign_in, aiko):
    page = sign_in(aiko).get(reverse("insights:tried_rows") + "?kind=initiative")
    row = b"".join(page).decode("utf-8-sig").splitlines()[1]
    assert row.startswith("Call the dormant,Initiative,Calls,East,2026-09-01,,may have helped,correlated,")
    assert sign_in(aiko).get(reverse("insights:tried_rows") + "?form=xlsx").status_code == 200


def test_who_plans_something_new_reads_what_was_tried(computed, kpi, sign_in, aiko):
    url = reverse("goals:initiative_new", args=[kpi.goal.key, kpi.pk])
    page = sign_in(aiko).get(f"{url}?name=Write+letters").content.decode()
    assert "Tried for this number before" in page
    assert "Call the dormant" in page
    assert 'value="Write letters"' in page


def test_an_empty_page_says_what_will_be_there(sign_in, dai):
    assert "Begin with an initiative" in sign_in(dai).get(TRIED).content.decode()


def test_it_is_computed_anew_when_plans_change_or_a_day_is_over_but_not_for_each_fact(computed, ben, initiative):
    run, later = Computation.objects.get(subject=Subject.EFFECTS), AT + timedelta(hours=2)
    load(facts(), "activities", calls("Ben", date(2026, 11, 24)), at=later, batch_id="one more")
    assert running.state_now(later) != run.tried_state
    assert not running.is_due(run, running.state_now(later), later)
    assert running.is_due(run, running.state_now(later) + "1", later)  # the last of it are changes of goals
    assert running.is_due(run, running.state_now(AT + timedelta(days=1)), AT + timedelta(days=1))


def found(low, high, *, grade=EffectGrade.CORRELATED, against=Against.OWN_PAST):
    before = 20.0
    return Effect(before, before + (low + high) / 2, 8, 8, against, grade, expected=before, low=low, high=high)


WORSE, UNSURE, BETTER = (-6.0, -1.0), (-3.0, 2.0), (1.0, 6.0)


@pytest.mark.parametrize(
    ("first", "other", "grade", "shown"),
    [
        (WORSE, UNSURE, EffectGrade.CORRELATED, "methods disagree"),
        (WORSE, BETTER, EffectGrade.CORRELATED, "methods disagree"),
        (UNSURE, BETTER, EffectGrade.CORRELATED, "methods disagree"),
        (UNSURE, UNSURE, EffectGrade.CORRELATED, "no clear effect"),
        (WORSE, WORSE, EffectGrade.CORRELATED, "may have harmed"),
        (WORSE, None, EffectGrade.CORRELATED, "may have harmed"),
        (BETTER, None, EffectGrade.TESTED, "helped"),
    ],
)
def test_a_verdict_is_as_sure_as_its_grade_and_says_when_methods_disagree(
    kpi, aiko, sign_in, first, other, grade, shown
):
    effect, beside = found(*first, grade=grade), other and found(*other, against=Against.FORECAST)
    row = TriedEffect.objects.create(
        kind=TriedKind.INITIATIVE, origin=1, name="Talks", metric_key="calls", team_key="east", starts_on=START,
        verdict=verdict_of(effect, beside, Direction.HIGHER), effect=as_json(effect), beside=as_json(beside),
        made_at=AT,
    )  # fmt: skip
    client = sign_in(aiko)
    (line,) = client.get(TRIED).context["lines"]
    assert line.verdict == shown
    page = client.get(reverse("insights:tried_one", args=[row.pk])).content.decode()
    assert ("The two ways to compare disagree" in page) == (shown == "methods disagree")
