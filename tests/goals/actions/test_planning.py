"""Planning initiatives and actions, in operations and pages: Aiko manages the East that carries the KPI."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from kaname.goals.actions.cadence import Cadence
from kaname.goals.actions.library.ready_made import ready_made, serving
from kaname.goals.actions.planning import (
    ActionFields,
    InitiativeFields,
    add_action,
    archive_action,
    archive_initiative,
    change_action,
    change_initiative,
    may_count,
)
from kaname.goals.errors import GoalsError
from kaname.goals.forms.plan_forms import ActionForm, rhythm_of
from kaname.goals.models import Action, GoalChange, Initiative
from kaname.goals.owners import TargetOwner
from kaname.people.models import Team
from tests.goals.actions.conftest import AT, tick

pytestmark = pytest.mark.django_db


def fields(*owners, **named):
    return ActionFields(**{"name": "Call", "starts_on": date(2026, 11, 2), "owners": list(owners), **named})


def url(name, *args):
    return reverse(f"goals:{name}", args=args)


@pytest.fixture
def manager(client, aiko, store):
    client.force_login(aiko.user)
    return client


class TestOperations:
    def test_every_change_stands_in_the_goals_history(self, initiative, east, aiko, kpi):
        action = add_action(initiative, fields(TargetOwner(team=east)), by=aiko.user, at=AT)
        change_action(action, fields(TargetOwner(team=east), name="Call more"), by=aiko.user, at=AT)
        archive_initiative(initiative, by=aiko.user, at=AT)
        kinds = [(one.details["what"], one.by) for one in GoalChange.objects.filter(goal=kpi.goal, kind="plan_changed")]
        assert kinds == [(what, aiko.user) for what in ("action_added", "action_changed", "initiative_archived")]

    def test_owners_are_exchanged_without_a_trace_of_others(self, initiative, east, ben, aiko):
        action = add_action(initiative, fields(TargetOwner(team=east)), by=aiko.user, at=AT)
        change_action(action, fields(TargetOwner(person=ben)), by=aiko.user, at=AT)
        assert [(one.team, one.person) for one in action.owners.all()] == [(None, ben)]

    @pytest.mark.parametrize(
        ("named", "code"),
        [
            ({"name": " "}, "plan_name_needed"),
            ({"ends_on": date(2026, 11, 2)}, "dates_reversed"),
            ({"starts_on": date(2026, 10, 31)}, "plan_days_outside"),
            ({"cadence": "FREQ=SECONDLY"}, "cadence_unknown"),
            ({"quota": Decimal(0)}, "plan_quota_unfit"),
            ({"metric_key": "connect_rate"}, "plan_metric_unfit"),
            ({"owners": []}, "plan_owner_missing"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, initiative, east, aiko, named, code):
        with pytest.raises(GoalsError) as refused:
            add_action(initiative, fields(TargetOwner(team=east), **named), by=aiko.user, at=AT)
        assert refused.value.code == code

    def test_actions_end_with_their_initiative(self, initiative, kpi, ben, aiko, plan):
        """An open action would stay due for ever after its initiative has ended."""
        open_end, early = plan(ben), plan(ben, name="Early", ends_on=date(2026, 11, 9))
        gone = plan(ben, name="Gone", starts_on=date(2026, 12, 1), archived_at=AT)
        shorter = InitiativeFields(name="Reach more", starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 20))
        change_initiative(initiative, shorter, by=aiko.user, at=AT)
        ends = dict(Action.objects.values_list("pk", "ends_on"))
        assert ends == {open_end.pk: date(2026, 11, 20), early.pk: date(2026, 11, 9), gone.pk: None}
        with pytest.raises(GoalsError, match="within the days"):
            archive_action(gone, by=aiko.user, at=AT, archived=False)
        later = InitiativeFields(name="Reach more", starts_on=date(2026, 11, 3))
        with pytest.raises(GoalsError, match="within the days"):
            change_initiative(Initiative.objects.get(), later, by=aiko.user, at=AT)
        assert Initiative.objects.get().starts_on == date(2026, 11, 1)

    def test_owners_are_of_the_team_whose_plan_it_is(self, initiative, west, chie, aiko):
        for owner in (TargetOwner(team=west), TargetOwner(person=chie)):
            with pytest.raises(GoalsError, match="is not in the team"):
                add_action(initiative, fields(owner), by=aiko.user, at=AT)

    def test_only_who_sets_targets_plans(self, initiative, east, ben, chie):
        for person in (ben, chie):
            with pytest.raises(GoalsError, match="Only those who manage"):
                add_action(initiative, fields(TargetOwner(team=east)), by=person.user, at=AT)


def test_only_what_adds_up_and_should_grow_counts_actions(organisation):
    assert may_count("calls")
    assert may_count("leads_contacted")
    assert not may_count("connect_rate")
    assert not may_count("cost_per_lead")
    assert not may_count("nothing")


@pytest.mark.parametrize("key", ready_made())
def test_everything_ready_made_can_be_planned(key, initiative, east, aiko):
    one = ready_made()[key]
    assert one.name.en
    assert one.name.ja
    Cadence.read(one.cadence)
    assert not one.metric_key or may_count(one.metric_key)
    assert one in serving(one.moves[0])


@pytest.mark.parametrize(
    "text",
    ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=1MO",
     "FREQ=DAILY;INTERVAL=3"],
)  # fmt: skip
def test_the_form_says_a_rule_and_reads_it_back(text, initiative, east, reader):
    data = {"name": "Call", "quota": "1", "owners": ["team:east"], "on_closed": "skip", "starts_on": "2026-11-02"}
    form = ActionForm({**data, **rhythm_of(Cadence.read(text))}, initiative=initiative, reader=reader)
    assert form.is_valid(), form.errors
    assert form.read().cadence == text


class TestPages:
    def test_a_plan_begins_with_something_ready_made(self, manager, kpi):
        page = manager.get(url("plan", "autumn", kpi.pk)).content.decode()
        assert "No action plan yet" in page
        assert "Make 30 calls every working day" in page
        manager.post(url("plan_start", "autumn", kpi.pk), {"ready": "call_daily"})
        action = Action.objects.get()
        assert (action.quota, action.metric_key, action.scales) == (30, "calls", True)
        assert [one.team.key for one in action.owners.all()] == ["east"]
        assert "Make 30 calls every working day" in manager.get(url("actions")).content.decode()

    def test_an_action_is_made_changed_archived_and_taken_up_again(self, manager, initiative, ben):
        data = {"name": "Role-play", "quota": "10", "owners": ["person:ben"], "rhythm": "weekdays", "weekdays": ["4"],
                "every": "1", "on_closed": "move", "starts_on": "2026-11-02"}  # fmt: skip
        manager.post(url("action_new", initiative.pk), data)
        action = Action.objects.get()
        assert (action.cadence, action.on_closed) == ("FREQ=WEEKLY;BYDAY=FR", "move")
        form = manager.get(url("action_edit", action.pk)).content.decode()
        assert re.search(r'name="quota" value="10"', form)
        chosen = [box for box in form.split("<input") if 'name="owners"' in box and " checked" in box.split(">")[0]]
        assert ["person:ben" in box for box in chosen] == [True]  # a box for each, to be ticked without other keys
        manager.post(url("action_edit", action.pk), {**data, "name": "Role-play in pairs"})
        manager.post(url("action_archiving", action.pk))
        action.refresh_from_db()
        assert (action.name, action.archived_at is not None) == ("Role-play in pairs", True)
        assert "Take up again" in manager.get(url("plan", "autumn", initiative.kpi_id)).content.decode()
        manager.post(url("action_archiving", action.pk), {"restore": "1"})
        action.refresh_from_db()
        assert action.archived_at is None

    def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(self, manager, initiative):
        answer = manager.post(
            url("action_new", initiative.pk),
            {"name": "Role-play", "quota": "x", "rhythm": "rule", "rule": "FREQ=HOURLY", "starts_on": "2026-11-02"},
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "no rule that can be read" in page
        assert 'value="Role-play"' in page

    def test_a_team_below_plans_for_itself(self, client, store, kpi, emi, aiko, east, dai):
        kpi.goal.__class__.objects.update(team=None)
        other = Team.objects.create(key="north", name="North")
        client.force_login(aiko.user)
        page = client.get(url("initiative_new", "autumn", kpi.pk)).content.decode()
        assert "Everybody who carries the KPI" not in page
        assert other.name not in page
        client.post(
            url("initiative_new", "autumn", kpi.pk), {"name": "Ours", "team": "east", "starts_on": "2026-11-02"}
        )
        assert Initiative.objects.get(name="Ours").team == east

    def test_members_read_it_and_others_find_nothing(self, client, store, initiative, plan, ben, chie, east):
        action = plan(east)
        pages = [url(name, initiative.pk) for name in ("initiative", "initiative_weeks")]
        pages.append(url("plan", "autumn", initiative.kpi_id))
        forms = [
            url("initiative_new", "autumn", initiative.kpi_id),
            url("initiative_edit", initiative.pk),
            url("action_new", initiative.pk),
            url("action_edit", action.pk),
        ]
        for person, codes in ((ben, {200}), (chie, {404})):
            client.force_login(person.user)
            assert {client.get(page).status_code for page in pages} == codes
            assert {client.get(page).status_code for page in forms} == {404}
            assert client.post(url("action_archiving", action.pk)).status_code == 404
        assert "Reach more" not in client.get(url("actions")).content.decode()

    def test_the_table_comes_as_csv_and_excel(self, manager, plan, facts, ben):
        plan(ben, quota=Decimal(5), metric_key="calls")
        address = url("actions_export") + "?on=2026-11-10"
        written = b"".join(manager.get(address)).decode("utf-8-sig")
        row = list(csv.reader(io.StringIO(written)))[1]
        assert row[3:7] == ["Call", "Ben", "every working day", "Ben"]
        book = openpyxl.load_workbook(io.BytesIO(manager.get(address + "&form=xlsx").content))
        assert [cell.value for cell in book.worksheets[0][2]][3] == "Call"

    def test_its_weeks_come_as_a_table(self, manager, initiative, plan, ben):
        action = plan(ben)
        tick(action, ben, date(2026, 11, 5))
        assert url("initiative_weeks", initiative.pk) in manager.get(url("initiative", initiative.pk)).content.decode()
        written = b"".join(manager.get(url("initiative_weeks", initiative.pk))).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(written)))
        assert rows[0] == ["Week from", "Adherence"]
        # Four working days from Monday, 2 November, as the 3rd is a holiday; one of them was done.
        assert dict(rows[1:])["2026-11-02"] == "0.25"

    def test_the_goal_says_which_kpi_has_no_plan(self, manager, kpi, ben):
        assert "no action plan yet" in manager.get(url("goal", "autumn")).content.decode()
        manager.post(url("plan_start", "autumn", kpi.pk), {"ready": "call_daily"})
        page = manager.get(url("goal", "autumn")).content.decode()
        assert "no action plan yet" not in page
        assert "was added to" in page  # its history

    def test_hostile_addresses_are_no_errors(self, manager, kpi):
        for query in ("by=x", "on=0001-01-01", "on=9999-12-31", "on=x", "kpi=x", "by=week&on=1900-01-01"):
            assert manager.get(f"{url('actions')}?{query}").status_code == 200
