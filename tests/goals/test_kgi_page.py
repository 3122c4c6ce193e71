"""The page of the first step: typed, answered at once, and kept word for word."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kaname.goals.kgi.drafting import change_goal
from kaname.goals.models import GoalChange
from kaname.people.models import Organisation, Team
from tests.goals.conftest import AT, url
from tests.goals.kgi_world import M, begun, entered, fiscal, of, own_metric, sales_of_months, sales_of_years, won
from tests.goals.kpi_tree_world import load
from tests.goals.test_csf import made_to_count

HTMX = {"HX-Request": "true"}
# Periods that are over, so that no page depends on today.
FY2024 = "2024-04-01/2025-04-01"
TYPED = {
    "metric": "revenue", "owner": "team:east", "period": FY2024, "first_on": "", "last_on": "",
    "against": "prior_year", "compared_first_on": "", "compared_last_on": "", "value": "+20%", "upper": "",
    "baseline": "", "baseline_reason": "", "market_growth": "", "market_metric": "", "market_source": "", "name": "",
    "parent": "",
}  # fmt: skip


@pytest.fixture
def years(store, ben):
    """Ben's sales in the fiscal years 2020 to 2025."""
    load(store, sales_of_years(2020, [amount * M for amount in (80, 88, 100, 110, 121, 130)]))


@pytest.fixture
def goal(east):
    return begun(team=east, period=fiscal(2024))


def typed(client, goal, *, htmx=True, **changes):
    headers = HTMX if htmx else {}
    answer = client.post(url("goal_kgi", goal.key), TYPED | changes, headers=headers)
    goal.refresh_from_db()
    return answer


def text(answer):
    return answer.content.decode()


