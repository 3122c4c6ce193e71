"""Beginning a goal, changing it, and making it count: what is refused, and what is written down."""

from datetime import date
from decimal import Decimal

import pytest

from kaname.goals.defining import archive_metric
from kaname.goals.errors import GoalsError
from kaname.goals.kgi.drafting import change_goal, create_goal
from kaname.goals.kgi.goal_verdict import goal_verdict
from kaname.goals.kgi.publishing import archive_goal, publish_goal, restore_goal
from kaname.goals.models import Goal, GoalChange, Target, TargetRevision
from kaname.goals.operations import set_target
from kaname.goals.reader import Reader
from kaname.goals.why import above_of
from kaname.measures.periods import Period
from tests.goals.conftest import AT
from tests.goals.kgi_world import M, begun, fiscal, of, own_metric, sales_of_years
from tests.goals.kpi_tree_world import load

SIGNED = {"by": None, "at": AT}


@pytest.fixture
def goal(east):
    return begun(period=fiscal(2026), team=east)


@pytest.fixture
def published(goal):
    change_goal(goal, value=Decimal(120 * M), baseline=Decimal(100 * M), **SIGNED)
    publish_goal(goal, **SIGNED)
    return goal


def refused(call, *args, **named):
    with pytest.raises(GoalsError) as error:
        call(*args, **named)
    return error.value.code


class TestBeginning:
    def test_it_is_compared_with_the_prior_year_until_somebody_says_otherwise(self, goal):
        assert (goal.compared, goal.is_draft) == (fiscal(2025), True)
        assert [change.kind for change in GoalChange.objects.filter(goal=goal)] == [GoalChange.Kind.CREATED]

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({"metric_key": "nothing"}, "metric_unknown"),
            ({"metric_key": "median_deal_amount"}, "metric_archived"),
            ({"key": "Big Goal"}, "goal_key_malformed"),
            ({"key": "new"}, "goal_key_malformed"),
            ({"key": "x" * 65}, "goal_key_malformed"),
            ({"key": "taken"}, "goal_key_taken"),
            ({"period": Period(date(2015, 1, 1), date(2027, 1, 1))}, "period_out_of_reach"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, goal, dai, asked, code):
        Goal.objects.filter(pk=goal.pk).update(key="taken")
        archive_metric("median_deal_amount", by=dai.user, at=AT, reason="Nobody looks at it")
        named = {"metric_key": "revenue", "period": fiscal(2026)} | asked
        assert refused(create_goal, **named, **SIGNED) == code

    def test_nobody_begins_one_for_a_team_of_others(self, aiko, west, east):
        assert refused(create_goal, metric_key="revenue", period=fiscal(2026), team=west, by=aiko.user, at=AT) == (
            "not_yours_to_set"
        )
        assert create_goal(metric_key="revenue", period=fiscal(2026), team=east, by=aiko.user, at=AT).team == east

    def test_keys_of_long_names_fit_and_stay_apart(self, organisation):
        own_metric("m" * 60, "Long", unit="count", entered="sum")
        keys = [begun("m" * 60, period=fiscal(2026)).key for _time in range(12)]
        assert len(set(keys)) == 12
        assert max(map(len, keys)) <= 64


class TestChanging:
    def test_a_draft_changes_without_a_word(self, goal):
        change_goal(goal, value=Decimal(5), name="Five", **SIGNED)
        assert GoalChange.objects.filter(goal=goal).count() == 1

    def test_of_one_that_counts_only_name_parent_and_market_change_with_a_reason(self, published):
        assert refused(change_goal, published, value=Decimal(5), **SIGNED) == "goal_counts"
        assert refused(change_goal, published, name="Five", **SIGNED) == "reason_needed"
        published.refresh_from_db()
        assert published.name == ""
        change_goal(published, name="Five", reason="Clearer", **SIGNED)
        assert GoalChange.objects.filter(goal=published).last().details == {"fields": ["name"]}
        change_goal(published, name="Five", **SIGNED)  # the same again is no change

    def test_goals_do_not_contribute_to_each_other_in_a_circle(self, goal, east):
        company, half = begun(period=fiscal(2026)), begun(period=of("2026-04-01", "2026-10-01"), team=east)
        change_goal(goal, parent=company, **SIGNED)
        change_goal(half, parent=goal, **SIGNED)
        assert refused(change_goal, company, parent=half, **SIGNED) == "parent_is_below"
        assert refused(change_goal, goal, parent=goal, **SIGNED) == "parent_is_below"

    def test_the_way_up_shows_what_the_reader_may_see(self, published, emi, ben):
        company = begun(period=fiscal(2026), name="All of us")
        change_goal(published, parent=company, reason="Part of it", **SIGNED)
        published.refresh_from_db()
        of_executive, of_ben = (Reader(user=one.user, at=AT) for one in (emi, ben))
        assert [name for _goal, name in above_of(published, of_executive)] == ["All of us"]
        assert above_of(published, of_ben) == ()  # a draft is not for everybody


