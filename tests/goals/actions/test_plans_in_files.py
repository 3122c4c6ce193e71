"""Action plans in a file of goals: out and in again, and nobody's ticks are lost."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kaname.goals.actions.planning import ActionFields, add_action, archive_action
from kaname.goals.exchange.exporting import export_goals
from kaname.goals.exchange.importing import import_goals
from kaname.goals.models import Action, ActionTick, Goal, Initiative, Kpi, OnClosed, Target, TargetRevision
from kaname.goals.owners import TargetOwner
from tests.goals.actions.conftest import AT, tick

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def goal(kpi):
    """What counts has a target of its own with a history, or it would come back with one."""
    Target.objects.update(goal=kpi.goal)
    TargetRevision.objects.create(target=Target.objects.get(), new_value=1_000_000, reason="Plan", at=AT)


@pytest.fixture
def call(initiative, east, ben, aiko):
    """Ten calls a day of the East and, by name, of Ben; ticked once."""
    fields = ActionFields(
        name="Call",
        description="New leads first",
        starts_on=date(2026, 11, 2),
        owners=[TargetOwner(team=east), TargetOwner(person=ben)],
        cadence="FREQ=WEEKLY;BYDAY=MO,TH",
        on_closed=OnClosed.MOVE,
        quota=Decimal(10),
        scales=True,
    )
    action = add_action(initiative, fields, by=aiko.user, at=AT)
    tick(action, ben, date(2026, 11, 5), amount=4, note="Fair")
    return action


def imported(text, **allowed):
    return import_goals(text, apply=True, replace_changed=True, by=None, at=AT + timedelta(hours=1), **allowed)


def words(result):
    return [(problem.where, problem.words) for problem in result.problems]


def test_a_plan_comes_back_as_it_was(call):
    text = export_goals()
    assert imported(text).changes_nothing
    ActionTick.objects.all().delete()
    Goal.objects.all().delete()
    result = imported(text)
    assert (words(result), result.applied) == ([], True)
    assert export_goals() == text
    assert [one.quota for one in Action.objects.all()] == [10]


def test_a_changed_file_keeps_what_was_ticked(call, kpi, east):
    text = (
        export_goals()
        .replace("quota: 10", "quota: 12")
        .replace("name: Reach more\n", "name: Reach more\n      why: So\n")
    )
    assert imported(text).applied
    assert export_goals() == text
    (same,) = Action.objects.all()
    assert (same.pk, same.quota, same.initiative.why) == (call.pk, 12, "So")
    assert [(one.amount, one.note) for one in same.ticks.all()] == [(4, "Fair")]
    assert list(Kpi.objects.all()) == [kpi]


def test_kpis_change_places_with_their_plans(call, kpi):
    other = Kpi.objects.create(goal=kpi.goal, metric_key="connects", position=2)
    text = export_goals()
    first, second = "metric: calls\n    position: 1", "metric: connects\n    position: 2"
    swapped = text.replace(first, "metric: calls\n    position: 2").replace(second, "metric: connects\n    position: 1")
    assert swapped != text
    assert imported(swapped).applied
    assert {one.pk: one.position for one in Kpi.objects.all()} == {kpi.pk: 2, other.pk: 1}
    assert imported(swapped).changes_nothing
    assert call.ticks.count() == 1


def test_what_was_ticked_is_not_left_out(call, initiative, kpi):
    text = export_goals()
    without = text.partition("      actions:")[0] + "  targets:" + text.partition("  targets:")[2]
    said = [("goals[0].kpis", "“Call” has been ticked, and would be lost. Keep it in the file; archived_at says from "
             "when on it is over.")]  # fmt: skip
    assert words(imported(without)) == said
    assert words(imported(text.replace("name: Call\n", "name: Mail\n"))) == said
    assert Action.objects.get().name == "Call"
    call.ticks.all().delete()
    assert imported(without).applied
    assert not Action.objects.exists()
    assert Initiative.objects.get() == initiative


def test_what_would_be_deleted_is_said_in_words_before(client, initiative, dai):
    text = export_goals()
    without_kpi = re.sub(r"  kpis:\n(?:  - .*\n|    .*\n)+", "", text)
    without_plan = re.sub(r"    initiatives:\n(?:    - .*\n|      .*\n)+", "    initiatives: []\n", text)
    assert text not in (without_kpi, without_plan)
    client.force_login(dai.user)
    page = client.post("/goals/import/", {"text": without_kpi}).content.decode()
    assert "The file leaves out the KPI “Calls”" in page
    assert "and with the 1 initiative of its plan." in page
    page = client.post("/goals/import/", {"text": without_plan}).content.decode()
    assert "The file leaves out the initiative “Reach more”: it is deleted with its actions." in page
    assert import_goals(text, apply=False, by=None, at=AT).as_dict()["deletes"] == {}


def test_a_file_that_says_nothing_of_plans_leaves_them(call):
    text = export_goals()
    before = text.partition("    initiatives:")[0] + "  targets:" + text.partition("  targets:")[2]
    assert "Call" not in before.partition("changes:")[0]
    assert imported(before).changes_nothing
    assert imported(before.replace("metric: calls\n    position: 1", "metric: calls\n    position: 2")).applied
    assert call.ticks.count() == 1
    none = before.replace("    position: 1\n", "    position: 1\n    initiatives: []\n")
    call.ticks.all().delete()
    assert imported(none).applied
    assert imported(none).changes_nothing
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "where", "expected"),
    [
        ("cadence: FREQ=WEEKLY;BYDAY=MO,TH", "cadence: sometimes", "actions[0].cadence", "no rule"),
        ("quota: 10", "quota: 0", "actions[0].quota", "above 0"),
        ("quota: 10", "quota: 1.005", "actions[0].quota", "too many digits"),
        ("name: Call", "name: ' '", "actions[0].name", "a name"),
        ("quota: 10", "metric: weather", "actions[0].metric", "no metric weather"),
        ("quota: 10", "metric: connect_rate", "actions[0].metric", "cannot count"),
        ("person: ben", "person: zoe", "actions[0].owners[0].person", "no person zoe"),
        ("- person: ben", "- team: west", "actions[0].owners[0].team", "not in the team"),
        ("- person: ben", "- team: east", "actions[0].owners[1]", "twice"),
        ("- person: ben", "- person: ben\n          team: east", "actions[0].owners[0]", "a team or a person"),
        ("starts_on: 2026-11-02", "starts_on: 0001-11-02", "actions[0].starts_on", "from 1900-01-01 to 2199-12-31"),
        ("starts_on: 2026-11-02", "starts_on: 2026-11-02\n        ends_on: 2026-11-02", "actions[0].ends_on", "before"),
        ("name: Reach more", "name: Reach more\n      team: west", "team", "does not belong"),
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_told_with_its_place(call, west, old, new, where, expected):
    text = export_goals()
    assert old in text
    result = imported(text.replace(old, new, 1))
    found = [(place, told) for place, told in words(result) if "ticked" not in told]
    assert [place.removeprefix("goals[0].kpis[0].initiatives[0].") for place, _told in found][:1] == [where]
    assert expected in found[0][1]
    assert Action.objects.get().quota == 10


def test_an_archived_plan_is_in_it_as_well(call, aiko, west):
    """Its team may have moved away since then."""
    archive_action(call, by=aiko.user, at=AT)
    text = export_goals().replace("team: east\n        archived_at", "team: west\n        archived_at")
    assert imported(text).problems == ()
    assert Action.objects.get().archived_at == AT
