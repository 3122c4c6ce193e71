"""Whether the facts have moved on since a scenario was kept."""

from __future__ import annotations

from math import isfinite

from django.utils.translation import gettext as _

from kaname.goals.reader import Reader
from kaname.insights.models import Scenario
from kaname.insights.scenarios.lines import amount
from kaname.insights.scenarios.page import Thought
from kaname.web.formats.chances import chance
from kaname.web.formats.periods import full_day

# What rounds to the same percent, or lies a thousandth apart, has not moved.
SAME_CHANCE, SAME_END = 0.005, 0.001


def moved_on(scenario: Scenario, now: Thought, reader: Reader) -> str:
    """What it led to when it was kept, and that it was computed anew; nothing while that is the same."""
    expected, probability = float(now.after.ends.expected[0]), now.after.chance()
    if scenario.outlook_at is None or not _differs(scenario, expected, probability):
        return ""
    day = scenario.outlook_at.astimezone(reader.organisation.zone).date()
    key = now.basis.tree.keys[0]
    words = {
        "day": full_day(day, language=reader.language),
        "value": amount(scenario.expected, key, reader) or "–",
        "chance": chance(scenario.probability),
    }
    return (
        _(
            "Facts have moved on since %(day)s. Then it led to %(value)s and a probability of %(chance)s; what is "
            "shown here is computed with today’s outlook."
        )
        % words
    )


def _differs(scenario: Scenario, expected: float, probability: float | None) -> bool:
    if scenario.expected is None or not isfinite(expected):
        return False
    if abs(expected - scenario.expected) > SAME_END * abs(scenario.expected):
        return True
    then = scenario.probability
    return then is not None and probability is not None and abs(then - probability) >= SAME_CHANCE
