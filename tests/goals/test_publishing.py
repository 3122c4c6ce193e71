"""When a goal begins to count and when it stops: targets in force, those of other goals, and two people at once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kaname.goals.errors import GoalsError
from kaname.goals.kgi.drafting import change_goal
from kaname.goals.kgi.publishing import archive_goal, publish_goal, restore_goal
from kaname.goals.kpis.choosing import add_kpi, remove_kpi
from kaname.goals.models import Goal, GoalChange, Kpi, PlannedTarget, Target, TargetNotice
from kaname.goals.operations import set_target
from kaname.goals.spreading.applying import apply_sheet, difference
from kaname.goals.spreading.sheet import Sheet
from kaname.measures.periods import Period
from kaname.people.models import Membership
from tests.conftest import person
from tests.goals.conftest import url
from tests.goals.goal_page_world import draft_of, spread, today
from tests.goals.spreading_world import QUARTER, columns_hold, draft, on_sheet

MAY = Period(date(2027, 5, 1), date(2027, 6, 1))


@pytest.fixture
def done(emi):
    return {"by": emi.user, "at": timezone.now()}


@pytest.fixture
def goal(store, east, aiko, ben, emi):
    """East's calls of a quarter to come, spread over its months and people."""
    made = draft(east, value=300, key="first")
    spread(made, by=emi.user, metrics=("calls",))
    return made


def in_force(goal):
    return Target.objects.in_force().filter(goal=goal)


def other_of(goal, **named):
    made = draft(goal.team, value=400, key="second", **named)
    if made.metric_key != "calls":
        add_kpi(made, metric_key="calls", by=None, at=timezone.now())
    return made


class TestLettingItCount:
    def test_what_stands_on_the_sheet_is_in_force_to_the_last_unit(self, goal, done, east, aiko, ben):
        publish_goal(goal, **done)
        held = {(one.team_id, one.person_id, one.starts_on, one.ends_on): one.value for one in in_force(goal)}
        planned = {
            (one.team_id, one.person_id, one.starts_on, one.ends_on): one.value
            for one in PlannedTarget.objects.filter(goal=goal)
        }
        assert held == planned | {(east.pk, None, QUARTER.starts_on, QUARTER.ends_on): 300}
        assert columns_hold(goal, east, [aiko, ben])
        assert not difference(goal, **done)

    def test_everybody_whose_target_it_is_is_told(self, goal, done, ben, emi):
        publish_goal(goal, **done)
        assert TargetNotice.objects.filter(user=ben.user, revision__target__person=ben).count() == 3
        assert not TargetNotice.objects.filter(user=emi.user).exists()

    def test_twice_is_refused_also_by_who_has_not_seen_the_first(self, goal, done):
        before = Goal.objects.get(pk=goal.pk)
        publish_goal(goal, **done)
        with pytest.raises(GoalsError) as refused:
            publish_goal(before, **done)
        assert refused.value.code == "goal_counts_already"
        assert GoalChange.objects.filter(goal=goal, kind="published").count() == 1

    def test_without_a_target_it_cannot(self, store, east, aiko, done):
        with pytest.raises(GoalsError) as refused:
            publish_goal(draft(east), **done)
        assert refused.value.code == "target_missing"

    def test_only_those_whose_goal_it_is_may(self, goal, ben, chie, aiko):
        for stranger in (ben, chie):
            with pytest.raises(GoalsError) as refused:
                publish_goal(goal, by=stranger.user, at=timezone.now())
            assert refused.value.code == "not_yours_to_set"
        publish_goal(goal, by=aiko.user, at=timezone.now())

    def test_a_kpi_that_was_given_up_is_no_target(self, store, east, aiko, ben, done):
        goal = draft_of(east, by=aiko.user)
        spread(goal, by=aiko.user)
        remove_kpi(Kpi.objects.get(goal=goal, metric_key="appointments"), **done)
        publish_goal(goal, **done)
        assert set(in_force(goal).values_list("metric_key", flat=True)) == {"revenue", "close_rate"}

    def test_what_was_spread_over_other_days_is_no_target(self, goal, done):
        change_goal(goal, starts_on=date(2027, 7, 1), ends_on=date(2027, 10, 1), **done)
        publish_goal(goal, **done)
        assert [one.period.starts_on for one in in_force(goal)] == [date(2027, 7, 1)]

    def test_the_kgi_keeps_its_baseline(self, goal, done, east):
        change_goal(goal, baseline=Decimal(250), **done)
        sheet = Sheet(goal, "calls")
        sheet.set(QUARTER, Decimal(300), team=east, fixed=True)
        sheet.save()
        publish_goal(goal, **done)
        assert goal.target.baseline == 250
        assert not difference(goal, **done)


