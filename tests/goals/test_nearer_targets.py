"""Which older targets of rates stay when a goal begins to count: the confirmation names them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kaname.goals.models import Target
from kaname.goals.operations import set_target
from kaname.measures.periods import Period
from kaname.people.models import Team
from tests.goals.conftest import url
from tests.goals.goal_page_world import draft_of, fiscal_year, published, today
from tests.goals.test_goal_page import month_of


@pytest.fixture
def draft(store, east, aiko, ben):
    """East should close 25 % of its appointments this fiscal year."""
    return draft_of(east, by=aiko.user)


def older(value="0.19", *, metric="close_rate", period=None, **owner):
    named = {"metric_key": metric, "period": period or fiscal_year(), "value": Decimal(value)}
    return set_target(**named, by=None, at=timezone.now(), **owner)


def page_of(client, goal):
    return client.get(url("goal_confirmation", goal.key))


def nearer(client, goal):
    return [line.target for line in page_of(client, goal).context["nearer"]]


def test_those_of_a_month_a_team_below_and_a_person_are_named(manager, draft, east, ben):
    below = Team.objects.create(key="east-1", name="East 1", parent=east)
    found = [older(team=east, period=month_of(today())), older(team=below), older(person=ben)]
    assert {target.pk for target in nearer(manager, draft)} == {target.pk for target in found}
    page = page_of(manager, draft).content.decode()
    assert "These older targets are nearer and keep their value" in page
    assert "East 1" in page
    assert "19%" in page


def test_they_really_keep_their_value(manager, draft, east):
    kept = older(team=east, period=month_of(today()))
    assert [target.pk for target in nearer(manager, draft)] == [kept.pk]
    manager.post(url("goal_confirmation", draft.key), {"reason": "The plan."})
    assert Target.objects.in_force().get(pk=kept.pk).value == Decimal("0.19")
    page = manager.get(url("goal", draft.key))
    (rate,) = (one for one in page.context["blocks"] if one.kpi.metric_key == "close_rate")
    assert rate.figure.asked == 0.19


def test_what_the_goal_replaces_or_outranks_is_none_of_them(manager, draft, east, west):
    year = fiscal_year()
    longer = Period(year.starts_on, year.ends_on + timedelta(days=365))
    older(team=east)
    older(team=east, period=longer)
    older(team=west)
    older(period=month_of(today()))
    assert nearer(manager, draft) == []


def test_what_is_over_asks_the_same_or_is_a_count_is_none_of_them(manager, draft, east, ben):
    day = today()
    if day > fiscal_year().starts_on:
        older(team=east, period=Period(fiscal_year().starts_on, day))
    older("0.25", person=ben)
    older("30", metric="appointments", person=ben)
    assert nearer(manager, draft) == []


def test_many_are_a_matter_for_the_list(manager, draft, east, ben):
    for days in range(15):
        older(person=ben, period=Period(today(), fiscal_year().ends_on + timedelta(days=days)))
    answer = page_of(manager, draft)
    assert (len(answer.context["nearer"]), answer.context["further_nearer"]) == (12, 3)


def test_a_goal_that_counts_has_no_confirmation(manager, store, east, aiko, ben):
    goal = published(east, by=aiko.user)
    assert page_of(manager, goal).url == url("goal", goal.key)


def test_they_are_withdrawn_with_the_goal_when_asked(manager, draft, ben):
    held = older(person=ben)
    assert page_of(manager, draft).context["n_nearer"] == 1
    manager.post(url("goal_confirmation", draft.key), {"withdraw_nearer": "1"})
    held.refresh_from_db()
    assert held.withdrawn_at is not None
    assert "takes its place" in held.revisions.last().reason
