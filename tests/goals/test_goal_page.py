"""The page of a goal: its story from top to bottom, with the numbers checked by pandas, for whom it is there."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from kaname.goals.kgi.drafting import change_goal, create_goal
from kaname.goals.kgi.publishing import archive_goal, publish_goal
from kaname.goals.kpi_tree.planting import plant
from kaname.goals.models import Goal, Node, Target
from kaname.goals.operations import revise_target, set_target
from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of
from kaname.measures.status import Status
from kaname.people.models import Membership, Team
from kaname.people.operations import create_person, publish_directory
from tests.conftest import person
from tests.goals.conftest import url
from tests.goals.goal_page_world import PLANNED, draft_of, facts_until_today, fiscal_year, published, spread, today
from tests.goals.kgi_world import entered, own_metric
from tests.goals.kpi_tree_world import TEAMS, Expected, load
from tests.goals.spreading_world import workdays


@pytest.fixture
def rows(store, aiko, ben, chie):
    return facts_until_today(store)


@pytest.fixture
def goal(rows, east, aiko):
    """East's, set by Aiko."""
    return published(east, by=aiko.user, name="East grows")


@pytest.fixture
def whole(rows, east, west, emi):
    """The organisation's, handed out to East and West and to their people."""
    return published(None, by=emi.user, key="whole", down_to=(east, west))


def page_of(client, goal, **query):
    return client.get(url("goal", goal.key, **query))


def text(answer):
    return " ".join(answer.content.decode().split())


def month_of(day):
    return period_of(day, grain=Grain.MONTH, calendar=FiscalCalendar())


def block(answer, metric):
    return next(one for one in answer.context["blocks"] if one.kpi.metric_key == metric)


def target_of(period, metric="appointments", **owner):
    return Target.objects.get(metric_key=metric, starts_on=period.starts_on, ends_on=period.ends_on, **owner)


def number(value):
    """As pandas knows what is not defined."""
    return float("nan") if value is None else value


def rows_of(answer, metric="appointments"):
    return [row.name for row in block(answer, metric).rows]