class TestCounting:
    def test_its_value_becomes_a_target(self, published, east):
        target = published.target
        assert (target.value, target.baseline, target.team, target.goal) == (120 * M, 100 * M, east, published)
        assert target.period == fiscal(2026)

    def test_without_a_value_it_cannot(self, goal):
        assert refused(publish_goal, goal, **SIGNED) == "target_missing"

    def test_once_is_enough(self, published):
        assert refused(publish_goal, published, **SIGNED) == "goal_counts_already"

    def test_a_target_in_force_changes_with_a_reason(self, goal, east):
        set_target(metric_key="revenue", period=fiscal(2026), team=east, value=Decimal(90 * M), **SIGNED)
        change_goal(goal, value=Decimal(120 * M), **SIGNED)
        assert refused(publish_goal, goal, **SIGNED) == "reason_needed"
        goal.refresh_from_db()
        assert goal.is_draft
        publish_goal(goal, reason="The year's plan", **SIGNED)
        assert Target.objects.get().value == 120 * M
        assert TargetRevision.objects.last().reason == "The year's plan"

    def test_two_goals_do_not_share_a_target(self, published, east):
        second = begun(period=fiscal(2026), team=east)
        change_goal(second, value=Decimal(120 * M), baseline=Decimal(100 * M), **SIGNED)
        assert refused(publish_goal, second, **SIGNED) == "target_of_other_goal"

    def test_of_a_range_both_ends_are_needed(self, organisation):
        own_metric("fill", "Shelves filled", unit="ratio", direction="range", entered="mean")
        goal = begun("fill", period=fiscal(2026))
        change_goal(goal, value=Decimal("0.8"), **SIGNED)
        assert refused(publish_goal, goal, **SIGNED) == "upper_needed"

    def test_it_stops_with_a_reason_and_comes_back(self, published):
        assert refused(archive_goal, published, reason=" ", **SIGNED) == "reason_needed"
        archive_goal(published, reason="Merged", **SIGNED)
        assert refused(archive_goal, published, reason="Again", **SIGNED) == "goal_archived_already"
        assert not Target.objects.in_force().exists()
        restore_goal(published, **SIGNED)
        assert Target.objects.in_force().exists()
        assert refused(restore_goal, published, **SIGNED) == "goal_not_archived"

    def test_those_who_do_the_work_do_neither(self, published, goal, ben):
        other = begun(period=fiscal(2027), team=goal.team)
        for call in (
            lambda: publish_goal(other, by=ben.user, at=AT),
            lambda: archive_goal(published, reason="No", by=ben.user, at=AT),
            lambda: change_goal(other, name="Mine", by=ben.user, at=AT),
        ):
            assert refused(call) == "not_yours_to_set"


class TestVerdictOfAGoal:
    @pytest.fixture
    def reader(self, emi):
        return Reader(user=emi.user, at=AT)

    @pytest.fixture
    def years(self, store, ben):
        load(store, sales_of_years(2021, [amount * M for amount in (80, 88, 100, 110, 121)]))

    def test_it_is_about_what_the_draft_asks_for(self, goal, years, reader):
        change_goal(goal, value=Decimal(150 * M), market_growth=Decimal("0.05"), **SIGNED)
        found = goal_verdict(goal, reader=reader)
        assert (found.baseline, found.gap, found.asked.market) == (121 * M, 29 * M, 0.05)

    def test_a_baseline_without_a_reason_is_the_actual(self, goal, years, reader):
        change_goal(goal, value=Decimal(150 * M), baseline=Decimal(1), **SIGNED)
        assert goal_verdict(goal, reader=reader).baseline == 121 * M
        change_goal(goal, baseline_reason="A good guess", **SIGNED)
        assert goal_verdict(goal, reader=reader).baseline == 1

    def test_once_it_counts_it_is_about_its_target(self, published, years, reader):
        published.target.value = Decimal(130 * M)
        assert goal_verdict(published, reader=reader).target == 130 * M

    def test_other_days_to_compare_with_are_kept(self, goal, years, reader):
        earlier = fiscal(2023)
        change_goal(
            goal,
            value=Decimal(150 * M),
            compared_starts_on=earlier.starts_on,
            compared_ends_on=earlier.ends_on,
            **SIGNED,
        )
        assert goal_verdict(goal, reader=reader).baseline == 100 * M

    def test_a_goal_without_a_metric_has_none(self, goal, reader):
        goal.metric_key = ""
        assert refused(goal_verdict, goal, reader=reader) == "goal_without_metric"
