"""A goal sheet from its draft to its closing, on the page."""

from datetime import timedelta
from decimal import Decimal

import pandas as pd
import pytest
from boards.world_of_boards import calls, load

from kaname.reports.goal_sheet.figures import figures_of
from kaname.reports.models import GoalSheet
from kaname.telling.models import Notice
from tests.conftest import person
from tests.reports.goal_sheet.conftest import HALF, NOW, reader, rows_of, typed, url

GOALS = {(0, "item"): "Call more", (1, "item"): "Call better", (0, "weight"): "60", (1, "weight"): "40%"}
OWN = {(0, "self_rating"): "A", (1, "self_rating"): "S", (0, "self_comment"): "Steady"}
THEIRS = {(0, "manager_rating"): "A", (1, "manager_rating"): "a", (1, "manager_comment"): "Well done"}


def step(client, sheet, key, cells=None, **more):
    sheet.refresh_from_db()
    answer = client.post(url("goal_sheet_steps", sheet.pk), typed(sheet, cells or {}, step=key, **more))
    sheet.refresh_from_db()
    return answer


def agreed(sheet, sign_in, ben, aiko):
    step(sign_in(ben), sheet, "submit", GOALS)
    step(sign_in(aiko), sheet, "agree")
    assert sheet.state == "agreed"


def test_it_begins_with_the_persons_kpis_and_targets(sheet):
    assert [(row.metric_key, row.target, row.weight, row.item) for row in rows_of(sheet)] == [
        ("calls", 100, Decimal("0.5"), "Win the East"),
        ("connect_rate", Decimal("0.4"), Decimal("0.5"), "Win the East"),
    ]


def test_its_numbers_are_the_facts(sheet, ben):
    # 60 of 100 calls; 30 of 60 connected is 0.5 of 0.4. Half of the weight each: (0.6 + 1.25) / 2 = 0.925.
    frame = pd.DataFrame({"n": [40, 20], "reached": [10, 20]}).sum()
    found = figures_of(sheet, reader=reader(ben))
    assert [row.actual for row in found.rows] == [frame.n, frame.reached / frame.n]
    assert [row.attainment for row in found.rows] == [pytest.approx(0.6), pytest.approx(1.25)]
    assert found.weighted.attainment == pytest.approx(0.925)


def test_what_is_counted_is_not_agreed_without_a_target(sheet, sign_in, ben):
    client = sign_in(ben)
    step(client, sheet, "submit", {**GOALS, (0, "target"): ""})
    assert "Type what Calls should come to in the whole period" in client.get(sheet.get_absolute_url()).content.decode()
    assert sheet.state == "draft"
    step(client, sheet, "submit", {(0, "target"): "100"})
    assert sheet.state == "submitted"


def test_it_goes_its_way_with_who_and_when(sheet, sign_in, ben, aiko, known):
    client = sign_in(ben)
    step(client, sheet, "submit", {**GOALS, (1, "weight"): "30"})
    assert sheet.state == "draft"  # the weights come to 90 %
    assert "90%" in client.get(sheet.get_absolute_url()).content.decode()
    agreed(sheet, sign_in, ben, aiko)
    step(sign_in(ben), sheet, "assess", {(0, "self_rating"): "A"})
    assert sheet.state == "agreed"  # one goal is not rated
    step(sign_in(ben), sheet, "assess", OWN, self_comment="A good half")
    assert (sheet.state, sheet.self_comment) == ("self_assessed", "A good half")
    step(sign_in(aiko), sheet, "close", THEIRS)
    assert sheet.state == "closed"
    assert [(one.state, one.by.person.name) for one in sheet.steps.all()] == [
        ("draft", "Ben"), ("submitted", "Ben"), ("agreed", "Aiko"), ("self_assessed", "Ben"), ("closed", "Aiko"),
    ]  # fmt: skip
    more = [{**row, "source_id": f"late-{n}"} for n, row in enumerate(calls("Ben", NOW.date(), n=10))]
    load(known, "activities", more, at=NOW)
    assert [row.actual for row in figures_of(sheet, reader=reader(ben)).rows] == [60, 0.5]  # as they were
    assert step(sign_in(aiko), sheet, "reopen").status_code == 302
    assert sheet.state == "closed"  # no reason was given
    step(sign_in(aiko), sheet, "reopen", note="Ten calls came late")
    assert figures_of(sheet, reader=reader(ben)).rows[0].actual == 70
    assert Notice.objects.filter(user=ben.user, kind="reports.goal_sheet").count() == 3
    assert Notice.objects.filter(user=aiko.user, kind="reports.goal_sheet").count() == 2


def test_each_side_writes_its_own_part_only(sheet, sign_in, ben, aiko):
    agreed(sheet, sign_in, ben, aiko)
    client = sign_in(ben)
    client.post(sheet.get_absolute_url(), typed(sheet, {(0, "weight"): "90", (0, "manager_rating"): "S", **OWN}))
    row = rows_of(sheet)[0]
    assert (row.weight, row.manager_rating, row.self_rating) == (Decimal("0.6"), "", "A")
    sign_in(aiko).post(sheet.get_absolute_url(), typed(sheet, {(0, "self_rating"): "D", (0, "manager_rating"): "B"}))
    row.refresh_from_db()
    assert (row.self_rating, row.manager_rating) == ("A", "B")


