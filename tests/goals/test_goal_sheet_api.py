"""A goal's sheets for programs: all that the fourth step does in the browser, with the same scope."""

from datetime import date
from decimal import Decimal

import pytest

from kaname.goals.kgi.publishing import archive_goal, publish_goal
from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.models import Goal, Node, Target
from kaname.goals.operations import revise_target
from kaname.goals.spreading.settings import ramp_up
from tests.conftest import person
from tests.goals.spreading_world import AT, columns_hold, draft, on_sheet, reread

APRIL, MAY, JUNE = "2027-04-01", "2027-05-01", "2027-06-01"


@pytest.fixture
def goal(store, east, aiko, ben):
    """Calls of East in a quarter to come: 300."""
    return draft(east, value=300)


@pytest.fixture
def filled(goal, ask, aiko):
    assert ask(aiko, "POST", "goal/sheets/calls/spreads/", {})[0] == 200
    return goal


@pytest.fixture
def kpi(store, east, aiko, ben):
    """Deals of East, with appointments as a KPI, for which the tree proposes 120."""
    goal = draft(east, metric="deals_won", value=24, key="deals")
    top = Node.objects.create(goal=goal, metric_key="deals_won", operation="product")
    for place, (metric, planned) in enumerate({"appointments": 120, "close_rate": 0.2}.items()):
        Node.objects.create(goal=goal, parent=top, position=place, metric_key=metric, planned=planned)
    add_kpi(goal, metric_key="appointments", by=None, at=AT)
    add_kpi(goal, metric_key="close_rate", by=None, at=AT)
    return goal


@pytest.fixture
def whole(store, organisation, east, west, aiko, ben, chie):
    """Calls of the organisation."""
    return draft(None, value=300, key="whole")


def code_of(answer):
    status, body = answer
    return status, body["error"]["code"]


def row_of(sheet, key):
    return next(row for row in sheet["rows"] if row["row"] == key)


def values_of(sheet, key):
    return {one["part"]: Decimal(one["value"]) for one in row_of(sheet, key)["values"]}


def type_in(ask, who, row, part, value, path="goal/sheets/calls/", query="", **more):
    return ask(who, "POST", f"{path}values/{query}", {"row": row, "part": part, "value": value} | more)


class TestForWhom:
    @pytest.fixture
    def boss(self, west):
        """Manages another team."""
        return person("Bo", role="manager", team=west)

    @pytest.mark.parametrize(
        ("method", "path", "data"),
        [
            ("GET", "sheets/", None),
            ("GET", "sheets/calls/", None),
            ("POST", "sheets/calls/spreads/", {}),
            ("POST", "sheets/calls/values/", {"row": "person:ben", "part": APRIL, "value": 5}),
            ("POST", "application/", {"reason": "Mine"}),
        ],
    )
    def test_others_do_not_find_it(self, ask, filled, aiko, ben, boss, method, path, data):
        before = on_sheet(filled, person=ben)
        for who in (ben, boss):
            assert code_of(ask(who, method, f"goal/{path}", data)) == (404, "not_found")
        assert on_sheet(filled, person=ben) == before

    def test_a_teams_manager_may_not_hand_out_the_organisations_goal(self, ask, whole, aiko):
        assert ask(aiko, "GET", "whole/sheets/calls/?team=east")[0] == 404
        assert ask(aiko, "POST", "whole/sheets/calls/spreads/?team=east", {})[0] == 404

    def test_an_archived_goal_is_to_be_restored_first(self, ask, filled, aiko):
        archive_goal(filled, reason="Not now", by=aiko.user, at=AT)
        assert code_of(ask(aiko, "GET", "goal/sheets/calls/")) == (422, "goal_is_archived")

    @pytest.mark.parametrize("path", ["sheets/revenue/", "sheets/nothing/", "sheets/calls/?team=west"])
    def test_a_sheet_that_the_goal_does_not_have_is_not_found(self, ask, goal, aiko, west, path):
        assert code_of(ask(aiko, "GET", f"goal/{path}")) == (404, "not_found")