class TestTheNumbers:
    def test_the_actual_is_that_of_the_year_so_far(self, manager, goal, rows):
        answer = page_of(manager, goal)
        year = fiscal_year()
        actual = Expected(rows, "east").of("revenue", year.starts_on, year.ends_on)
        figure = answer.context["line"].figure
        assert figure.actual == actual
        assert figure.remaining == 30_000_000 - actual
        assert "¥25M → ¥30M" in text(answer)
        assert "The gap is <b>+¥5M</b>" in text(answer)

    def test_the_pace_is_the_share_of_working_days_that_are_over(self, manager, goal):
        answer = page_of(manager, goal)
        year = fiscal_year()
        over, every = workdays(year.starts_on, today()), workdays(year.starts_on, year.ends_on)
        assert answer.context["elapsed"].share == pytest.approx(len(over) / len(every))
        left = (len(every) - len(over)) * 8 * 2  # Aiko and Ben
        assert answer.context["elapsed"].hours_left == pytest.approx(left)
        remaining = max(0, answer.context["line"].figure.remaining)
        assert answer.context["required"] == pytest.approx(remaining / left)

    def test_every_node_stands_beside_what_is_planned_for_it(self, manager, goal, rows):
        answer = page_of(manager, goal)
        year, expected = fiscal_year(), Expected(rows, "east")
        nodes = {one.node.metric_key: one for one in answer.context["nodes"]}
        assert list(nodes) == ["revenue", "deals_won", "appointments", "close_rate", "average_deal_amount"]
        for metric, one in nodes.items():
            actual = expected.of(metric, year.starts_on, year.ends_on)
            assert one.figure.actual == pytest.approx(actual), metric
        assert {metric: nodes[metric].planned for metric in PLANNED} == PLANNED
        assert nodes["deals_won"].planned == 30
        assert [one.kpi is not None for one in nodes.values()] == [False, False, True, True, False]

    def test_the_tree_shows_the_plan_so_that_it_adds_up_and_notes_a_revised_kpi(self, manager, goal, aiko, east):
        revise_target(
            target_of(goal.period, team=east), value=Decimal(150), reason="More.", by=aiko.user, at=timezone.now()
        )
        answer = page_of(manager, goal)
        nodes = {one.node.metric_key: one for one in answer.context["nodes"]}
        assert (nodes["appointments"].planned, nodes["appointments"].figure.asked) == (120, 120)
        assert nodes["appointments"].note.startswith("target in force: 150 appointments, set on ")
        assert "outside of this goal" not in nodes["appointments"].note
        assert nodes["appointments"].note in text(answer)
        assert {one.note for metric, one in nodes.items() if metric != "appointments"} == {""}

    def test_an_older_target_of_a_number_of_the_tree_is_a_note(self, manager, rows, east, aiko):
        older = {"metric_key": "average_deal_amount", "period": fiscal_year(), "team": east}
        set_target(**older, value=Decimal(765_000), by=aiko.user, at=timezone.now())
        answer = page_of(manager, published(east, by=aiko.user))
        nodes = {one.node.metric_key: one.planned for one in answer.context["nodes"]}
        assert nodes["deals_won"] * nodes["average_deal_amount"] == nodes["revenue"] == 30_000_000
        assert "target in force: ¥765K, set on " in text(answer)
        assert "outside of this goal" in text(answer)

    def test_targets_of_what_is_counted_are_whole_where_the_plan_is_not(self, manager, rows, east, aiko):
        goal = draft_of(east, by=aiko.user)
        Node.objects.filter(goal=goal, metric_key="appointments").update(planned=119.2)
        spread(goal, by=aiko.user)
        publish_goal(goal, by=aiko.user, at=timezone.now())
        (node,) = (one for one in page_of(manager, goal).context["nodes"] if one.node.metric_key == "appointments")
        assert (node.planned, node.note) == (119, "in whole units: 120 appointments")

    def test_a_target_that_reads_the_same_as_the_plan_is_no_note(self, manager, goal, aiko, east):
        close = {"metric_key": "average_deal_amount", "period": fiscal_year(), "team": east}
        set_target(**close, value=Decimal(1_000_400), by=aiko.user, at=timezone.now())
        assert "target in force" not in text(page_of(manager, goal))

    def test_a_kpi_shows_this_month_of_the_team_and_its_people(self, manager, goal, rows, east, ben):
        answer = page_of(manager, goal)
        month, expected = month_of(today()), Expected(rows, "east")
        found = block(answer, "appointments")
        assert found.figure.actual == expected.of("appointments", month.starts_on, month.ends_on)
        assert found.figure.asked == float(target_of(month, team=east).value)
        assert {row.name: row.figure.asked for row in found.rows} == {"Ben": float(target_of(month, person=ben).value)}
        rate = block(answer, "close_rate")
        assert rate.figure.asked == 0.25
        assert number(rate.figure.actual) == pytest.approx(
            expected.of("close_rate", month.starts_on, month.ends_on), nan_ok=True
        )

    def test_a_rate_of_several_teams_is_that_of_their_sums(self, sign_in, whole, rows, emi):
        answer = page_of(sign_in(emi), whole)
        month = month_of(today())
        found = {row.name: row.figure.actual for row in block(answer, "close_rate").rows}
        for team in ("east", "west"):
            actual = Expected(rows, team).of("close_rate", month.starts_on, month.ends_on)
            assert number(found[team.title()]) == pytest.approx(actual, nan_ok=True)
        together = Expected(rows).of("close_rate", month.starts_on, month.ends_on)
        assert number(block(answer, "close_rate").figure.actual) == pytest.approx(together, nan_ok=True)

    def test_what_a_rate_should_be_holds_for_teams_below_without_another(self, sign_in, whole, emi, west):
        client = sign_in(emi)
        shown = {row.name: row.figure.asked for row in block(page_of(client, whole), "close_rate").rows}
        assert shown == {"East": 0.25, "West": 0.25}
        older = {"metric_key": "close_rate", "period": fiscal_year(), "team": west, "value": Decimal("0.19")}
        set_target(**older, by=emi.user, at=timezone.now())
        shown = {row.name: row.figure.asked for row in block(page_of(client, whole), "close_rate").rows}
        assert shown == {"East": 0.25, "West": 0.19}

    def test_without_a_target_of_the_month_it_says_that_of_the_whole_period(self, manager, rows, east, aiko):
        goal = published(east, by=aiko.user, kpis=("appointments", "leads_contacted"))
        year = {"metric_key": "leads_contacted", "period": goal.period, "team": east, "value": Decimal(900)}
        set_target(**year, by=aiko.user, at=timezone.now())
        answer = page_of(manager, goal)
        assert block(answer, "leads_contacted").figure.asked is None
        assert block(answer, "leads_contacted").whole.startswith("900 leads in FY")
        assert block(answer, "leads_contacted").whole in text(answer)
        assert block(answer, "appointments").whole == ""

    def test_what_the_difference_comes_from_adds_up(self, manager, goal):
        split = page_of(manager, goal, against="target").context["split"]
        assert sum(split.parts.values()) + split.outside == pytest.approx(split.difference)