def test_a_cell_that_was_changed_meanwhile_is_shown_and_not_overwritten(sheet, sign_in, ben, aiko):
    old = typed(sheet, {(0, "target"): "120", (1, "item"): "Call better"})
    sign_in(aiko).post(sheet.get_absolute_url(), typed(sheet, {(0, "target"): "110"}))
    answer = sign_in(ben).post(sheet.get_absolute_url(), old)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Somebody wrote meanwhile: 110" in text
    assert 'value="120"' in text
    assert next((row.target, row.item) for row in rows_of(sheet)) == (110, "Win the East")
    json = sign_in(ben).post(sheet.get_absolute_url(), old, headers={"accept": "application/json"})
    assert json.status_code == 422
    assert sign_in(ben).post(sheet.get_absolute_url(), typed(sheet, {(0, "target"): "120"})).status_code == 302
    assert rows_of(sheet)[0].target == 120


@pytest.mark.parametrize(("cell", "text"), [((0, "target"), "many"), ((0, "weight"), "120"), ((1, "target"), "1")])
def test_it_says_what_it_expects_beside_the_cell(sheet, sign_in, ben, cell, text):
    answer = sign_in(ben).post(sheet.get_absolute_url(), typed(sheet, {cell: text}))
    assert answer.status_code == 422
    assert "Expected is " in answer.content.decode()


def test_goals_without_a_metric_are_entered_by_hand(sheet, sign_in, ben, aiko):
    client = sign_in(ben)
    client.post(url("goal_sheet_rows", sheet.pk), typed(sheet, {(0, "weight"): "40", (1, "weight"): "40"}))
    goals = {(2, "item"): "Coach Fumi", (2, "measure"): "Sessions", (2, "target"): "4", (2, "weight"): "20"}
    step(client, sheet, "submit", {**GOALS, (0, "weight"): "40", **goals})
    step(sign_in(aiko), sheet, "agree")
    sign_in(ben).post(sheet.get_absolute_url(), typed(sheet, {(2, "actual"): "3", (0, "actual"): "999"}))
    found = figures_of(sheet, reader=reader(ben))
    assert [row.actual for row in found.rows] == [60, 0.5, 3]
    # (0.4 x 0.6 + 0.4 x 1.25 + 0.2 x 0.75) / 1 = 0.89
    assert found.weighted.attainment == pytest.approx(0.89)
    removal = url("goal_sheet_row_removal", sheet.pk, rows_of(sheet)[2].pk)
    sign_in(ben).post(removal)
    assert sheet.rows.count() == 3  # the goals are agreed


def test_colleagues_and_other_teams_see_none_of_it(sheet, sign_in, ben, aiko, chie, emi, east):
    fumi = person("Fumi", team=east, manager=aiko)
    pages = [sheet.get_absolute_url(), url("goal_sheet_excel", sheet.pk)]
    for page in pages:
        answers = {one.name: sign_in(one).get(page).status_code for one in (ben, aiko, emi, fumi, chie)}
        assert answers == {"Ben": 200, "Aiko": 200, "Emi": 200, "Fumi": 404, "Chie": 404}
    for one in (fumi, chie):
        client = sign_in(one)
        assert "Ben" not in client.get(url("goal_sheets")).content.decode()
        for page in (
            "goal_sheet_steps",
            "goal_sheet_rows",
            "goal_sheet_file",
            "goal_sheet_taken",
            "goal_sheet_rejects",
        ):
            assert client.post(url(page, sheet.pk)).status_code == 404, page
        begun = client.post(url("goal_sheet_new"), {"person": "ben", "period": "2027-04-01/2027-10-01"})
        assert begun.status_code == 404
    assert GoalSheet.objects.count() == 1


def test_managers_begin_sheets_and_see_who_has_filled_in_what(
    sheet, sign_in, ben, aiko, east, django_assert_max_num_queries
):
    fumi = person("Fumi", team=east, manager=aiko)
    client = sign_in(aiko)
    with django_assert_max_num_queries(40):
        lines = {one.person.name: one for one in client.get(url("goal_sheets")).context["lines"]}
    assert (lines["Ben"].goals, lines["Ben"].weights, lines["Fumi"].sheet) == (2, "100%", None)
    client.post(url("goal_sheet_new"), {"person": [fumi.key, ben.key], "period": "2026-10-01/2027-04-01"})
    assert GoalSheet.objects.filter(starts_on=HALF.starts_on).count() == 2
    assert [one.person.name for one in client.get(url("goal_sheets", state="draft")).context["lines"]] == [
        "Ben",
        "Fumi",
    ]
    assert "Fumi" in client.get(url("goal_sheets_table")).getvalue().decode()


def test_a_past_sheet_stays_with_its_period(sheet, sign_in, ben):
    page = sign_in(ben).get(url("goal_sheets", period="2026-04-01/2026-10-01"))
    assert [one.sheet for one in page.context["lines"]] == [None]
    assert HALF.ends_on - HALF.starts_on > timedelta(days=180)