class TestTyping:
    def test_the_gap_stands_beside_the_target_at_once(self, manager, years, goal):
        answer = typed(manager, goal)
        assert answer.status_code == 200
        assert "¥110M → ¥132M. The gap is <b>+¥22M</b>." in text(answer)
        assert "Baseline ¥110,000,000: the actual of FY2023, from the facts." in text(answer)
        # +10, +13.6 and +10 % before.
        assert "+20% or better was reached in 0 of 3 earlier periods." in text(answer)
        assert "Never reached before" in text(answer)

    def test_everything_is_kept(self, manager, years, goal):
        typed(manager, goal, name="New customers", market_growth="6%", market_source="Ministry")
        assert (goal.value, goal.baseline, goal.baseline_reason) == (132 * M, 110 * M, "")
        assert (goal.name, goal.market_growth, goal.market_source) == ("New customers", Decimal("0.06"), "Ministry")
        assert (goal.compared, goal.period) == (fiscal(2023), fiscal(2024))
        assert goal.typed["value"] == "+20%"
        assert GoalChange.objects.filter(goal=goal).count() == 1  # that it was begun

    def test_what_cannot_be_read_stays_as_it_was_typed(self, manager, years, goal):
        answer = typed(manager, goal, value="a lot", market_growth="-100%", baseline="?")
        assert answer.status_code == 200
        assert "“a lot” is no number that can be read." in text(answer)
        assert "A market cannot shrink to nothing." in text(answer)
        assert (goal.value, goal.market_growth, goal.baseline) == (None, None, 110 * M)
        page = text(manager.get(url("goal_kgi", goal.key)))
        for kept in ('value="a lot"', 'value="-100%"', 'value="?"'):
            assert kept in page

    def test_other_days_without_their_days_are_said_and_change_nothing_else(self, manager, years, goal):
        typed(manager, goal)
        answer = typed(manager, goal, period="other", first_on="2024-05-01", value="+30%")
        assert "Last day: Give the day." in text(answer)
        assert (goal.period, goal.value, goal.typed["first_on"]) == (fiscal(2024), 132 * M, "2024-05-01")

    def test_days_that_were_chosen_before_may_be_chosen_again(self, manager, years, goal):
        """The list on the page still offers them after others were chosen."""
        typed(manager, goal, period="2021-04-01/2022-04-01")
        assert goal.period == fiscal(2021)
        typed(manager, goal)
        assert goal.period == fiscal(2024)

    def test_any_days_may_be_the_goal_s(self, manager, years, goal):
        answer = typed(manager, goal, period="other", first_on="2024-04-01", last_on="2024-04-30", value="70M")
        assert goal.period == of("2024-04-01", "2024-05-01")
        assert "¥55M → ¥70M" in text(answer)  # April 2023 had one half of its year

    def test_days_before_may_be_chosen_one_by_one(self, manager, years, goal):
        answer = typed(
            manager, goal, against="other_days", compared_first_on="2020-04-01", compared_last_on="2021-03-31"
        )
        assert (goal.baseline, goal.value) == (80 * M, 96 * M)
        assert "¥80M → ¥96M" in text(answer)

    def test_days_of_another_length_are_pointed_out(self, manager, years, goal):
        answer = typed(
            manager, goal, against="other_days", compared_first_on="2023-04-01", compared_last_on="2023-06-30"
        )
        assert "The days compared with are 91, those of the goal 365" in text(answer)

    def test_growth_follows_a_baseline_that_was_replaced(self, manager, years, goal):
        answer = typed(manager, goal, baseline="100M", baseline_reason="One large deal will not come again")
        assert (goal.baseline, goal.value) == (100 * M, 120 * M)
        assert goal.baseline_reason == "One large deal will not come again"
        assert "Baseline ¥100,000,000, typed; the actual of FY2023 is ¥110,000,000." in text(answer)

    def test_without_a_reason_the_actual_stays_the_baseline(self, manager, years, goal):
        answer = typed(manager, goal, baseline="100M")
        assert "Say why the actual is not the baseline; until then the actual counts." in text(answer)
        assert (goal.baseline, goal.value, goal.baseline_reason) == (110 * M, 132 * M, "")
        assert goal.typed["baseline"] == "100M"

    def test_a_year_before_the_facts_is_not_taken_for_one_without_sales(self, manager, years, goal):
        answer = typed(manager, goal, period="2020-04-01/2021-04-01", value="100M")
        assert "Nothing is known of FY2019." in text(answer)
        assert goal.baseline is None

    def test_facts_that_begin_or_end_within_the_compared_days_are_pointed_out(self, manager, store, ben, goal):
        load(store, [won(date(2022, 6, 3), 1 * M), won(date(2024, 1, 9), 2 * M)])
        assert "The facts begin on Jun 3, 2022" in text(typed(manager, goal, period="2023-04-01/2024-04-01"))
        assert "The facts end on Jan 9, 2024" in text(typed(manager, goal, period="2024-04-01/2025-04-01"))

    def test_a_compared_period_that_runs_is_pointed_out(self, manager, store, ben, goal, month):
        load(store, [won(month.starts_on - timedelta(days=90), 1), won(month.starts_on, 5 * M)])
        following = month.ends_on.replace(day=28) + timedelta(days=4)
        answer = typed(
            manager, goal, period=f"{month.ends_on}/{following.replace(day=1)}", against="prior_period", value="6M"
        )
        assert "The compared period is not over" in text(answer)

    def test_a_range_is_asked_for_its_upper_end_as_soon_as_the_metric_has_one(self, manager, store, goal):
        own_metric("fill", "Shelves filled", unit="ratio", direction="range", entered="mean")
        load(store, entered("fill", [(date(2023, 4, 1), 0.8), (date(2024, 3, 1), 0.8)], team="East"))
        answer = typed(manager, goal, metric="fill", value="85%")
        assert 'name="upper"' in text(answer)
        assert 'name="upper"' not in text(typed(manager, goal, metric="fill", value="85%"))
        answer = typed(manager, goal, metric="fill", value="+5pt", upper="+10pt")
        assert (goal.value, goal.upper) == (Decimal("0.85"), Decimal("0.9"))
        assert "80.0% → 85.0% to 90.0%. The gap is <b>+5.0pt</b>." in text(answer)

    def test_an_upper_end_below_the_lower_one_is_refused_and_not_kept(self, manager, store, goal):
        own_metric("fill", "Shelves filled", unit="ratio", direction="range", entered="mean")
        load(store, entered("fill", [(date(2023, 4, 1), 0.8), (date(2024, 3, 1), 0.8)], team="East"))
        answer = typed(manager, goal, metric="fill", value="85%", upper="70%")
        assert "The upper end has to be above the lower one." in text(answer)
        assert (goal.value, goal.upper) == (Decimal("0.85"), None)

    def test_the_market_may_be_a_series(self, manager, store, years, goal):
        own_metric("market", "Market", entered="sum")
        load(store, entered("market", [(date(2023, 4, 1), 100), (date(2024, 4, 1), 106)]), batch_id="market")
        answer = typed(manager, goal, market_metric="market")
        assert "The market changes by +6%" in text(answer)
        assert goal.market_metric_key == "market"
        assert "no two comparable periods" in text(typed(manager, goal, market_metric="visits"))

    def test_names_are_no_markup(self, manager, years, goal, east):
        Team.objects.filter(pk=east.pk).update(name="<b>East</b>")
        answer = typed(manager, goal, name="<script>alert(1)</script>")
        page = text(manager.get(url("goal_kgi", goal.key)))
        for shown in (text(answer), page):
            assert "<script>alert" not in shown
            assert "<b>East</b>" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page

    def test_numbers_of_any_size_do_no_harm(self, manager, years, goal):
        for value in (
            "1e400%",
            "+999999999999999%",
            "99999999999999999999",
            "0.00000001",
            "+0.00000000001%",
            "NaN",
            "∞",
        ):
            assert typed(manager, goal, value=value, market_growth=value, baseline=value).status_code == 200


