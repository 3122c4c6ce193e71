"""Candidates and their selection: what can be done with them, and what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kaname.facts.metrics.catalogue import catalogue
from kaname.goals.csf.candidates import add_csf, change_csf, remove_csf, restore_csf
from kaname.goals.csf.library import csf_from_library, library
from kaname.goals.csf.selecting import select_csf
from kaname.goals.errors import GoalsError
from kaname.goals.models import Goal, GoalChange
from kaname.goals.operations import archive_metric, set_target
from tests.goals.conftest import AT

LATER = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def goal(east):
    return new_goal(team=east)


def new_goal(*, key="sales", team=None, **changes):
    """Revenue from 100 to 120 million yen in the fiscal year 2026: a gap of 20."""
    figures = {"value": Decimal(120_000_000), "baseline": Decimal(100_000_000), "metric_key": "revenue"} | changes
    return Goal.objects.create(
        key=key, team=team, starts_on=date(2026, 4, 1), ends_on=date(2027, 4, 1), created_at=AT, **figures
    )


@pytest.fixture
def published(goal, east):
    return made_to_count(goal)


def made_to_count(goal):
    """The goal with its target in force."""
    figures = {"value": goal.value, "baseline": goal.baseline}
    goal.target = set_target(metric_key="revenue", period=goal.period, team=goal.team, by=None, at=AT, **figures)
    goal.published_at = AT
    goal.save()
    return goal


def candidate(goal, name="More people", **parts):
    return add_csf(goal, name=name, by=None, at=AT, **parts)


class TestCandidates:
    def test_they_stay_in_the_order_in_which_they_were_added(self, goal):
        names = ["More people", "A new feature", "Dormant customers"]
        for name in names:
            candidate(goal, name)
        assert [csf.name for csf in goal.csfs.all()] == names

    @pytest.mark.parametrize(
        ("parts", "code"),
        [
            ({"name": "  "}, "csf_name_needed"),
            ({"name": "x" * 201}, "text_too_long"),
            ({"description": "x" * 2001}, "text_too_long"),
            ({"reason": "x" * 501}, "reason_too_long"),
            ({"effect_low": Decimal(5), "effect_high": Decimal(4)}, "effect_reversed"),
            ({"budget": Decimal(-1)}, "cost_negative"),
            ({"effort_days": Decimal(-1)}, "cost_negative"),
            ({"effort_days": Decimal("0.125")}, "value_too_fine_for_it"),
            ({"confidence": Decimal("1.01")}, "confidence_out_of_range"),
            ({"confidence": Decimal("-0.1")}, "confidence_out_of_range"),
            ({"confidence": Decimal("0.33333")}, "value_too_fine_for_it"),
            ({"budget": Decimal(10) ** 14}, "value_too_large"),
            ({"metric_keys": ["nothing"]}, "metric_unknown"),
        ],
    )
    def test_they_refuse_what_they_cannot_be(self, goal, parts, code):
        with pytest.raises(GoalsError) as refused:
            candidate(goal, **parts)
        assert refused.value.code == code
        assert not goal.csfs.exists()

    def test_a_change_leaves_what_it_does_not_name(self, goal):
        csf = candidate(goal, budget=Decimal(100), confidence=Decimal("0.5"))
        change_csf(csf, budget=None, by=None, at=AT)
        csf.refresh_from_db()
        assert (csf.budget, csf.confidence, csf.name) == (None, Decimal("0.5"), "More people")

    def test_the_high_end_is_held_against_the_low_one_that_is_there(self, goal):
        csf = candidate(goal, effect_low=Decimal(5), effect_high=Decimal(9))
        with pytest.raises(GoalsError) as refused:
            change_csf(csf, effect_high=Decimal(4), by=None, at=AT)
        assert refused.value.code == "effect_reversed"

    def test_one_that_was_removed_can_be_put_back(self, goal):
        csf = candidate(goal)
        remove_csf(csf, by=None, at=AT)
        assert not goal.csfs.current().exists()
        restore_csf(csf, by=None, at=AT)
        assert goal.csfs.current().get() == csf

    def test_only_who_may_set_the_goal_changes_them(self, goal, ben, chie):
        for person in (ben, chie):
            with pytest.raises(GoalsError) as refused:
                add_csf(goal, name="Mine", by=person.user, at=AT)
            assert refused.value.code == "not_yours_to_set"


class TestSelecting:
    def test_exactly_one_is_selected_with_its_reason(self, goal, aiko):
        first, second = candidate(goal), candidate(goal, "A new feature")
        select_csf(goal, first, reason="It  reaches\nfurthest.", by=aiko.user, at=AT)
        select_csf(goal, second, reason="It is cheaper.", by=aiko.user, at=LATER)
        assert goal.selected_csf == second
        assert [(one.csf, one.reason, one.by, one.at, one.until_at) for one in goal.selections.all()] == [
            (first, "It reaches furthest.", aiko.user, AT, LATER),
            (second, "It is cheaper.", aiko.user, LATER, None),
        ]

    def test_it_needs_a_reason_also_while_the_goal_is_a_draft(self, goal):
        with pytest.raises(GoalsError) as refused:
            select_csf(goal, candidate(goal), reason=" ", by=None, at=AT)
        assert refused.value.code == "reason_needed"

    def test_the_same_again_changes_nothing(self, goal):
        csf = candidate(goal)
        for at in (AT, LATER):
            select_csf(goal, csf, reason="Furthest.", by=None, at=at)
        assert goal.selections.count() == 1

    def test_the_same_for_another_reason_keeps_both_reasons(self, goal):
        csf = candidate(goal)
        for reason in ("Furthest.", "Furthest and cheapest."):
            select_csf(goal, csf, reason=reason, by=None, at=AT)
        assert [one.reason for one in goal.selections.all()] == ["Furthest.", "Furthest and cheapest."]
        assert goal.selections.get(until_at=None).reason == "Furthest and cheapest."

    def test_the_selected_one_is_not_removed(self, goal):
        csf = candidate(goal)
        select_csf(goal, csf, reason="Furthest.", by=None, at=AT)
        with pytest.raises(GoalsError) as refused:
            remove_csf(csf, by=None, at=AT)
        assert refused.value.code == "csf_is_selected"
        assert "Select another one first" in str(refused.value)

    def test_a_removed_one_and_another_goals_are_not_selected(self, goal):
        csf, other = candidate(goal), candidate(new_goal(key="other"))
        remove_csf(csf, by=None, at=AT)
        for wrong, code in ((csf, "csf_is_removed"), (other, "csf_unknown")):
            with pytest.raises(GoalsError) as refused:
                select_csf(goal, wrong, reason="?", by=None, at=AT)
            assert refused.value.code == code

    def test_a_draft_keeps_no_record_beyond_its_selections(self, goal):
        select_csf(goal, candidate(goal), reason="Furthest.", by=None, at=AT)
        assert not goal.changes.filter(kind=GoalChange.Kind.CSF_SELECTED).exists()

    def test_once_the_goal_counts_every_change_is_recorded(self, published, aiko):
        first, second = candidate(published), candidate(published, "A new feature")
        for csf, reason in ((first, "Furthest."), (second, "The market changed.")):
            select_csf(published, csf, reason=reason, by=aiko.user, at=LATER)
        changes = published.changes.filter(kind=GoalChange.Kind.CSF_SELECTED)
        assert [(one.details, one.reason, one.by) for one in changes] == [
            ({"csf": "More people"}, "Furthest.", aiko.user),
            ({"csf": "A new feature", "before": "More people"}, "The market changed.", aiko.user),
        ]


class TestLibrary:
    def test_every_line_of_work_has_enough_to_choose_from_in_both_languages(self):
        assert set(library()) == {"inside_sales", "saas", "marketing", "support", "restaurants"}
        for factors in library().values():
            assert len(factors) >= 6
            for one in factors:
                assert all(label.en and label.ja for label in (one.name, one.about, one.watch)), one.key
                assert one.metric_keys
                assert set(one.metric_keys) <= catalogue().keys(), one.key

    def test_a_factor_is_copied_with_what_to_watch_and_its_metrics(self, goal):
        csf = csf_from_library(goal, "saas.onboarding", by=None, at=AT)
        assert csf.library_key == "saas.onboarding"
        assert csf.name == "Bring new customers to their first success sooner"
        assert "What to watch: The share of new customers" in csf.description
        assert csf.metric_keys == ["customers_churned", "churn_rate", "renewal_rate"]

    def test_archived_metrics_are_left_out(self, goal):
        archive_metric("renewal_rate", reason="Not ours.", by=None, at=AT)
        assert "renewal_rate" not in csf_from_library(goal, "saas.onboarding", by=None, at=AT).metric_keys

    def test_a_factor_that_does_not_exist_is_refused(self, goal):
        with pytest.raises(GoalsError) as refused:
            csf_from_library(goal, "saas.nothing", by=None, at=AT)
        assert refused.value.code == "csf_unknown"