class TestReading:
    def test_every_number_of_the_goal_has_one(self, ask, kpi, aiko):
        assert ask(aiko, "GET", "deals/sheets/")[1] == [
            {"metric": "appointments", "team": "east", "is_kgi": False},
            {"metric": "close_rate", "team": "east", "is_kgi": False},
            {"metric": "deals_won", "team": "east", "is_kgi": True},
        ]

    def test_before_it_is_spread_it_has_its_whole_and_who_could_share(self, ask, goal, aiko):
        status, sheet = ask(aiko, "GET", "goal/sheets/calls/")
        assert (status, sheet["kind"], sheet["team"], sheet["is_own"]) == (200, "spread", "east", True)
        assert (Decimal(sheet["whole"]), sheet["pending"]) == (300, None)
        assert [row["row"] for row in sheet["rows"]] == ["team", "person:aiko", "person:ben"]
        assert all(one["value"] is None for row in sheet["rows"] for one in row["values"])

    def test_parts_and_owners_have_their_values_and_working_time(self, ask, filled, aiko, ben, east):
        sheet = ask(aiko, "GET", "goal/sheets/calls/")[1]
        assert [one["starts_on"] for one in sheet["parts"]] == [APRIL, MAY, JUNE]
        assert sum(values_of(sheet, "team").values()) == 300
        assert values_of(sheet, "person:ben") == {str(day): one for day, one in on_sheet(filled, person=ben).items()}
        for part, place in ((APRIL, 0), (MAY, 1), (JUNE, 2)):
            hours = [row_of(sheet, key)["values"][place]["hours"] for key in ("person:aiko", "person:ben")]
            assert (sum(hours), min(hours) > 0) == (sheet["parts"][place]["hours"], True), part
        assert not any(one["typed"] for row in sheet["rows"] for one in row["values"])

    def test_a_team_below_has_its_own_sheet(self, ask, whole, dai):
        ask(dai, "POST", "whole/sheets/calls/spreads/", {})
        sheet = ask(dai, "GET", "whole/sheets/calls/?team=east")[1]
        assert (sheet["team"], sheet["is_own"], sheet["given"]) == ("east", False, True)
        assert {row["row"] for row in sheet["rows"]} == {"team", "person:aiko", "person:ben"}

    def test_a_rate_is_not_spread(self, ask, kpi, aiko):
        sheet = ask(aiko, "GET", "deals/sheets/close_rate/")[1]
        assert (sheet["kind"], Decimal(sheet["whole"]), sheet["rows"]) == ("rate", Decimal("0.2"), [])
        answer = type_in(ask, aiko, "team", APRIL, 0.3, "deals/sheets/close_rate/")
        assert code_of(answer) == (422, "part_unknown")


