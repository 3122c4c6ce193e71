"""Decisions and actions of a report: what everybody who reads it may know, and nothing of a 1on1."""

from datetime import date, timedelta

import pytest

from kaname.boards.selection import ORGANISATION
from kaname.goals.models import Action, ActionOwner, ActionTick, Initiative, Kpi
from kaname.people.models import PersonalHours
from kaname.reports.document import ReportDocument
from kaname.reviews.kinds import Kind
from kaname.reviews.models import Decision, KpiCheck, ReviewMeeting
from tests.reports.monthly.conftest import NOW
from tests.reports.monthly.monthly_world import BEN, EAST, WEST, report_of, values


@pytest.fixture
def decide(goal, aiko, ben, east):
    def decided(text, *, kind=Kind.WEEKLY, on=date(2026, 11, 10), teams=(east,), **more):
        own = {"member": ben} if kind == Kind.ONE_ON_ONE else {"team": east}
        named = {"kind": kind, "leader": aiko, "held_on": on, "starts_at": NOW, "minutes": 30, "at": NOW}
        meeting = ReviewMeeting.objects.create(**named, **own)
        meeting.teams.set(teams)
        return Decision.objects.create(meeting=meeting, text=text, reason="So we said.", at=NOW, **more)

    return decided


def texts(document: ReportDocument, key="decisions"):
    table = document.table(key)
    return [row.cells[0].text for row in table.rows] if table else []


def test_it_has_what_the_whole_team_decided(decide, aiko):
    decide("Call before ten")
    decide("Between us two", kind=Kind.ONE_ON_ONE, teams=())
    decide("A discount for the client", kind=Kind.CLIENT)
    decide("Only the leads were there", teams=())
    decide("Of another month", on=date(2026, 12, 1))
    decide("Taken back", withdrawn_at=NOW)
    assert texts(report_of(EAST)) == ["Call before ten"]
    assert texts(report_of(BEN)) == ["Call before ten"]
    assert texts(report_of(WEST)) == []
    # Executives manage every team; managers who may read the organisation's report do not see other teams'.
    whole = report_of(ORGANISATION)
    assert texts(whole) == ["Call before ten", "Only the leads were there"]
    assert texts(whole.of_totals()) == []


def test_it_has_what_was_decided_about_its_kpis(goal, decide, emi):
    private = decide("Between us two", kind=Kind.ONE_ON_ONE, teams=()).meeting
    kpi = Kpi.objects.get(goal=goal, metric_key="appointments")
    seen = {"kpi": kpi, "outcome": "watch", "by": emi.user, "at": NOW - timedelta(days=10)}
    KpiCheck.objects.create(reason="Reached early.", **seen)
    KpiCheck.objects.create(reason="As we two said.", meeting=private, **seen)
    rows = report_of(ORGANISATION).table("kpi_checks").rows
    assert [[cell.text for cell in row.cells[:3]] for row in rows] == [["Appointments", "Watch", "Reached early."]]
    assert report_of(WEST).table("kpi_checks") is None


@pytest.fixture
def plan(goal, ben, chie):
    """Ben and Chie should do something every working day; Ben ticked three days of November, Chie two."""
    kpi = Kpi.objects.get(goal=goal, metric_key="appointments")
    initiative = Initiative.objects.create(kpi=kpi, name="New leads", starts_on=date(2026, 10, 1), created_at=NOW)
    action = Action.objects.create(initiative=initiative, name="Approach a new lead", starts_on=date(2026, 10, 1))
    for person, ticked in ((ben, 3), (chie, 2)):
        ActionOwner.objects.create(action=action, person=person)
        for ago in range(ticked):
            day = date(2026, 11, 9) + timedelta(days=ago)
            ActionTick.objects.create(action=action, person=person, done_on=day, by=person.user, at=NOW)
    return action


def test_it_holds_actions_against_what_was_due_by_working_time(plan):
    """November 2026 has 21 weekdays, two of them holidays (the 3rd and the 23rd): 19 days for each."""
    whole = report_of(ORGANISATION)
    found = values(whole.table("actions"))
    key = str(plan.pk)
    assert (found[key, "due"], found[key, "done"]) == (38, 5)
    assert found[key, "adherence"] == pytest.approx(5 / 38)
    actions = next(section for section in whole.sections if section.key == "actions")
    assert actions.sentences == (
        "13% of the actions that were due were done.",
        "Close rate has no action plan yet.",
    )
    assert whole.of_totals().table("actions") is None
    assert texts(whole, "next_actions") == ["Approach a new lead"]
    Action.objects.filter(pk=plan.pk).update(ends_on=date(2026, 12, 1))
    assert report_of(ORGANISATION).table("next_actions") is None
    own = values(report_of(BEN).table("actions"))
    assert (own[key, "due"], own[key, "done"]) == (19, 3)
    assert values(report_of(WEST).table("actions"))[key, "done"] == 2


def test_the_adherence_of_an_action_is_that_of_the_sums_beside_it(plan, ben, chie):
    """Half-timers weighed as much as others: 11 % stood beside 14 of 114 done."""
    PersonalHours.objects.create(person=chie, weekday_hours=[4, 4, 4, 4, 4, 0, 0])
    Action.objects.filter(pk=plan.pk).update(quota=4, scales=True)
    ActionTick.objects.filter(person=ben).update(amount=4)
    found = values(report_of(ORGANISATION).table("actions"))
    key = str(plan.pk)
    assert (found[key, "due"], found[key, "done"]) == (19 * 4 + 19 * 2, 3 * 4 + 2)
    assert found[key, "adherence"] == pytest.approx(14 / 114)
