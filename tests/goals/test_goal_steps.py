"""The bar of steps: which are done."""

import pytest

from kaname.goals.goal_steps import Step, steps_of
from kaname.goals.kgi.drafting import change_goal
from kaname.goals.kpis.choosing import add_kpi
from tests.goals.goal_page_world import REVENUE, draft_of, spread
from tests.goals.kgi_world import begun, fiscal
from tests.goals.kpi_step_world import SIGNED


def done(goal):
    return {line.step for line in steps_of(goal, current=Step.KGI) if line.done}


@pytest.fixture
def draft(store, east, aiko, ben):
    return draft_of(east, by=aiko.user)


def test_at_first_nothing_is_done(store, east):
    assert done(begun(period=fiscal(2026), team=east)) == set()


def test_a_target_is_the_first_step(store, east):
    goal = begun(period=fiscal(2026), team=east)
    change_goal(goal, value=REVENUE, **SIGNED)
    assert done(goal) == {Step.KGI}


def test_targets_that_were_only_written_down_are_not_spread(draft, aiko):
    spread(draft, by=aiko.user, metrics=())
    assert done(draft) == {Step.KGI, Step.CSF, Step.KPIS}


def test_it_is_done_once_every_count_is_spread(draft, aiko):
    add_kpi(draft, metric_key="leads_contacted", **SIGNED)
    spread(draft, by=aiko.user)
    assert Step.PEOPLE not in done(draft)
    spread(draft, by=aiko.user, metrics=("leads_contacted",))
    assert Step.PEOPLE in done(draft)


def test_rates_alone_leave_nothing_to_spread(store, east, aiko, ben):
    assert Step.PEOPLE in done(draft_of(east, by=aiko.user, kpis=("close_rate",)))


def test_the_bar_takes_few_queries(draft, aiko, django_assert_max_num_queries):
    spread(draft, by=aiko.user)
    with django_assert_max_num_queries(4):
        steps_of(draft, current=Step.PEOPLE)