class TestSpreading:
    def spread(self, ask, who, path="goal/sheets/calls/", query="", **wanted):
        return ask(who, "POST", f"{path}spreads/{query}", wanted)

    def test_it_spreads_over_time_and_people(self, ask, goal, aiko, ben, east):
        status, sheet = self.spread(ask, aiko)
        assert (status, Decimal(sheet["difference"])) == (200, 0)
        assert sum(on_sheet(goal, team=east).values()) == 300
        assert columns_hold(goal, east, [aiko, ben])

    def test_by_weeks(self, ask, goal, aiko):
        sheet = self.spread(ask, aiko, by="week")[1]
        assert (sheet["by"], len(sheet["parts"])) == ("week", 14)
        assert self.spread(ask, aiko, by="day")[0] == 422

    def test_by_a_season(self, ask, goal, aiko):
        sheet = self.spread(ask, aiko, season={"4": 0, "6": 2})[1]
        assert values_of(sheet, "team")[APRIL] == 0
        assert [(one["month"], one["typed"]) for one in sheet["seasons"]] == [(4, 0), (5, None), (6, 2)]
        assert [one["typed"] for one in self.spread(ask, aiko, season={})[1]["seasons"]] == [None] * 3

    @pytest.mark.parametrize(
        "wanted",
        [
            {"season": {"13": 1}},
            {"season": {"4": -1}},
            {"season": {"4": 11}},
            {"season": [1, 2]},
            {"ramp_up": {"start": 2, "months": 3}},
            {"ramp_up": {"start": 0.5, "months": 37}},
        ],
    )
    def test_what_no_sheet_can_be_spread_by_is_refused(self, ask, goal, aiko, wanted):
        assert code_of(self.spread(ask, aiko, **wanted)) == (422, "invalid")
        assert reread(goal).sheet == {}

    def test_over_those_who_take_a_share(self, ask, goal, aiko, ben, east):
        sheet = self.spread(ask, aiko, takes=["person:ben"])[1]
        assert columns_hold(goal, east, [ben])
        assert (row_of(sheet, "person:aiko")["takes_share"], row_of(sheet, "person:aiko")["values"]) == (False, [])
        assert row_of(sheet, "person:aiko")["hours"] > 0

    def test_nobody_else_can_take_one(self, ask, goal, aiko, chie):
        assert code_of(self.spread(ask, aiko, by="week", takes=["person:chie"])) == (422, "sharer_unknown")
        assert reread(goal).sheet == {}

    def test_with_a_ramp_up(self, ask, goal, aiko):
        sheet = self.spread(ask, aiko, ramp_up={"start": 0.25, "months": 6})[1]
        assert sheet["ramp_up"] == {"start": 0.25, "months": 6}
        assert (ramp_up(reread(goal)).start, ramp_up(reread(goal)).months) == (0.25, 6)

    def test_a_typed_whole_or_the_trees(self, ask, kpi, aiko):
        path = "deals/sheets/appointments/"
        sheet = self.spread(ask, aiko, path, total=150)[1]
        assert (Decimal(sheet["whole"]), Decimal(sheet["proposed"])) == (150, 120)
        assert sum(values_of(sheet, "team").values()) == 150
        assert Decimal(self.spread(ask, aiko, path)[1]["whole"]) == 150
        sheet = self.spread(ask, aiko, path, total=None)[1]
        assert (Decimal(sheet["whole"]), sheet["proposed"], sum(values_of(sheet, "team").values())) == (120, None, 120)

    @pytest.mark.parametrize(("total", "code"), [(-1, "value_negative"), (10.5, "value_not_whole"), ("x", "invalid")])
    def test_what_is_no_total_is_refused(self, ask, kpi, aiko, total, code):
        assert code_of(self.spread(ask, aiko, "deals/sheets/appointments/", total=total)) == (422, code)

    def test_the_kgis_whole_is_the_goals_own(self, ask, goal, aiko):
        assert code_of(self.spread(ask, aiko, total=400)) == (422, "given_elsewhere")

    def test_a_goal_below_nothing_is_not_spread(self, ask, goal, aiko, east):
        Goal.objects.filter(pk=goal.pk).update(value=-5)
        assert code_of(self.spread(ask, aiko, by="week")) == (422, "value_negative")
        assert (on_sheet(goal, team=east), reread(goal).sheet) == ({}, {})

    def test_a_team_hands_on_what_came_from_above(self, ask, whole, dai, east, aiko, ben):
        self.spread(ask, dai, "whole/sheets/calls/")
        self.spread(ask, dai, "whole/sheets/calls/", "?team=east")
        assert columns_hold(whole, east, [aiko, ben])
        answer = self.spread(ask, dai, "whole/sheets/calls/", "?team=east", total=5)
        assert code_of(answer) == (422, "given_elsewhere")

    def test_typed_values_stay_unless_they_are_not_wanted(self, ask, filled, aiko, ben):
        type_in(ask, aiko, "person:ben", APRIL, 10)
        assert values_of(self.spread(ask, aiko)[1], "person:ben")[APRIL] == 10
        assert values_of(self.spread(ask, aiko, keep_typed=False)[1], "person:ben")[APRIL] > 10


