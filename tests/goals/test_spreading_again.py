"""A sheet that took up what was agreed elsewhere says that its sums differ, until the rest is spread again."""

from decimal import Decimal

import pytest

from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.models import Target
from kaname.goals.operations import revise_target
from kaname.goals.reader import Reader
from kaname.goals.spreading.filling import fill
from tests.goals.conftest import url
from tests.goals.spreading_world import AT, columns_hold, draft, on_sheet

APRIL = {"starts_on": "2027-04-01", "ends_on": "2027-05-01"}
SAYS = "What is handed out does not come to the parts"


@pytest.fixture
def goal(store, east, aiko, ben, emi):
    """Calls of East in a quarter to come: 300, handed out to Aiko and Ben, and in force."""
    goal = draft(east, value=300)
    fill(goal, "calls", total=Decimal(300), team=east, reader=Reader(user=emi.user, at=AT))
    publish_goal(goal, reason="The plan", by=emi.user, at=AT)
    return goal


def agree(goal, value, emi, **owner):
    revise_target(
        Target.objects.get(goal=goal, **APRIL, **owner),
        value=Decimal(value),
        reason="Agreed",
        by=emi.user,
        at=AT,
    )


def page(client, goal):
    return client.get(url("goal_people", goal.key, metric="calls")).content.decode()


def spread_again(client, goal):
    client.post(url("goal_people_spread", goal.key), {"metric": "calls", "keep_fixed": "1"})


def test_nothing_is_said_while_the_sums_hold(goal, manager):
    assert SAYS not in page(manager, goal)


def test_a_members_value_leaves_something_to_share_again(goal, manager, emi, aiko, ben, east):
    agree(goal, 14, emi, person=ben)
    assert SAYS in page(manager, goal)
    spread_again(manager, goal)
    assert SAYS not in page(manager, goal)
    assert min(on_sheet(goal, person=ben).values()) == 14
    assert columns_hold(goal, east, [aiko, ben])


def test_a_month_of_the_team_differs_from_its_people_and_from_the_whole(goal, manager, emi, aiko, ben, east):
    agree(goal, 50, emi, team=east)
    said = page(manager, goal)
    assert SAYS in said
    assert "The parts differ from the target by" in said
    spread_again(manager, goal)
    said = page(manager, goal)
    assert SAYS not in said
    assert "The parts differ from the target by" not in said
    assert next(iter(on_sheet(goal, team=east).values())) == 50
    assert sum(on_sheet(goal, team=east).values()) == 300
    assert columns_hold(goal, east, [aiko, ben])


def test_where_everybodys_value_is_typed_spreading_again_would_not_help(goal, manager, emi, aiko, ben):
    agree(goal, 14, emi, person=ben)
    agree(goal, 15, emi, person=aiko)
    said = page(manager, goal)
    assert SAYS not in said
    assert "k-rest" in said