class TestTargetsInForce:
    """Somebody set some of the same targets before."""

    def test_other_figures_need_a_reason(self, goal, done, east):
        set_target(metric_key="calls", period=MAY, team=east, value=Decimal(5), by=None, at=timezone.now())
        with pytest.raises(GoalsError) as refused:
            publish_goal(goal, **done)
        assert refused.value.code == "reason_needed"
        assert Goal.objects.get(pk=goal.pk).is_draft
        publish_goal(Goal.objects.get(pk=goal.pk), reason="The goal of the quarter", **done)
        held = Target.objects.get(metric_key="calls", team=east, starts_on=MAY.starts_on)
        assert held.value == on_sheet(goal, team=east)[MAY.starts_on]
        assert held.revisions.filter(reason="The goal of the quarter", new_value=held.value).exists()

    def test_the_same_figures_need_none_and_keep_what_they_are_compared_with(self, goal, done, east):
        value = on_sheet(goal, team=east)[MAY.starts_on]
        before = {"value": value, "baseline": Decimal(1)}
        held = set_target(metric_key="calls", period=MAY, team=east, by=None, at=timezone.now(), **before)
        publish_goal(goal, **done)
        held.refresh_from_db()
        assert (held.baseline, held.goal, held.revisions.count()) == (1, goal, 1)

    def test_the_page_asks_for_the_reason(self, sign_in, goal, done, east, emi):
        set_target(metric_key="calls", period=MAY, team=east, value=Decimal(5), by=None, at=timezone.now())
        client, page = sign_in(emi), url("goal_confirmation", goal.key)
        asked = client.get(page).content.decode()
        assert "1 target that is in force changes: say why." in asked
        assert client.post(page, {"reason": ""}).status_code == 422
        assert client.post(page, {"reason": "A quarter of our own"}).url == url("goal", goal.key)

    def test_a_kgi_with_another_baseline_asks_as_well(self, sign_in, goal, east, emi):
        figures = {"value": Decimal(300), "baseline": Decimal(1)}
        set_target(metric_key="calls", period=QUARTER, team=east, by=None, at=timezone.now(), **figures)
        client, page = sign_in(emi), url("goal_confirmation", goal.key)
        assert 'name="reason"' in client.get(page).content.decode()
        assert client.post(page, {"reason": "No baseline"}).status_code == 302


class TestTargetsOfAnotherGoal:
    def test_the_same_kgi_is_refused_with_the_goals_name(self, goal, done):
        change_goal(goal, name="Calls of spring", **done)
        publish_goal(goal, **done)
        with pytest.raises(GoalsError) as refused:
            publish_goal(other_of(goal), reason="Again", **done)
        assert refused.value.code == "target_of_other_goal"
        assert "Calls, East" in str(refused.value)
        assert "“Calls of spring”" in str(refused.value)

    def test_an_archived_one_is_to_be_restored_instead(self, goal, done):
        publish_goal(goal, **done)
        archive_goal(goal, reason="Another way", **done)
        with pytest.raises(GoalsError) as refused:
            publish_goal(other_of(goal), **done)
        assert refused.value.code == "target_of_archived_goal"
        assert Goal.objects.get(key="second").is_draft

    def test_other_targets_serve_both_goals_and_the_later_value_holds(self, goal, done):
        publish_goal(goal, **done)
        other = with_calls_in_may(other_of(goal, metric="revenue"), 7)
        with pytest.raises(GoalsError) as refused:
            publish_goal(other, **done)
        assert refused.value.code == "reason_needed"
        publish_goal(Goal.objects.get(pk=other.pk), reason="Fewer calls, better ones", **done)
        held = Target.objects.get(metric_key="calls", team=goal.team, starts_on=MAY.starts_on)
        assert (held.value, held.goal) == (7, goal)
        assert on_sheet(goal, team=goal.team)[MAY.starts_on] == 7
        assert not difference(goal, **done)

    def test_what_an_archived_goal_withdrew_becomes_the_other_ones(self, goal, done):
        publish_goal(goal, **done)
        archive_goal(goal, reason="Another way", **done)
        other = with_calls_in_may(other_of(goal, metric="revenue"), 7)
        publish_goal(other, **done)
        assert in_force(other).get(metric_key="calls").value == 7
        restore_goal(goal, **done)
        assert in_force(other).get(metric_key="calls").value == 7
        assert difference(goal, **done).changed == 1