class TestTyping:
    def test_the_others_take_the_difference(self, ask, filled, aiko, ben, east):
        team = on_sheet(filled, team=east)[date(2027, 4, 1)]
        sheet = type_in(ask, aiko, "person:ben", APRIL, 10)[1]
        assert (values_of(sheet, "person:ben")[APRIL], values_of(sheet, "person:aiko")[APRIL]) == (10, team - 10)
        assert row_of(sheet, "person:ben")["values"][0]["typed"]
        assert not row_of(sheet, "person:aiko")["values"][0]["typed"]

    def test_or_the_sum_changes(self, ask, filled, aiko, ben, east):
        before = on_sheet(filled, team=east)[date(2027, 4, 1)], on_sheet(filled, person=ben)[date(2027, 4, 1)]
        sheet = type_in(ask, aiko, "person:ben", APRIL, str(before[1] + 7), keep_sum=False)[1]
        assert values_of(sheet, "team")[APRIL] == before[0] + 7
        assert Decimal(sheet["difference"]) == 7

    def test_months_of_the_team_change_as_well(self, ask, filled, aiko, ben, east):
        sheet = type_in(ask, aiko, "team", APRIL, 200)[1]
        assert (values_of(sheet, "team")[APRIL], sum(values_of(sheet, "team").values())) == (200, 300)
        assert columns_hold(filled, east, [aiko, ben])

    def test_null_lets_a_typed_value_go(self, ask, filled, aiko, ben):
        before = ask(aiko, "GET", "goal/sheets/calls/")[1]
        type_in(ask, aiko, "person:ben", APRIL, 10)
        assert type_in(ask, aiko, "person:ben", APRIL, None)[1] == before

    @pytest.mark.parametrize(
        ("row", "part", "value", "code"),
        [
            ("person:ben", APRIL, -1, "value_negative"),
            ("person:ben", APRIL, 1.5, "value_not_whole"),
            ("person:ben", APRIL, 1e15, "value_too_large"),
            ("person:ben", APRIL, 301, "fixed_exceed_total"),
            ("person:ben", "2027-04-05", 5, "part_unknown"),
            ("person:chie", APRIL, 5, "sharer_unknown"),
            ("person:ben", "April", 5, "invalid"),
        ],
    )
    def test_what_cannot_be_is_refused_and_changes_nothing(self, ask, filled, aiko, row, part, value, code):
        before = ask(aiko, "GET", "goal/sheets/calls/")[1]
        assert code_of(type_in(ask, aiko, row, part, value)) == (422, code)
        assert ask(aiko, "GET", "goal/sheets/calls/")[1] == before

    def test_a_teams_own_row_is_changed_on_the_sheet_above(self, ask, whole, dai):
        ask(dai, "POST", "whole/sheets/calls/spreads/", {})
        path, query = "whole/sheets/calls/", "?team=east"
        assert code_of(type_in(ask, dai, "team", APRIL, 5, path, query)) == (422, "given_elsewhere")
        assert values_of(type_in(ask, dai, "team:east", APRIL, 5, path)[1], "team:east")[APRIL] == 5


class TestPuttingInForce:
    @pytest.fixture
    def published(self, filled, aiko):
        publish_goal(filled, reason="The plan", by=aiko.user, at=AT)
        return filled

    def test_a_draft_comes_into_force_by_being_published(self, ask, filled, aiko):
        assert code_of(ask(aiko, "POST", "goal/application/", {"reason": "Now"})) == (422, "not_in_force_yet")

    def test_what_changed_comes_into_force_with_its_reason(self, ask, published, aiko, ben):
        assert set(ask(aiko, "GET", "goal/sheets/calls/")[1]["pending"].values()) == {0, 9}
        sheet = type_in(ask, aiko, "person:ben", MAY, 10)[1]
        assert (sheet["pending"]["changed"], sheet["pending"]["new"]) == (2, 0)
        held = Target.objects.get(goal=published, person=ben, starts_on=MAY)
        assert held.value != 10
        assert code_of(ask(aiko, "POST", "goal/application/", {})) == (422, "reason_needed")
        assert ask(aiko, "POST", "goal/application/", {"reason": "Training in May"}) == (200, {"changed": 2})
        held.refresh_from_db()
        assert (held.value, held.revisions.latest("at").reason) == (10, "Training in May")

    def test_what_was_agreed_elsewhere_is_there_and_stays(self, ask, published, aiko, ben):
        april = Target.objects.get(goal=published, person=ben, starts_on=APRIL)
        revise_target(april, value=Decimal(14), reason="Agreed", by=aiko.user, at=AT)
        sheet = ask(aiko, "GET", "goal/sheets/calls/")[1]
        first = row_of(sheet, "person:ben")["values"][0]
        assert (Decimal(first["value"]), first["typed"]) == (14, True)
        assert Decimal(sheet["parts"][0]["rest"]) > 0
        type_in(ask, aiko, "person:aiko", MAY, 60)
        ask(aiko, "POST", "goal/application/", {"reason": "May"})
        april.refresh_from_db()
        assert april.value == 14
