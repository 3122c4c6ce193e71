"""Change against an earlier period."""

import pytest

from kaname.measures.change import Change, change


@pytest.mark.parametrize(
    ("current", "before", "expected"),
    [
        (120, 100, Change(points=20, relative=0.2)),
        (80, 100, Change(points=-20, relative=-0.2)),
        (-50, -100, Change(points=50, relative=0.5)),
        (5, 0, Change(points=5, relative=None)),
        (0, 0, Change(points=0, relative=None)),
        (None, 100, None),
        (100, None, None),
    ],
)
def test_it_compares_two_values(current, before, expected):
    assert change(current, before) == expected


def test_it_gives_percentage_points_of_a_rate():
    found = change(0.25, 0.20)
    assert found is not None
    assert found.points == pytest.approx(0.05)
    assert found.relative == pytest.approx(0.25)
