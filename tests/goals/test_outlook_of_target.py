"""Whether a probability is that of the target beside which it would stand."""

import pytest

from kaname.goals.figures import Nature, figure
from kaname.goals.outlooks import EndOutlook
from kaname.goals.targets import Origin, ResolvedTarget
from kaname.measures.direction import Direction

OUTLOOK = EndOutlook(expected=2_161, low=2_068, high=2_258, probability=0.85, target=2_085, upper=None)


def probability(target, *, direction=Direction.HIGHER, step=1.0):
    asked = ResolvedTarget(target, None, None, Origin.EXACT, ())
    shown = figure(
        nature=Nature(direction, True, step), actual=1_300, target=asked, share=0.6, over=False, outlook=OUTLOOK
    )
    return shown.probability


@pytest.mark.parametrize(
    ("target", "expected"),
    [(2_085, 0.85), (2_085 + 1e-9, 0.85), (2_084.4, 0.85), (2_084, None), (2_085.1, None), (2_300, None)],
)
def test_counts_reach_a_target_between_two_of_them_with_the_upper_one(target, expected):
    assert probability(target) == expected


def test_amounts_and_what_is_best_low_are_judged_by_the_very_target():
    assert probability(2_084.4, step=0.0) is None
    assert probability(2_084.4, direction=Direction.LOWER) is None