class TestForWhom:
    def test_managers_see_their_people(self, manager, goal):
        answer = page_of(manager, goal)
        assert rows_of(answer) == ["Ben"]
        assert not block(answer, "appointments").hides_people

    def test_members_see_themselves_and_the_team(self, sign_in, goal, ben, rows):
        answer = page_of(sign_in(ben), goal)
        (own,) = block(answer, "appointments").rows
        assert (own.name, own.is_reader) == ("Ben", True)
        assert block(answer, "appointments").hides_people
        assert "Aiko" not in text(answer).partition("What changed")[0]
        assert "Colleagues' numbers are seen" in text(answer)
        assert answer.context["line"].figure.actual is not None

    def test_other_teams_goals_are_not_found(self, sign_in, goal, chie):
        assert page_of(sign_in(chie), goal).status_code == 404

    def test_who_carries_the_organisations_goal_sees_the_way_down_to_themselves(self, sign_in, whole, chie):
        answer = page_of(sign_in(chie), whole)
        assert rows_of(answer) == ["West", "Chie"]
        assert block(answer, "appointments").hides_teams
        assert answer.context["line"].figure.actual is not None
        assert "East" not in text(answer).partition("What changed")[0]

    def test_managers_see_their_own_team_of_the_organisations(self, sign_in, whole, aiko):
        answer = page_of(sign_in(aiko), whole)
        assert rows_of(answer)[0] == "East"
        assert "West" not in rows_of(answer)
        assert not answer.context["editable"]

    def test_executives_see_every_team(self, sign_in, whole, emi):
        answer = page_of(sign_in(emi), whole)
        assert rows_of(answer) == ["East", "West"]
        assert not block(answer, "appointments").hides_teams

    def test_a_team_between_stands_on_the_way(self, sign_in, rows, east, west, emi, chie):
        north = Team.objects.create(key="north", name="North")
        Team.objects.filter(pk=west.pk).update(parent=north)
        goal = published(None, by=emi.user, key="whole")
        assert rows_of(page_of(sign_in(chie), goal)) == ["North", "West", "Chie"]

    def test_only_those_who_may_set_it_are_offered_to(self, sign_in, goal, ben, aiko):
        assert "Archive" not in text(page_of(sign_in(ben), goal))
        assert "Archive" in text(page_of(sign_in(aiko), goal))

    def test_others_revisions_are_not_shown(self, sign_in, goal, ben, aiko, east):
        month = month_of(today())
        nao = person("Nao", team=east)
        days = {"starts_on": month.starts_on, "ends_on": month.ends_on}
        secret = Target.objects.create(metric_key="calls", person=nao, goal=goal, value=5, **days)
        revise_target(secret, value=Decimal(6), reason="A private matter", by=aiko.user, at=timezone.now())
        assert "A private matter" in text(page_of(sign_in(aiko), goal))
        assert "A private matter" not in text(page_of(sign_in(ben), goal))

    def test_nobody_without_signing_in(self, client, goal):
        assert page_of(client, goal).status_code == 302


