"""From facts to the next best move: what a number can realistically end at, worked out by hand beside."""

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from kaname.insights import running
from kaname.insights.goal_outlook.rooms import _by_trials
from kaname.insights.models import GoalOutlook, Outlook, Subject
from kaname.measures.realistic_range import RealisticRange
from tests.goals.goal_page_world import facts_until_today, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed(store, east, aiko, ben, chie):
    facts_until_today(store)
    goal = published(east, by=aiko.user)
    row = running.compute(Subject.OUTLOOK, at=timezone.now())
    assert row.failure == ""
    return GoalOutlook.objects.get(goal=goal)


def test_the_job_looks_ahead_through_the_tree_and_as_far_as_hours_brought_before(computed, aiko, sign_in):
    goal = computed.goal
    period = {"starts_on": goal.starts_on, "ends_on": goal.ends_on}
    nodes = {one["metric_key"]: one for one in computed.nodes}
    rows = {one.metric_key: one for one in Outlook.objects.filter(team_key="east", **period)}

    assert set(computed.leaf_keys) <= set(nodes)
    assert nodes["revenue"]["target"] == 30_000_000
    for key in computed.leaf_keys:
        if key in computed.missing:
            assert nodes[key]["expected"] is None
        else:
            assert nodes[key]["expected"] == pytest.approx(np.mean(rows[key].parts["quantiles"]), rel=0.05)
    assert sign_in(aiko).get(reverse("goals:goal", args=[computed.goal.key])).status_code == 200

    node, row = nodes["appointments"], rows["appointments"]
    if node["room"] is None or row.usual_high is None:  # The target is reached: nothing is missing any more.
        return
    left = row.parts.get("hours_left")
    low, high = node["room"]
    assert low <= high
    # Both ends lie as far apart as the hours left times what the two tenths of months brought.
    hours = (high - row.achieved) / row.usual_high
    assert (low - row.achieved) / row.usual_low == pytest.approx(hours, rel=1e-4)
    assert left is None or hours == pytest.approx(left, rel=1e-3)


def test_rates_keep_what_is_decided_and_end_the_rest_at_the_best_tenth():
    row = Outlook(achieved=0.2, parts={"trials": 300.0, "trials_left": 100.0})
    found = RealisticRange(low=0.1, middle=0.2, high=0.3, n=20, source=None, needed=0)

    # 60 of 300 are won; of 100 more, 10 or 30 would be.
    assert _by_trials(row, found) == pytest.approx((70 / 400, 90 / 400))