def with_calls_in_may(goal, value):
    sheet = Sheet(goal, "calls")
    sheet.set(MAY, Decimal(value), team=goal.team)
    sheet.save()
    return goal


class TestPeopleOfOthers:
    """A manager sets the goal, and some of its people are not theirs today."""

    @pytest.fixture
    def comes(self, east):
        """Somebody who joins East in a month."""
        found = person("Nao")
        Membership.objects.create(person=found, team=east, starts_on=today() + timedelta(days=30))
        return found

    def test_who_comes_later_has_what_the_team_keeps_for_them(self, store, east, aiko, ben, comes):
        goal = draft(east, value=300)
        spread(goal, by=aiko.user, metrics=("calls",))
        assert on_sheet(goal, person=comes)
        publish_goal(goal, by=aiko.user, at=timezone.now())
        assert not Target.objects.filter(person=comes).exists()
        assert not difference(goal, by=aiko.user, at=timezone.now())
        assert difference(goal, by=None, at=timezone.now()).new == 3

    def test_who_went_to_another_team_does_not_keep_the_goal_from_stopping(self, store, east, west, aiko, ben):
        goal = draft(east, value=300)
        spread(goal, by=aiko.user, metrics=("calls",))
        publish_goal(goal, by=aiko.user, at=timezone.now())
        assert in_force(goal).filter(person=ben).exists()
        Membership.objects.filter(person=ben).update(ends_on=today())
        Membership.objects.create(person=ben, team=west, starts_on=today())
        spread(goal, by=aiko.user, metrics=("calls",))
        apply_sheet(goal, reason="Ben went to West", by=aiko.user, at=timezone.now())
        assert not in_force(goal).filter(person=ben).exists()
        archive_goal(goal, reason="Over", by=aiko.user, at=timezone.now())
        restore_goal(goal, by=aiko.user, at=timezone.now())
        assert in_force(goal).filter(person=aiko).exists()


class TestStopping:
    def test_it_withdraws_everything_and_restoring_brings_it_back(self, goal, done):
        publish_goal(goal, **done)
        before = set(in_force(goal).values_list("pk", "value"))
        archive_goal(goal, reason="Another way", **done)
        assert not in_force(goal).exists()
        restore_goal(goal, **done)
        assert set(in_force(goal).values_list("pk", "value")) == before

    def test_what_was_withdrawn_before_stays_so(self, goal, done, ben):
        publish_goal(goal, **done)
        PlannedTarget.objects.filter(goal=goal, person=ben).delete()
        apply_sheet(goal, reason="Without Ben", **done)
        archive_goal(goal, reason="Another way", by=done["by"], at=timezone.now())
        restore_goal(goal, **done)
        assert not in_force(goal).filter(person=ben).exists()

    def test_twice_is_refused(self, goal, done):
        publish_goal(goal, **done)
        same = Goal.objects.get(pk=goal.pk)
        archive_goal(goal, reason="Another way", **done)
        with pytest.raises(GoalsError) as refused:
            archive_goal(same, reason="Another way", **done)
        assert refused.value.code == "goal_archived_already"
        again = Goal.objects.get(pk=goal.pk)
        restore_goal(goal, **done)
        with pytest.raises(GoalsError) as refused:
            restore_goal(again, **done)
        assert refused.value.code == "goal_not_archived"

    def test_it_asks_why(self, goal, done):
        publish_goal(goal, **done)
        with pytest.raises(GoalsError) as refused:
            archive_goal(goal, reason=" ", **done)
        assert refused.value.code == "reason_needed"
