"""Where a goal ends through its tree, against what the product of log-normal parts is known to do."""

import numpy as np
import pytest

from kaname.insights.models import GoalOutlook
from tests.insights.scenarios.goal_ahead_world import PARTS, chance_of, look_ahead, outlook_row

TARGET = 30_000_000.0
pytestmark = pytest.mark.django_db


def node(found, key):
    return next(one for one in found.nodes if one["metric_key"] == key)


def test_the_probability_of_the_goal_is_that_of_the_product_of_its_parts(goal):
    found, outlooks = look_ahead(goal)
    row = next(one for one in outlooks if one.metric_key == "revenue")

    assert row.probability == pytest.approx(chance_of(TARGET), abs=0.02)
    assert row.expected == pytest.approx(np.prod([one[0] for one in PARTS.values()]), rel=0.01)
    assert (row.method, row.grade, row.target) == ("tree", "assumed", TARGET)
    assert node(found, "revenue")["probability"] == row.probability


def test_a_goal_with_an_outlook_of_its_own_keeps_it_with_the_trees_beside(goal):
    own = outlook_row(goal, "revenue", 27_000_000.0, 0.05, probability=0.02)
    found, outlooks = look_ahead(goal, more=[own])

    assert [one for one in outlooks if one.metric_key == "revenue"] == [own]
    assert node(found, "revenue")["own_expected"] == own.expected
    assert node(found, "revenue")["expected"] == pytest.approx(28_900_000, rel=0.02)


def test_a_number_with_an_outlook_stands_for_parts_that_have_none(goal):
    some = {key: PARTS[key] for key in ("close_rate", "average_deal_amount")}
    found, _outlooks = look_ahead(goal, parts=some, more=[outlook_row(goal, "deals_won", 30.0, 0.05)])

    assert found.leaf_keys == ["deals_won", "average_deal_amount"]
    assert found.missing == {}
    assert node(found, "revenue")["expected"] == pytest.approx(30 * 980_000, rel=0.01)


def test_a_part_without_any_outlook_is_named_and_there_is_no_number(goal):
    some = {key: PARTS[key] for key in ("appointments", "average_deal_amount")}
    found, outlooks = look_ahead(goal, parts=some)

    assert found.missing == {"close_rate": "no_outlook"}
    assert node(found, "revenue")["expected"] is None
    assert "revenue" not in {one.metric_key for one in outlooks}


def test_too_wide_an_interval_allows_no_probability(goal):
    found, outlooks = look_ahead(goal, parts=PARTS | {"appointments": (118.0, 0.3)})
    row = next(one for one in outlooks if one.metric_key == "revenue")

    assert (row.verdict, row.probability) == ("range", None)
    assert node(found, "revenue")["probability"] is None


def test_it_is_there_once_for_each_goal_however_often_it_is_computed(goal):
    look_ahead(goal)
    look_ahead(goal)

    assert GoalOutlook.objects.filter(goal=goal).count() == 1
