"""When a goal stops, targets that it only changed are what they were before; restoring takes them again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kaname.goals.kgi.publishing import archive_goal, publish_goal, restore_goal
from kaname.goals.models import Target
from kaname.goals.operations import revise_target, set_target
from kaname.goals.reader import Reader
from kaname.goals.spreading.applying import difference
from kaname.goals.spreading.filling import fill
from kaname.measures.periods import Period
from tests.goals.conftest import url
from tests.goals.spreading_world import AT, draft, on_sheet

LATER = {"at": AT + timedelta(hours=1)}
LAST = {"at": AT + timedelta(hours=2)}


@pytest.fixture
def by(emi):
    return {"by": emi.user}


@pytest.fixture
def sheet(store, east, aiko, ben, by):
    goal = draft(east, value=300)
    fill(goal, "calls", total=Decimal(300), team=east, reader=Reader(user=by["by"], at=AT))
    return goal


@pytest.fixture
def before(sheet, ben, by):
    """Ben was to make 14 calls in April before anybody thought of the goal."""
    april = min(on_sheet(sheet, person=ben))
    period = next(Period(row.starts_on, row.ends_on) for row in sheet.planned.filter(person=ben, starts_on=april))
    return set_target(metric_key="calls", period=period, person=ben, value=Decimal(14), **by, at=AT)


@pytest.fixture
def goal(sheet, before, by):
    publish_goal(sheet, reason="The plan", **by, **LATER)
    before.refresh_from_db()
    assert before.value != 14
    return sheet


def test_it_asks_for_what_it_asked_for(goal, before, by):
    archive_goal(goal, reason="Not now", **by, **LAST)
    before.refresh_from_db()
    assert (before.value, before.withdrawn_at, before.goal) == (14, None, None)
    # Those that the goal made are gone, and its own sheet is as it was.
    assert list(Target.objects.in_force()) == [before]
    assert on_sheet(goal, person=before.person)[before.starts_on] != 14


def test_restoring_takes_it_again(goal, before, by):
    before.refresh_from_db()
    asked = before.value
    archive_goal(goal, reason="Not now", **by, **LAST)
    goal.refresh_from_db()
    restore_goal(goal, **by, at=LAST["at"] + timedelta(hours=1))
    before.refresh_from_db()
    assert (before.value, before.goal) == (asked, goal)
    assert not difference(goal, **by, **LAST)


def test_what_was_agreed_meanwhile_stays(goal, before, by):
    archive_goal(goal, reason="Not now", **by, **LAST)
    before.refresh_from_db()
    revise_target(before, value=Decimal(20), reason="Agreed", **by, at=LAST["at"] + timedelta(minutes=5))
    goal.refresh_from_db()
    restore_goal(goal, **by, at=LAST["at"] + timedelta(hours=1))
    before.refresh_from_db()
    assert before.value == 20


def test_the_page_says_so(sign_in, aiko, goal):
    page = sign_in(aiko).get(url("goal_archiving", goal.key)).content.decode()
    assert "Those that were in force before it ask for what they asked for then." in page