class TestItsStates:
    def test_a_draft_leads_to_its_first_step(self, manager, store, east, aiko, ben):
        goal = create_goal(metric_key="revenue", period=fiscal_year(), team=east, by=aiko.user, at=timezone.now())
        assert page_of(manager, goal).url == url("goal_kgi", goal.key)

    def test_a_draft_is_not_found_by_members(self, sign_in, store, east, ben):
        goal = create_goal(metric_key="revenue", period=fiscal_year(), team=east, by=None, at=timezone.now())
        assert page_of(sign_in(ben), goal).status_code == 404

    def test_a_goal_that_is_over_is_judged_for_good(self, manager, rows, east, aiko):
        year = fiscal_year(fiscal_year().starts_on - timedelta(days=1))
        goal = published(east, by=aiko.user, period=year)
        answer = page_of(manager, goal)
        actual = Expected(rows, "east").of("revenue", year.starts_on, year.ends_on)
        assert answer.context["line"].figure.actual == actual
        assert answer.context["elapsed"].share == 1
        assert answer.context["required"] is None
        assert block(answer, "appointments").period == month_of(year.ends_on - timedelta(days=1))
        assert [one.label for one in answer.context["comparisons"]] == ["Target", "Prior year", "Period before"]

    def test_a_goal_to_come_has_no_actual_yet(self, manager, rows, east, aiko):
        goal = published(east, by=aiko.user, period=fiscal_year(fiscal_year().ends_on))
        answer = page_of(manager, goal)
        assert answer.context["elapsed"].share == 0
        assert block(answer, "appointments").period.starts_on == goal.starts_on
        (line,) = manager.get(url("goals")).context["lines"]
        judged = [line.figure, answer.context["line"].figure, *(one.figure for one in answer.context["nodes"])]
        judged += [one.figure for one in answer.context["blocks"]]
        assert {one.actual for one in judged} == {None}
        assert {one.status for one in judged} == {Status.TOO_EARLY}

    def test_without_facts_it_still_tells_its_story(self, manager, store, east, aiko, ben):
        answer = page_of(manager, published(east, by=aiko.user))
        assert "Win more new customers" in text(answer)
        assert answer.context["line"].figure.actual is None

    def test_an_archived_goal_can_be_brought_back_by_those_who_set_it(self, sign_in, goal, aiko, ben):
        archive_goal(goal, reason="Another one takes its place", by=aiko.user, at=timezone.now())
        back = url("goal_restoration", goal.key)
        assert back not in text(page_of(sign_in(ben), goal))
        client = sign_in(aiko)
        assert back in text(page_of(client, goal))
        assert page_of(client, goal).context["overloads"] == []
        client.post(back)
        assert back not in text(page_of(client, goal))
        assert Target.objects.in_force().filter(goal=goal).exists()

    def test_archiving_asks_why(self, manager, goal):
        assert manager.post(url("goal_archiving", goal.key), {"reason": " "}).status_code == 422
        manager.post(url("goal_archiving", goal.key), {"reason": "A new plan"})
        assert Goal.objects.get(pk=goal.pk).archived_at is not None
        assert not Target.objects.in_force().filter(goal=goal).exists()


class TestTheLivePart:
    def test_it_fetches_itself_with_what_is_compared(self, manager, goal):
        answer = page_of(manager, goal, against="prior_year")
        assert f'<live-part id="goal" src="{url("goal", goal.key, against="prior_year")}"' in answer.content.decode()
        part = manager.get(
            url("goal", goal.key, against="prior_year"), headers={"HX-Request": "true", "HX-Target": "goal"}
        )
        html = text(part)
        assert 'href="?against=prior_year#split" aria-current="true">Prior year' in html
        assert "<html" not in html
        assert "KPI tree" in html

    def test_it_shows_facts_that_have_come_in(self, manager, goal, rows, store):
        before = block(page_of(manager, goal), "appointments").figure.actual
        new = [("activities", {"day": today(), "person": "Ben", "kind": "call", "outcome": "appointment"})]
        load(store, new, batch_id="new")
        answer = page_of(manager, goal)
        assert block(answer, "appointments").figure.actual == before + 1

    def test_it_shows_who_has_come(self, manager, goal, east, store, aiko):
        assert rows_of(page_of(manager, goal)) == ["Ben"]
        nao = create_person(name="Nao", email="nao@example.com", role="member", by=aiko.user, at=timezone.now())
        Membership.objects.create(person=nao, team=east)
        publish_directory(store)
        month = month_of(today())
        target = {"metric_key": "appointments", "period": month, "person": nao, "value": Decimal(3)}
        set_target(**target, by=aiko.user, at=timezone.now())
        assert rows_of(page_of(manager, goal)) == ["Ben", "Nao"]

    def test_an_unknown_comparison_is_the_usual_one(self, manager, goal):
        assert page_of(manager, goal, against="nonsense").status_code == 200


