"""What was agreed about a target elsewhere stands on the sheet it came from, and nothing undoes it unseen."""

from datetime import date
from decimal import Decimal

import pytest

from kaname.goals.kgi.publishing import archive_goal, publish_goal, restore_goal
from kaname.goals.models import PlannedTarget, Target
from kaname.goals.operations import restore_target, revise_target, set_target, withdraw_target
from kaname.goals.proposing import decide, propose
from kaname.goals.reader import Reader
from kaname.goals.setting_many import WantedTarget, set_targets
from kaname.goals.spreading.applying import apply_sheet, difference
from kaname.goals.spreading.filling import fill
from kaname.measures.periods import Period
from tests.goals.conftest import code, url
from tests.goals.spreading_world import AT, draft, on_sheet

APRIL, MAY = "2027-04-01", "2027-05-01"
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
    return Target.objects.get(goal=goal, person=ben, starts_on=APRIL)


def asks_for(goal, person):
    return on_sheet(goal, person=person)[min(on_sheet(goal, person=person))]


def row_of(goal, person):
    return PlannedTarget.objects.get(goal=goal, person=person, starts_on=APRIL)


def asked_of_boards(target):
    return Target.objects.in_force().get(pk=target.pk).value


def change(client, goal, person, part, value):
    sent = {"metric": "calls", "row": f"person:{person.key}", "part": part, "value": value, "mode": "keep"}
    return client.post(url("goal_people_cell", goal.key), sent, headers={"HX-Request": "true"})


def put_in_force(client, goal):
    return client.post(url("goal_people_application", goal.key), {"reason": "The plan changed"})


class TestAProposalThatWasAccepted:
    @pytest.fixture
    def agreed(self, april, ben, done):
        proposal = propose(april, value=april.value - 3, reason="Two weeks of training", by=ben.user, at=AT)
        decide(proposal, accept=True, **done)
        return april.value - 3

    def test_it_stands_on_the_sheet_as_a_value_that_stays(self, goal, agreed, ben):
        assert asks_for(goal, ben) == agreed
        assert row_of(goal, ben).fixed

    def test_nothing_waits_to_be_put_in_force_because_of_it(self, goal, agreed, done):
        assert not difference(goal, **done)

    def test_putting_another_change_in_force_leaves_it(self, sign_in, goal, april, agreed, ben, aiko):
        manager = sign_in(aiko)
        assert change(manager, goal, aiko, MAY, "60").status_code == 200
        put_in_force(manager, goal)
        assert asked_of_boards(april) == agreed
        assert Target.objects.get(goal=goal, person=aiko, starts_on=MAY).value == 60

    def test_the_sheet_says_what_nobody_has_now(self, sign_in, goal, agreed, aiko):
        answer = sign_in(aiko).get(url("goal_people", goal.key, metric="calls", of="east"))
        assert answer.context["page"].columns[0].rest == 3

    def test_spreading_again_leaves_it_and_gives_the_rest_to_others(self, sign_in, goal, agreed, ben, aiko, east):
        sent = {"metric": "calls", "of": "east", "keep_fixed": "1"}
        sign_in(aiko).post(url("goal_people_spread", goal.key), sent)
        assert asks_for(goal, ben) == agreed
        assert asks_for(goal, aiko) + agreed == on_sheet(goal, team=east)[row_of(goal, ben).starts_on]


def test_a_revision_on_the_targets_own_page_stands_on_the_sheet(goal, april, ben, done):
    revise_target(april, value=Decimal(14), reason="Agreed", **done)
    assert asks_for(goal, ben) == 14


def test_so_does_one_that_was_set_anew(goal, april, ben, done):
    set_target(metric_key="calls", period=april.period, person=ben, value=Decimal(14), reason="Agreed", **done)
    assert asks_for(goal, ben) == 14


def test_a_target_that_was_withdrawn_does_not_come_back_by_itself(sign_in, goal, april, ben, aiko, done):
    withdraw_target(april, reason="On leave", **done)
    manager = sign_in(aiko)
    change(manager, goal, aiko, MAY, "60")
    put_in_force(manager, goal)
    april.refresh_from_db()
    assert april.withdrawn_at is not None


@pytest.mark.parametrize("again", ["restored", "set"])
def test_it_stands_there_again_when_it_counts_again(goal, april, ben, done, again):
    withdraw_target(april, reason="On leave", **done)
    value = april.value
    if again == "restored":
        restore_target(april, **done)
    else:
        value = Decimal(14)
        revise_target(april, value=value, reason="Back again", **done)
    assert asks_for(goal, ben) == value
    assert not difference(goal, **done)


def test_archiving_and_restoring_a_goal_leaves_its_sheet(goal, ben, done):
    before = on_sheet(goal, person=ben)
    archive_goal(goal, reason="Not now", **done)
    goal.refresh_from_db()
    restore_goal(goal, **done)
    assert on_sheet(goal, person=ben) == before


def test_the_sheet_of_a_draft_is_its_own(goal, april, ben, east, done):
    other = draft(east, value=200, key="other")
    fill(other, "calls", total=Decimal(200), team=east, reader=Reader(user=done["by"], at=AT))
    before = on_sheet(other, person=ben)
    revise_target(april, value=Decimal(14), reason="Agreed", **done)
    assert on_sheet(other, person=ben) == before


def test_the_sheets_of_two_goals_ask_for_the_same(goal, ben, aiko, east, done):
    """The later value holds, and the first goal's sheet knows of it."""
    parent = draft(None, value=600, key="parent")
    reader = Reader(user=done["by"], at=AT)
    fill(parent, "calls", total=Decimal(600), team=None, reader=reader)
    fill(parent, "calls", total=None, team=east, reader=reader)
    publish_goal(parent, reason="The organisation's plan", **done)
    assert on_sheet(goal, person=ben) == on_sheet(parent, person=ben)
    assert not difference(goal, **done)


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
