"""Goals side by side: the list, what contributes to one, and goals whose metric or facts are gone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kaname.goals.defining import archive_metric
from kaname.goals.elapsed import elapsed_of, elapsed_of_all
from kaname.goals.goal_lines import figures_of, goal_lines
from kaname.goals.kgi.publishing import archive_goal, publish_goal, restore_goal
from kaname.goals.models import Goal
from kaname.goals.parents import together
from kaname.goals.reader import Reader
from kaname.measures.status import Status
from kaname.people.models import Leave, Team
from tests.conftest import person
from tests.goals.conftest import AT, url
from tests.goals.kgi_world import M, begun, fiscal, of, own_metric, sales_of_months, won
from tests.goals.kpi_tree_world import load


@pytest.fixture
def reader(emi):
    return Reader(user=emi.user, at=AT)


def counting(metric="revenue", *, value=100, upper=None, baseline=None, parent=None, **more):
    """A goal in force."""
    goal = begun(metric, **more)
    figures = {"value": value, "upper": upper, "baseline": baseline}
    for name, figure in figures.items():
        setattr(goal, name, None if figure is None else Decimal(str(figure)))
    goal.parent = parent
    goal.save()
    publish_goal(goal, by=None, at=AT)
    return goal


class TestLines:
    def test_they_show_gap_progress_and_where_it_should_be(self, store, ben, reader):
        load(store, sales_of_months(date(2026, 4, 1), [10 * M] * 7))
        goal = counting(period=fiscal(2026), value=120 * M, baseline=100 * M)
        (line,) = goal_lines([goal], reader)
        assert (line.figures.gap, line.figure.actual, line.figure.attainment) == (
            20 * M,
            70 * M,
            pytest.approx(70 / 120),
        )
        assert line.figure.expected == pytest.approx(120 * M * line.figure.share)
        assert line.name == "Revenue, Sunrise, FY2026"

    @pytest.mark.parametrize(("baseline", "gap"), [(0.8, 0.05), (0.95, -0.05), (0.87, 0)])
    def test_the_gap_of_a_range_is_the_way_to_its_nearer_end(self, store, reader, organisation, baseline, gap):
        own_metric("fill", "Shelves filled", unit="ratio", direction="range", entered="mean")
        goal = counting("fill", period=fiscal(2026), value=0.85, upper=0.9, baseline=baseline)
        assert figures_of(goal).gap == pytest.approx(gap)

    def test_a_metric_that_was_archived_keeps_its_name_and_target(self, store, ben, dai, reader):
        load(store, sales_of_months(date(2026, 4, 1), [10 * M] * 7))
        goal = counting("median_deal_amount", period=fiscal(2026), value=1 * M)
        archive_metric("median_deal_amount", by=dai.user, at=AT, reason="Nobody looks at it")
        (line,) = goal_lines([goal], Reader(user=reader.user, at=AT))
        assert line.name == "Median deal amount, Sunrise, FY2026"
        assert (line.figure.actual, line.figure.asked) == (None, 1 * M)

    def test_a_draft_without_a_metric_is_listed_as_well(self, sign_in, emi, store):
        goal = begun(period=fiscal(2026))
        Goal.objects.filter(pk=goal.pk).update(metric_key="")
        assert sign_in(emi).get(url("goals")).status_code == 200

    def test_a_goal_without_facts_has_no_status(self, store, organisation, reader):
        goal = counting(period=fiscal(2026))
        (line,) = goal_lines([goal], reader)
        assert (line.figure.actual, line.figure.status) == (None, Status.NO_DATA)

    def test_a_team_without_people_is_judged_by_days(self, store, east, reader):
        load(store, [won(date(2026, 5, 1), 5 * M, "Nobody known")])
        goal = counting(period=fiscal(2026), team=east)
        (line,) = goal_lines([goal], reader)
        days = (date(2026, 11, 24) - date(2026, 4, 1)).days
        assert line.figure.share == pytest.approx(days / 365)


class TestPage:
    def test_everybody_sees_what_they_carry(self, sign_in, store, aiko, ben, chie, east, west):
        counting(period=fiscal(2026), name="All of us")
        counting(period=fiscal(2026), team=east, name="East sells")
        counting(period=fiscal(2026), team=west, name="West sells")
        begun(period=fiscal(2026), team=east, name="East thinks about it", key="draft")
        shown = {who: sign_in(who).get(url("goals")).content.decode() for who in (aiko, ben, chie)}
        assert all("All of us" in page for page in shown.values())
        assert [("East sells" in page, "West sells" in page) for page in shown.values()] == [
            (True, False), (True, False), (False, True),
        ]  # fmt: skip
        assert ["East thinks about it" in page for page in shown.values()] == [True, False, False]
        assert ["Set a goal" in page for page in shown.values()] == [True, False, False]

    def test_names_are_no_markup(self, sign_in, store, emi):
        parent = counting(period=fiscal(2026), name="<i>All</i>")
        counting(
            period=of("2026-04-01", "2026-10-01"), team=Team.objects.create(key="n", name="<u>N</u>"), parent=parent
        )
        page = sign_in(emi).get(url("goals")).content.decode()
        assert "&lt;i&gt;All&lt;/i&gt;" in page
        assert "<i>All" not in page
        assert "<u>N" not in page

    def test_many_goals_take_few_queries(self, sign_in, emi, store, ben, east, django_assert_max_num_queries):
        load(store, sales_of_months(date(2026, 4, 1), [10 * M] * 7))
        client, top = sign_in(emi), counting(period=fiscal(2026))
        for metric in ("revenue", "deals_won", "close_rate", "calls", "emails", "visits", "win_rate", "connects"):
            counting(metric, period=fiscal(2026), team=east, value=1, parent=top)
        for month in range(1, 12):
            counting(period=of(f"2025-{month:02}-01", f"2025-{month + 1:02}-01"), team=east, parent=top)
        client.get(url("goals"))
        with django_assert_max_num_queries(23):
            client.get(url("goals"))

    def test_working_time_is_the_same_as_of_each_alone(self, store, ben, chie, east, west, reader):
        Leave.objects.create(person=ben, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 14))
        owners = [
            (None, fiscal(2026)),
            (east, fiscal(2026)),
            (east, of("2026-11-01", "2026-12-01")),
            (west, fiscal(2025)),
        ]
        found = elapsed_of_all(owners, reader)
        assert found == {(team and team.pk, period): elapsed_of(team, period, reader) for team, period in owners}

    def test_archived_goals_stand_apart_and_come_back(self, manager, ben, store, east):
        goal = counting(period=fiscal(2026), team=east, name="East sells")
        archive_goal(goal, reason="Merged", by=None, at=AT)
        assert "East sells" not in manager.get(url("goals")).content.decode()
        assert "East sells" in manager.get(url("goals"), {"archived": ""}).content.decode()
        manager.post(url("goal_restoration", goal.key))
        goal.target.refresh_from_db()
        assert goal.target.withdrawn_at is None
        assert "East sells" in manager.get(url("goals")).content.decode()

    def test_an_archived_goal_cannot_be_restored_over_another_team_s_head(self, manager, store, west):
        goal = counting(period=fiscal(2026), team=west)
        archive_goal(goal, reason="Merged", by=None, at=AT)
        assert manager.post(url("goal_restoration", goal.key)).status_code == 404


class TestTogether:
    """East with East 1 and East 2 below it, and West."""

    @pytest.fixture
    def east_1(self, east, aiko):
        return Team.objects.create(key="east-1", name="East 1", parent=east)

    @pytest.fixture
    def east_2(self, east, aiko):
        return Team.objects.create(key="east-2", name="East 2", parent=east)

    @pytest.fixture
    def sold(self, store, ben, chie, east_1, east_2):
        """In May: Ben (East) 10, Fumi (East 1) 20, Gen (East 2) 30, Chie (West) 40 million; then each one more."""
        person("Fumi", team=east_1)
        person("Gen", team=east_2)
        rows = []
        for name, amount in (("Ben", 10), ("Fumi", 20), ("Gen", 30), ("Chie", 40)):
            rows += [won(date(2026, 5, 7), amount * M, name), won(date(2026, 10, 7), 1 * M, name)]
        load(store, rows)

    @pytest.fixture
    def company(self, sold):
        return counting(period=fiscal(2026), value=300 * M, name="All of us")

    def part(self, company, team, value=50, **more):
        return counting(value=value * M, team=team, parent=company, **({"period": fiscal(2026)} | more))

    def test_the_same_deals_are_counted_once(self, company, east, east_1, west, reader):
        upper, below, other = (self.part(company, team) for team in (east, east_1, west))
        found = together(company, reader=reader)
        assert found.counted == (upper, other)
        assert found.within == (below,)
        # East with both teams below it sold 63, West 41.
        assert (found.target, found.actual) == (100 * M, 104 * M)

    def test_teams_beside_each_other_add_up(self, company, east_1, east_2, reader):
        self.part(company, east_1)
        self.part(company, east_2, 60)
        found = together(company, reader=reader)
        assert (found.target, found.actual, found.within) == (110 * M, 52 * M, ())

    def test_halves_of_one_team_add_up_and_count_their_own_days(self, company, west, reader):
        self.part(company, west, 30, period=of("2026-04-01", "2026-10-01"))
        self.part(company, west, 20, period=of("2026-10-01", "2027-04-01"))
        found = together(company, reader=reader)
        assert (found.target, found.actual) == (50 * M, 41 * M)

    def test_only_the_first_half_counts_where_only_that_has_a_goal(self, company, west, reader):
        self.part(company, west, 30, period=of("2026-04-01", "2026-10-01"))
        assert together(company, reader=reader).actual == 40 * M

    def test_of_a_year_and_a_quarter_of_one_team_the_year_counts_whichever_was_first(self, company, west, reader):
        quarter = self.part(company, west, 9, period=of("2026-04-01", "2026-07-01"))
        year = self.part(company, west, 40)
        found = together(company, reader=reader)
        assert (found.counted, found.within, found.target) == ((year,), (quarter,), 40 * M)

    def test_what_overlaps_nothing_that_is_counted_is_counted(self, company, west, reader):
        first = self.part(company, west, 1, period=of("2026-04-01", "2026-08-01"))
        middle = self.part(company, west, 2, period=of("2026-07-01", "2026-09-01"))
        last = self.part(company, west, 3, period=of("2026-08-01", "2027-02-01"))
        found = together(company, reader=reader)
        assert (found.counted, found.within, found.target) == ((first, last), (middle,), 4 * M)

    def test_rates_do_not_add_up(self, sold, east, west, reader):
        company = counting("average_deal_amount", period=fiscal(2026), value=20 * M)
        for team in (east, west):
            counting("average_deal_amount", period=fiscal(2026), team=team, value=20 * M, parent=company)
        found = together(company, reader=reader)
        # Both ask for the same, which is what they ask for together: no sum.
        assert (found.adds_up, found.target) == (False, 20 * M)
        assert found.actual == pytest.approx(104 * M / 8)

    def test_rates_that_differ_have_no_target_together(self, sold, east, west, reader):
        company = counting("average_deal_amount", period=fiscal(2026), value=20 * M)
        for team, value in ((east, 18 * M), (west, 25 * M)):
            counting("average_deal_amount", period=fiscal(2026), team=team, value=value, parent=company)
        assert together(company, reader=reader).target is None

    def test_rates_of_different_days_have_no_number_together(self, sold, west, reader):
        company = counting("average_deal_amount", period=fiscal(2026), value=20 * M)
        for period in (of("2026-04-01", "2026-10-01"), of("2026-10-01", "2027-04-01")):
            counting("average_deal_amount", period=period, team=west, value=20 * M, parent=company)
        assert together(company, reader=reader).actual is None

    def test_other_numbers_and_other_days_are_not_added(self, company, east, west, reader):
        calls = counting("calls", period=fiscal(2026), team=east, parent=company)
        beyond = self.part(company, west, period=of("2026-01-01", "2027-01-01"))
        found = together(company, reader=reader)
        assert set(found.other_metrics) == {calls, beyond}
        assert (found.target, found.actual) == (0, None)

    def test_nothing_contributes_where_nothing_does(self, company, reader):
        assert together(company, reader=reader) is None

    def test_drafts_and_archived_goals_do_not(self, company, east, west, reader):
        begun(period=fiscal(2026), team=east, key="draft").save()
        Goal.objects.filter(key="draft").update(parent=company)
        archive_goal(self.part(company, west), reason="Merged", by=None, at=AT)
        assert together(company, reader=reader) is None


def test_a_goal_that_was_stopped_takes_its_targets_along_and_brings_them_back(store, organisation):
    goal = counting(period=fiscal(2026))
    archive_goal(goal, reason="Merged", by=None, at=AT)
    goal.target.refresh_from_db()
    assert goal.target.withdrawn_at == AT
    restore_goal(goal, by=None, at=AT + timedelta(days=1))
    goal.target.refresh_from_db()
    assert goal.target.withdrawn_at is None