class TestOnPaper:
    def test_the_print_page_opens_the_dialog(self, manager, goal):
        assert "<print-page></print-page>" in text(page_of(manager, goal))
        answer = page_of(manager, goal, print=1, against="target")
        assert "<print-page at-once></print-page>" in text(answer)
        assert "?against=target&amp;print=1" in text(page_of(manager, goal, against="target"))


class TestTooMuch:
    def test_what_remains_of_a_month_is_held_against_what_people_reached(
        self, sign_in, store, east, aiko, ben, monkeypatch
    ):
        colleagues = [person(f"Ivy{number}", team=east) for number in range(5)]
        names = ("Ben", *(one.name for one in colleagues))
        for one in colleagues:
            monkeypatch.setitem(TEAMS, one.name, "east")
        facts_until_today(store, people=names)
        goal = published(east, by=aiko.user)
        month = month_of(today())
        revise_target(
            target_of(month, person=ben), value=Decimal(100_000), reason="A dream", by=aiko.user, at=timezone.now()
        )
        flagged = {row.name for row in block(page_of(sign_in(aiko), goal), "appointments").rows if row.excess}
        assert "Ben" in flagged
        answer = page_of(sign_in(ben), goal)
        assert "more an hour than 9 of 10 ever reached" in text(answer)


class TestRanges:
    @pytest.fixture
    def goal(self, store, east, aiko, ben):
        own_metric("fill", "Shelves filled", unit="ratio", direction="range", entered="mean")
        entries = entered("fill", [(fiscal_year().starts_on, 0.87)], team="east")
        load(store, entries)
        return self.filling(east, aiko)

    def filling(self, team, by, **more):
        done = {"by": by.user, "at": timezone.now()}
        goal = create_goal(metric_key="fill", period=fiscal_year(), team=team, **more, **done)
        change_goal(goal, value=Decimal("0.85"), upper=Decimal("0.9"), baseline=Decimal("0.8"), **done)
        plant(goal, **done)
        publish_goal(goal, **done)
        return Goal.objects.get(pk=goal.pk)

    def test_both_ends_are_shown(self, manager, goal):
        answer = page_of(manager, goal)
        assert "80.0% → 85.0% to 90.0%. The gap is <b>+5.0pt</b>" in text(answer)
        (pivot,) = answer.context["nodes"]
        assert (pivot.planned, pivot.upper, pivot.note) == (0.85, 0.9, "")
        assert "85.0% – 90.0%" in strip_tags(text(answer))

    def test_a_range_that_each_part_asks_for_is_that_of_all(self, sign_in, store, east, west, aiko, emi, ben, chie):
        own_metric("fill", "Shelves filled", unit="ratio", direction="range", entered="mean")
        company = self.filling(None, emi, key="company")
        for team in (east, west):
            Goal.objects.filter(pk=self.filling(team, emi).pk).update(parent=company)
        assert "Each of them asks for 85.0% to 90.0%." in text(page_of(sign_in(emi), company))


def test_what_is_typed_stays_text(manager, rows, east, aiko):
    goal = published(east, by=aiko.user, name="<script>alert(1)</script>")
    page = page_of(manager, goal).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_it_takes_as_many_queries_for_many_teams_as_for_two(sign_in, whole, emi, django_assert_max_num_queries):
    client = sign_in(emi)
    page_of(client, whole)
    with django_assert_max_num_queries(27):
        page_of(client, whole)
    for number in range(12):
        team = Team.objects.create(key=f"t{number}", name=f"Team {number}")
        for place in range(3):
            person(f"P{number}{place}", team=team)
    with django_assert_max_num_queries(77):
        page_of(client, whole, against="prior_period")


def test_it_shows_the_drafts_dates_as_periods(manager, rows, east, aiko):
    period = Period(today() - timedelta(days=20), today() + timedelta(days=40))
    goal = published(east, by=aiko.user, period=period)
    answer = page_of(manager, goal)
    assert block(answer, "appointments").period == month_of(today()).intersection(period)


def test_a_tree_without_a_plan_has_no_status(manager, rows, east, aiko):
    goal = draft_of(east, by=aiko.user, kpis=())
    Node.objects.filter(goal=goal).update(planned=None)
    publish_goal(goal, by=aiko.user, at=timezone.now())
    answer = page_of(manager, goal)
    assert [one.planned for one in answer.context["nodes"]] == [30_000_000, None, None, None, None]
    assert "No KPI is chosen yet" in text(answer)
