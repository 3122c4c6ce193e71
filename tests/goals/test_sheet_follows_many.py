"""Targets that are set and withdrawn many at once, by grid or import, stand on their sheet as those one by one do."""

from datetime import date
from decimal import Decimal

import pytest

from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.models import Target
from kaname.goals.reader import Reader
from kaname.goals.setting import withdraw_target
from kaname.goals.setting_many import WantedTarget, set_targets
from kaname.goals.spreading.applying import apply_sheet, difference
from kaname.goals.spreading.filling import fill
from kaname.measures.periods import Period
from tests.goals.conftest import code, url
from tests.goals.spreading_world import AT, draft

YEAR = Period(date(2027, 4, 1), date(2028, 4, 1))


@pytest.fixture
def done(emi):
    return {"by": emi.user, "at": AT}


@pytest.fixture
def goal(store, east, aiko, ben, done):
    """Calls of East in a quarter to come: 300, handed out to Aiko and Ben, and in force."""
    goal = draft(east, value=300)
    fill(goal, "calls", total=Decimal(300), team=east, reader=Reader(user=done["by"], at=AT))
    publish_goal(goal, reason="The plan", **done)
    return goal


@pytest.fixture
def april(goal, ben):
    return Target.objects.get(goal=goal, person=ben, starts_on="2027-04-01")


def test_one_that_is_set_again_is_not_withdrawn_by_the_next_change(goal, april, ben, done):
    withdraw_target(april, reason="On leave", **done)
    again = WantedTarget("calls", april.period, Decimal(14), person=ben, keeps_baseline=True)
    set_targets([again], reason="Back", **done)
    assert not difference(goal, **done)
    apply_sheet(goal, reason="Other change", **done)
    april.refresh_from_db()
    assert (april.withdrawn_at, april.value) == (None, 14)


def test_one_that_is_emptied_in_the_grid_does_not_come_back(sign_in, goal, april, aiko, done):
    address = url("target_grid", metric="calls", team="team:east", year=code(YEAR))
    sent = {"person:ben|2027-04-01": "", "action": "save", "reason": "On leave"}
    assert sign_in(aiko).post(address, sent).status_code == 302
    assert not difference(goal, **done)
    apply_sheet(goal, reason="Other change", **done)
    april.refresh_from_db()
    assert april.withdrawn_at is not None
