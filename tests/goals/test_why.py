"""From their own number people find the way up to the final goal."""

from decimal import Decimal

import pytest
from django.utils import timezone

from kaname.goals.kgi.drafting import change_goal, create_goal
from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.kpi_tree.planting import use_ready_tree
from kaname.goals.models import Target
from kaname.goals.operations import revise_target, set_target
from tests.goals.conftest import code, target, url


@pytest.fixture
def done():
    return {"by": None, "at": timezone.now()}


@pytest.fixture
def goal(store, east, month, done):
    """1,000 leads x 20 % x 25 % x 400,000 = 20,000,000 of revenue in a month."""
    made = create_goal(metric_key="revenue", period=month, team=east, name="Twenty million", **done)
    change_goal(made, value=Decimal(20_000_000), baseline=Decimal(15_000_000), **done)
    use_ready_tree(made, "inside_sales", **done)
    values = {"leads_contacted": 1000, "appointment_rate": 0.2, "close_rate": 0.25, "average_deal_amount": 400_000}
    for node in tree_of(made).nodes:
        node.planned = values.get(node.metric_key)
        node.save()
    return made


@pytest.fixture
def published(goal, month, east, done):
    publish_goal(goal, **done)
    appointments = set_target(metric_key="appointments", period=month, team=east, value=Decimal(200), **done)
    Target.objects.filter(pk=appointments.pk).update(goal=goal)
    appointments.refresh_from_db()
    return appointments


def asked(month, **owner):
    return url("why", metric="appointments", period=code(month), **owner)


def test_a_part_of_the_teams_target_leads_to_the_goal(sign_in, published, ben, month):
    client = sign_in(ben)
    answer = client.get(asked(month, person="ben"), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == url("target", published.pk)
    assert "Twenty million" in page
    why = answer.context["why"]
    assert [step.name for step in why.steps] == ["Appointments", "Deals won", "Revenue"]
    assert [step.planned for step in why.steps] == [200, 50, 20_000_000]
    assert why.steps[0].formula == "Leads contacted × Appointment rate"
    assert client.get(url("goal", published.goal.key)).status_code == 200


def test_a_target_beside_the_plan_is_noted_and_the_steps_still_add_up(sign_in, published, ben, east, month, done):
    revise_target(published, value=Decimal(191), reason="A good month.", **done)
    deals = {"metric_key": "deals_won", "period": month, "team": east, "value": Decimal(38)}
    set_target(**deals, **done)
    answer = sign_in(ben).get(url("target", published.pk))
    steps = answer.context["why"].steps
    assert [step.planned for step in steps] == [200, 50, 20_000_000]  # 1,000 x 20 %; x 25 %; x 400,000
    own, outside, none = (step.note for step in steps)
    assert own.startswith("target in force: 191 appointments, set on ")
    assert "outside of this goal" not in own
    assert outside.startswith("target in force: 38 deals, set on ")
    assert outside.endswith(" outside of this goal")
    assert none == ""
    assert outside in answer.content.decode()


def test_the_steps_say_whose_plan_they_are(sign_in, published, ben, month):
    page = sign_in(ben).get(url("target", published.pk)).content.decode()
    assert "This is what is planned for East, " in page


def test_other_peoples_numbers_are_not_found(sign_in, published, chie, ben, month):
    assert sign_in(chie).get(asked(month, person="ben")).status_code == 404
    assert sign_in(chie).get(asked(month, team="east")).status_code == 404


def test_a_number_without_a_target_says_so(sign_in, ben, month, store):
    page = sign_in(ben).get(asked(month, person="ben")).content.decode()
    assert "No target is set for this number" in page


@pytest.mark.parametrize("query", [{}, {"metric": "calls"}, {"metric": "nothing", "period": "2026-11-01/2026-12-01"}])
def test_an_address_that_asks_for_nothing_is_not_found(sign_in, ben, store, query):
    assert sign_in(ben).get(url("why", **query)).status_code == 404


def test_a_target_without_a_goal_has_no_such_part(manager, east, month):
    page = manager.get(url("target", target(month, team=east).pk)).content.decode()
    assert "Why this number" not in page
