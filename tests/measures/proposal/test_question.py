"""What cannot be asked is refused with a stable code and the leaf where it shows."""

import pytest
from measures.proposal.cases import NAN, sum_of

from kaname.measures.proposal.propose import propose
from kaname.measures.proposal.question import CannotPropose, Capacity

FINE = {"actual": [10, 10], "low": [5, 5], "high": [15, 15], "target": 22}
INFINITE = float("inf")


@pytest.mark.parametrize(
    ("wrong", "code", "leaf"),
    [
        ({"actual": [10]}, "shape_differs", None),
        ({"same": [1, 2, 3]}, "shape_differs", None),
        ({"whole": [True]}, "shape_differs", None),
        ({"target": NAN}, "target_unknown", None),
        ({"target": INFINITE}, "target_unknown", None),
        ({"actual": [10, NAN]}, "actual_unknown", 1),
        ({"actual": [INFINITE, 10]}, "number_infinite", 0),
        ({"high": [15, INFINITE]}, "number_infinite", 1),
        ({"locked": [NAN, INFINITE]}, "number_infinite", 1),
        ({"low": [5, 16]}, "range_reversed", 1),
        ({"least": [2, 2], "most": [3, 1]}, "limits_reversed", 1),
        ({"capacity": Capacity(hours=[-1, 0], available=10)}, "hours_negative", 0),
        ({"capacity": Capacity(hours=[1, 0], available=NAN)}, "hours_unknown", None),
        ({"same": [1, 1], "locked": [3, 4]}, "same_differs", 1),
    ],
)
def test_it_refuses(wrong, code, leaf):
    with pytest.raises(CannotPropose) as refused:
        propose(sum_of(2), **FINE | wrong)
    assert (refused.value.code, refused.value.leaf) == (code, leaf)


def test_it_lets_limits_reach_to_what_was_really_there():
    plan = propose(sum_of(2), **FINE, most=[8, NAN]).within
    assert plan.values == pytest.approx([10, 12])
