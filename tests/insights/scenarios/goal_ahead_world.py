"""A goal of this fiscal year whose parts end as somebody says: each by a log-normal distribution, so that the product
has one as well."""

import numpy as np
from django.utils import timezone
from scipy.stats import norm

from kaname.insights.goal_outlook.computing import goal_outlooks, keep_goals
from kaname.insights.models import Outlook
from kaname.insights.outlook.scene import Scene
from kaname.measures.outlook.ends import SHARES

# The middle and the spread of the logarithm of each part's end.
PARTS = {"appointments": (118.0, 0.05), "close_rate": (0.25, 0.06), "average_deal_amount": (980_000.0, 0.04)}
ACHIEVED = {"appointments": 60.0, "close_rate": 0.24, "average_deal_amount": 1_000_000.0}


def chance_of(target, *, parts=PARTS, factor=1.0):
    """Probability that the product of the parts, times a factor, reaches the target."""
    middle = np.prod([one[0] for one in parts.values()]) * factor
    spread = np.sqrt(sum(one[1] ** 2 for one in parts.values()))
    return float(norm.sf(np.log(target / middle) / spread))


def outlook_row(goal, key, middle, spread, **more):
    quantiles = (middle * np.exp(spread * norm.ppf(SHARES))).tolist()
    made = {
        "metric_key": key,
        "team_key": goal.team.key if goal.team else "",
        "starts_on": goal.starts_on,
        "ends_on": goal.ends_on,
        "verdict": "shown",
        "achieved": ACHIEVED.get(key),
        "expected": middle * np.exp(spread**2 / 2),
        "low": quantiles[4],
        "high": quantiles[36],
        "method": "count",
        "grade": "assumed",
        "parts": {"quantiles": quantiles},
        "made_at": timezone.now(),
    }
    return Outlook(**made | more)


def look_ahead(goal, *, parts=PARTS, more=()):
    """Through the goal's tree, from these outlooks of its parts."""
    rows = [outlook_row(goal, key, *one) for key, one in parts.items()] + list(more)
    with Scene.at(timezone.now()) as scene:
        (found,), outlooks = goal_outlooks(rows, {}, scene, at=timezone.now())
    keep_goals([found])
    return found, outlooks
