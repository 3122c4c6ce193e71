"""The pages on which a goal's numbers are spread and handed out: what they show, take and refuse, and for whom."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.models import Goal, Node, PlannedTarget, Target
from kaname.goals.operations import create_metric
from kaname.measures.periods import Period
from kaname.people.models import Person, Team
from tests.conftest import person
from tests.goals.conftest import url
from tests.goals.goal_page_world import draft_of, spread
from tests.goals.kpi_tree_world import TEAMS, load
from tests.goals.spreading_world import QUARTER, columns_hold, draft, joined, meets, on_sheet, works

APRIL, MAY = "2027-04-01", "2027-05-01"


@pytest.fixture
def goal(store, east, aiko, ben):
    """Calls of East in a quarter to come."""
    return draft(east, value=300)


@pytest.fixture
def whole(store, east, west, aiko, ben, chie):
    """Calls of the organisation."""
    return draft(None, value=300, key="whole")


def spread_out(client, goal, **more):
    return client.post(url("goal_people_spread", goal.key), {"metric": "calls", "keep_fixed": "1"} | more)


def change(client, goal, row, part, value, *, mode="keep", htmx=True, **more):
    sent = {"metric": "calls", "row": row, "part": part, "value": value, "mode": mode} | more
    return client.post(url("goal_people_cell", goal.key), sent, headers={"HX-Request": "true"} if htmx else {})


def open_sheet(client, goal, **query):
    return client.get(url("goal_people", goal.key, **query))


def text(answer):
    return " ".join(answer.content.decode().split())


def said(client, answer):
    """What the page says after being sent on."""
    return text(client.get(answer.url))


class TestForWhom:
    def test_members_do_not_find_it(self, sign_in, goal, ben):
        assert open_sheet(sign_in(ben), goal).status_code == 404

    def test_a_teams_manager_may_not_hand_out_the_organisations_goal(self, sign_in, whole, aiko):
        client = sign_in(aiko)
        for name in ("goal_people_spread", "goal_people_cell", "goal_people_application"):
            assert client.post(url(name, "whole"), {"metric": "calls"}).status_code == 404
        for name in ("goal_people", "goal_confirmation"):
            assert client.get(url(name, "whole")).status_code == 404
        assert not PlannedTarget.objects.exists()

    def test_nor_another_teams(self, sign_in, goal, west):
        boss = person("Bo", role="manager", team=west)
        assert open_sheet(sign_in(boss), goal).status_code == 404

    def test_its_manager_may(self, manager, goal):
        assert open_sheet(manager, goal).status_code == 200


class TestSpreading:
    def test_a_draft_is_spread_over_months_and_people(self, manager, goal, east, aiko, ben):
        assert spread_out(manager, goal).url == url("goal_people", goal.key, metric="calls", of="east")
        assert sum(on_sheet(goal, team=east).values()) == 300
        assert columns_hold(goal, east, [aiko, ben])
        page = text(open_sheet(manager, goal))
        assert "Spread by working time alone: for a season, 12 more months of facts are needed." in page
        assert f'value="{on_sheet(goal, person=ben)[date(2027, 4, 1)]:.0f}"' in page

    def test_by_weeks(self, manager, goal, east):
        spread_out(manager, goal, by="week")
        assert len(on_sheet(goal, team=east)) == 14
        assert sum(on_sheet(goal, team=east).values()) == 300

    def test_who_is_unticked_takes_no_share(self, manager, goal, east, aiko, ben):
        spread_out(manager, goal, shares="1", sharer=["person:aiko", "person:ben"], takes=["person:ben"])
        assert columns_hold(goal, east, [ben])
        assert on_sheet(goal, person=aiko) == {}

    def test_who_does_other_work_stays_left_out_on_other_sheets(self, sign_in, whole, east, facts, dai, aiko, ben):
        client = sign_in(dai)
        spread_out(client, whole, shares="1", sharer=["team:east", "team:west"], takes=["team:east", "team:west"])
        spread_out(client, whole, of="east")
        assert columns_hold(whole, east, [ben])
        assert on_sheet(whole, person=aiko) == {}

    def test_a_season_is_typed_over(self, manager, goal, east):
        spread_out(manager, goal, season_4="0", season_5="1", season_6="")
        assert on_sheet(goal, team=east)[date(2027, 4, 1)] == 0
        assert 'name="season_4" value="0"' in text(open_sheet(manager, goal))
        assert "between 0 and 10" in said(manager, spread_out(manager, goal, season_4="many"))

    @pytest.mark.parametrize(
        "sent", [{"ramp_start": "x", "ramp_months": "3"}, {"ramp_start": "150", "ramp_months": "1"}]
    )
    def test_a_ramp_up_that_is_none_is_refused(self, manager, goal, sent):
        assert "Ramp-up" in said(manager, spread_out(manager, goal, **sent))
        assert not PlannedTarget.objects.exists()

    def test_without_kpis_and_metric_there_is_nothing(self, manager, goal):
        Goal.objects.filter(pk=goal.pk).update(metric_key="")
        assert "Nothing to spread yet" in text(open_sheet(manager, goal))
        assert spread_out(manager, goal).status_code == 404

    def test_what_is_best_within_a_range_is_set_by_itself(self, sign_in, dai, east, store):
        definition = {
            "key": "meetings_a_week", "name": {"en": "Meetings", "ja": "会議"}, "unit": "count", "direction": "range",
            "stream": "activities", "measure": "count", "conditions": [{"field": "kind", "is": "meeting"}],
        }  # fmt: skip
        create_metric(MetricDefinition.from_dict(definition), by=dai.user, at=timezone.now())
        goal = draft(east, metric="meetings_a_week")
        assert "best within a range" in text(open_sheet(sign_in(dai), goal))


class TestTotals:
    @pytest.fixture
    def kpi(self, store, east, aiko, ben):
        """Appointments as the tree proposes them: 120."""
        return draft_of(east, by=aiko.user, period=QUARTER)

    def sent(self, client, goal, total):
        return spread_out(client, goal, metric="appointments", total=total)

    def whole(self, goal, east):
        return PlannedTarget.objects.get(
            goal=goal, metric_key="appointments", team=east, starts_on=QUARTER.starts_on, ends_on=QUARTER.ends_on
        )

    def test_another_total_than_proposed_can_be_typed_and_taken_back(self, manager, kpi, east):
        self.sent(manager, kpi, "150")
        assert (self.whole(kpi, east).value, self.whole(kpi, east).fixed) == (150, True)
        assert sum(on_sheet(kpi, metric="appointments", team=east).values()) == 150
        assert "The KPI tree proposes 120 appointments" in text(open_sheet(manager, kpi, metric="appointments"))
        self.sent(manager, kpi, "")
        assert (self.whole(kpi, east).value, self.whole(kpi, east).fixed) == (120, False)
        assert sum(on_sheet(kpi, metric="appointments", team=east).values()) == 120

    @pytest.mark.parametrize(("typed", "says"), [("-5", "0 or more"), ("10.5", "10 or 11."), ("many", "no number")])
    def test_what_is_no_total_is_refused(self, manager, kpi, east, typed, says):
        self.sent(manager, kpi, "150")
        assert says in said(manager, self.sent(manager, kpi, typed))
        assert self.whole(kpi, east).value == 150

    def test_a_changed_proposal_is_called_out_here_and_at_the_end(self, manager, kpi, east):
        self.sent(manager, kpi, "")
        Node.objects.filter(goal=kpi, metric_key="appointments").update(planned=140)
        assert "The parts differ from the target by −20 appointments." in text(
            open_sheet(manager, kpi, metric="appointments")
        )
        page = text(manager.get(url("goal_confirmation", kpi.key)))
        assert "Appointments: the parts differ from the target by −20 appointments. Spread it again." in page
        self.sent(manager, kpi, "")
        assert "differ from the target" not in text(manager.get(url("goal_confirmation", kpi.key)))

    def test_a_rate_is_not_spread(self, manager, kpi):
        assert "A rate or mean holds as it is" in text(open_sheet(manager, kpi, metric="close_rate"))


class TestChangingAValue:
    @pytest.fixture
    def filled(self, manager, goal):
        spread_out(manager, goal)
        return goal

    def test_the_sheet_comes_back_with_the_sum_kept(self, manager, filled, east, aiko, ben):
        answer = change(manager, filled, "team", APRIL, "200")
        assert answer.content.decode().lstrip().startswith('<div id="sheet">')
        assert on_sheet(filled, team=east)[date(2027, 4, 1)] == 200
        assert sum(on_sheet(filled, team=east).values()) == 300
        assert columns_hold(filled, east, [aiko, ben])

    def test_or_with_another_sum(self, manager, filled, east):
        april = on_sheet(filled, team=east)[date(2027, 4, 1)]
        answer = change(manager, filled, "person:ben", APRIL, "90", mode="change")
        assert on_sheet(filled, team=east)[date(2027, 4, 1)] > april
        assert "The parts differ from the target by" in text(answer)

    def test_an_empty_value_is_let_go(self, manager, filled, east, ben):
        before = on_sheet(filled, person=ben)
        change(manager, filled, "person:ben", APRIL, "1")
        change(manager, filled, "person:ben", APRIL, " ")
        assert on_sheet(filled, person=ben) == before

    @pytest.mark.parametrize(
        ("value", "says"),
        [("301", "come to more than the sum"), ("-1", "0 or more"), ("1.5", "Type 1 or 2.")],
    )
    def test_what_cannot_be_is_said_on_the_sheet(self, manager, filled, east, value, says):
        before = on_sheet(filled, team=east)
        assert says in text(change(manager, filled, "team", APRIL, value))
        assert on_sheet(filled, team=east) == before

    def test_it_works_without_javascript(self, manager, filled, east):
        answer = change(manager, filled, "team", APRIL, "200", htmx=False)
        assert answer.url == url("goal_people", filled.key, metric="calls", of="east")
        assert on_sheet(filled, team=east)[date(2027, 4, 1)] == 200
        assert "come to more than the sum" in said(manager, change(manager, filled, "team", APRIL, "301", htmx=False))

    @pytest.mark.parametrize("part", ["", "3", "-1", "2027-13-01", "x"])
    def test_a_column_that_is_none_is_not_found(self, manager, filled, part):
        assert change(manager, filled, "team", part, "5").status_code == 404

    def test_a_column_of_before_is_looked_at_again(self, manager, filled):
        assert "other months or weeks by now" in text(change(manager, filled, "team", "2027-04-05", "5"))

    def test_nobody_else_has_a_row(self, manager, filled):
        assert "Nobody of this team is called that" in text(change(manager, filled, "person:chie", APRIL, "5"))


class TestTeamsBelow:
    @pytest.fixture
    def handed(self, sign_in, dai, whole):
        self.client = sign_in(dai)
        spread_out(self.client, whole)
        return whole

    def test_a_teams_sheet_begins_with_what_it_has(self, handed, east, aiko, ben):
        page = text(open_sheet(self.client, handed, metric="calls", of="east"))
        assert "What this team has to reach in each part comes from the sheet above it." in page
        spread_out(self.client, handed, of="east")
        assert columns_hold(handed, east, [aiko, ben])
        page = text(open_sheet(self.client, handed, metric="calls", of="east"))
        assert 'data-row="team"' not in page
        assert 'data-row="person:ben"' in page

    def test_what_comes_from_above_is_changed_above(self, handed, east):
        before = on_sheet(handed, team=east)
        assert change(self.client, handed, "team", APRIL, "1", of="east").status_code == 404
        assert on_sheet(handed, team=east) == before

    def test_before_the_whole_is_spread_a_team_has_nothing_to_hand_out(self, sign_in, dai, whole):
        page = text(open_sheet(sign_in(dai), whole, metric="calls", of="east"))
        assert "Nothing is handed out to this team yet." in page

    def test_the_same_kpi_of_two_teams_has_two_sheets(self, sign_in, dai, whole, east, west):
        for team in (east, west):
            add_kpi(whole, metric_key="appointments", team=team, by=None, at=timezone.now())
        client = sign_in(dai)
        for team, total in ((east, "30"), (west, "50")):
            spread_out(client, whole, metric="appointments", of=team.key, total=total)
        assert sum(on_sheet(whole, metric="appointments", team=east).values()) == 30
        assert sum(on_sheet(whole, metric="appointments", team=west).values()) == 50
        page = text(open_sheet(client, whole, metric="appointments", of="west"))
        assert "Appointments (East)" in page
        assert "50 appointments" in page


class TestAGoalThatCounts:
    @pytest.fixture
    def counting(self, manager, goal, aiko):
        spread_out(manager, goal)
        publish_goal(goal, by=aiko.user, at=timezone.now())
        return goal

    def test_a_change_waits_for_its_reason(self, manager, counting, east):
        assert "asks for other targets than are in force" not in text(open_sheet(manager, counting))
        change(manager, counting, "team", APRIL, "200")
        held = Target.objects.get(team=east, starts_on=APRIL, ends_on=MAY)
        assert "asks for other targets than are in force" in text(open_sheet(manager, counting))
        assert held.value != 200
        manager.post(url("goal_people_application", counting.key), {"reason": " "})
        held.refresh_from_db()
        assert held.value != 200
        manager.post(url("goal_people_application", counting.key), {"reason": "Spring is better"})
        held.refresh_from_db()
        assert held.value == 200
        assert "asks for other targets than are in force" not in text(open_sheet(manager, counting))

    def test_a_draft_has_nothing_to_put_in_force(self, manager, goal):
        assert manager.post(url("goal_people_application", goal.key), {"reason": "x"}).status_code == 404


class TestTooMuch:
    """Five colleagues who made up to 100 calls a month each, and what is asked of two of them."""

    @pytest.fixture
    def filled(self, manager, goal, store, east, monkeypatch):
        names = ["Ann", "Bob", "Cat", "Dee", "Eve"]
        for name in names:
            joined(name, east)
            monkeypatch.setitem(TEAMS, name, "east")
        month = (timezone.now().date().replace(day=1) - timedelta(days=1)).replace(day=1)
        rows = [("activities", {"day": month, "person": name, "kind": "call"}) for name in names for _ in range(100)]
        load(store, rows)
        spread_out(manager, goal)
        return goal

    def test_who_how_much_and_what_would_help_stands_below_the_table(self, manager, filled):
        assert 'id="k-loads"' not in text(open_sheet(manager, filled))
        meets(Person.objects.get(key="ann"), 4)
        page = text(change(manager, filled, "person:ann", APRIL, "5000", mode="change"))
        assert "Ann, April 2027: 5,000 calls in" in page
        assert "5 of 5 comparable people never did more than" in page
        assert "Each of these would fix it:" in page
        assert "k-excess" in page

    def test_who_has_no_time_at_all_is_named(self, manager, filled):
        works(Person.objects.get(key="bob"), 0)
        page = text(open_sheet(manager, filled))
        assert "Bob, April 2027: " in page
        assert "but no working time." in page


def test_names_stay_text(manager, goal, east):
    joined("<b>Bold</b>", east)
    Team.objects.filter(pk=east.pk).update(name="<i>East</i>")
    spread_out(manager, goal)
    page = open_sheet(manager, goal).content.decode()
    assert "<b>Bold" not in page
    assert "<i>East" not in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page


def test_many_people_stand_on_pages_and_take_few_queries(manager, goal, east, django_assert_max_num_queries):
    for number in range(120):
        joined(f"Person {number:03}", east)
    with django_assert_max_num_queries(90):
        spread_out(manager, goal)
    with django_assert_max_num_queries(55):
        answer = open_sheet(manager, goal)
    assert [len(answer.context["page"].rows), answer.context["page"].numbers] == [50, range(1, 4)]
    last = open_sheet(manager, goal, metric="calls", page=3).context["page"]
    assert [row.name for row in last.rows][-1] == "Person 119"
    assert sum(column.rest for column in last.columns) == 0
    with django_assert_max_num_queries(70):
        change(manager, goal, "person:person 119", APRIL, "9", page=3)


def test_confirming_says_what_nobody_has_yet(manager, goal, aiko, ben):
    for one in (aiko, ben):
        works(one, 0)
    spread(goal, by=aiko.user, metrics=("calls",))
    page = text(manager.get(url("goal_confirmation", goal.key)))
    assert "Calls: 300 calls are not handed out to anybody yet." in page
    assert f'href="{url("goal_people", goal.key, metric="calls")}"' in page


class TestAMonth:
    """The only part of a goal of a month is the month itself."""

    @pytest.fixture
    def month(self, store, east, aiko, ben):
        return draft_of(east, by=aiko.user, period=Period(date(2027, 4, 1), date(2027, 5, 1)))

    def test_it_is_handed_out(self, manager, month, aiko, ben):
        spread_out(manager, month, metric="appointments", total="")
        values = PlannedTarget.objects.filter(goal=month, metric_key="appointments").exclude(person=None)
        assert [one.value for one in values] == [60, 60]
        page = open_sheet(manager, month, metric="appointments").context["page"]
        assert (page.is_filled, page.whole, page.difference) == (True, 120, 0)
        change(manager, month, "team", "2027-04-01", "130", mode="change", metric="appointments")
        assert [one.value for one in values.all()] == [65, 65]
        assert open_sheet(manager, month, metric="appointments").context["page"].whole == 130

    def test_the_kgi_is_revised_by_itself(self, manager, month):
        spread_out(manager, month, metric="revenue")
        page = text(open_sheet(manager, month, metric="revenue"))
        assert 'data-row="team"' not in page
        assert 'value="15,000,000"' in page
        assert change(manager, month, "team", "2027-04-01", "1", metric="revenue").status_code == 404