class TestGoingOn:
    def test_what_is_complete_leads_to_the_next_step(self, manager, years, goal):
        answer = typed(manager, goal, htmx=False)
        assert (answer.status_code, answer.url) == (302, url("goal_csf", goal.key))

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"value": ""}, "Say what should be reached"),
            ({"value": "a lot"}, "is no number that can be read"),
            ({"baseline": "90M"}, "Say why the actual is not the baseline"),
            ({"market_growth": "much"}, "is no percentage that can be read"),
            ({"period": "other"}, "Give the day."),
            ({"metric": ""}, "This field is required."),
            ({"name": "x" * 201}, "at most 200 characters"),
        ],
    )
    def test_what_is_missing_is_said_beside_its_field(self, manager, years, goal, changes, problem):
        answer = typed(manager, goal, htmx=False, **changes)
        assert answer.status_code == 422
        assert problem in text(answer)

    def test_a_range_needs_both_ends(self, manager, store, goal):
        own_metric("fill", "Shelves filled", unit="ratio", direction="range", entered="mean")
        answer = typed(manager, goal, htmx=False, metric="fill", value="85%")
        assert "give its upper end as well" in text(answer)


class TestContributing:
    @pytest.fixture
    def company(self, organisation):
        return begun(period=fiscal(2024), key="company", name="All of us")

    @pytest.fixture
    def team_below(self, east, aiko):
        return Team.objects.create(key="east-1", name="East 1", parent=east)

    def test_it_may_contribute_to_goals_of_teams_above_and_of_the_organisation(
        self, manager, goal, company, east, team_below
    ):
        made_to_count(_with_value(company))
        below = begun(team=team_below, period=of("2024-04-01", "2024-10-01"), key="below")
        page = text(manager.get(url("goal_kgi", "below")))
        assert 'value="company"' in page
        assert f'value="{goal.key}"' in page
        assert 'value="below"' not in page.partition('id="contributes"')[2]
        typed(manager, below, owner="team:east-1", period="2024-04-01/2024-10-01", parent=goal.key)
        assert below.parent == goal

    def test_goals_of_other_days_and_other_teams_are_not_offered(self, manager, goal, west):
        begun(team=west, period=fiscal(2024), key="west-goal")
        begun(period=fiscal(2021), key="long-ago")
        page = text(manager.get(url("goal_kgi", goal.key)))
        assert "west-goal" not in page
        assert "long-ago" not in page

    def test_what_is_offered_follows_the_owner(self, sign_in, emi, store, organisation, east, company, goal):
        executive = sign_in(emi)
        typed(executive, goal, owner="team:east", parent="company")
        assert goal.parent == company
        answer = typed(executive, goal, owner="organisation", parent="company")
        assert goal.parent is None
        assert goal.team is None
        assert 'id="contributes"' in text(answer)
        assert 'name="parent"' not in text(answer)

    def test_an_unknown_parent_is_none(self, manager, years, goal):
        assert typed(manager, goal, parent="nowhere").status_code == 200
        assert goal.parent is None


class TestWhose:
    def test_those_who_do_the_work_do_not_set_it(self, sign_in, ben, aiko, years, goal):
        client = sign_in(ben)
        assert client.get(url("goal_kgi", goal.key)).status_code == 404
        assert client.post(url("goal_kgi", goal.key), TYPED).status_code == 404
        assert client.get(url("goal_new")).status_code == 404

    def test_another_team_s_goal_is_not_there(self, manager, store, west):
        other = begun(team=west, period=fiscal(2024), key="west-goal")
        assert manager.get(url("goal_kgi", "west-goal")).status_code == 404
        assert manager.post(url("goal_kgi", "west-goal"), TYPED, headers=HTMX).status_code == 404
        other.refresh_from_db()
        assert other.value is None

    def test_a_goal_cannot_be_handed_to_a_team_of_others(self, manager, years, goal, west):
        answer = typed(manager, goal, owner="team:west")
        assert "Select a valid choice" in text(answer)
        assert goal.team.key == "east"

    def test_what_counts_is_not_typed_over(self, manager, years, goal):
        typed(manager, goal)
        made_to_count(goal)
        assert manager.get(url("goal_kgi", goal.key)).url == url("goal", goal.key)
        assert typed(manager, goal, value="+50%").status_code == 302
        assert goal.target.value == 132 * M

    def test_nobody_reads_it_without_signing_in(self, client, db, goal):
        assert client.get(url("goal_kgi", goal.key)).status_code == 302


def _with_value(goal):
    change_goal(goal, by=None, at=AT, value=Decimal(1_000 * M))
    return goal


def test_an_organisation_of_the_calendar_year_has_its_own_years(sign_in, emi, store, ben):
    Organisation.objects.update(fiscal_start_month=1)
    load(store, sales_of_months(date(2023, 1, 1), [10 * M] * 12))
    goal = begun(period=of("2024-01-01", "2025-01-01"))
    answer = typed(sign_in(emi), goal, owner="organisation", period="2024-01-01/2025-01-01")
    assert (goal.baseline, goal.value) == (120 * M, 144 * M)
    assert "the actual of FY2023, from the facts" in text(answer)
