"""What the rest of a period has to bring."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.direction import Direction
from kaname.measures.outlook.what_it_takes import Place, what_it_takes
from kaname.measures.realistic_range import RangeSource, RealisticRange

USUAL = RealisticRange(low=40.0, middle=50.0, high=60.0, n=12, source=RangeSource.OWN, needed=0)
UNKNOWN = RealisticRange(low=None, middle=None, high=None, n=2, source=None, needed=4)


def asked(**changes):
    given_ = {
        "target": 50.0,
        "achieved": 10.0,
        "hours_left": 112.0,
        "period_hours": 152.0,
        "realistic": USUAL,
        "direction": Direction.HIGHER,
    }
    return what_it_takes(**(given_ | changes))


def test_it_is_the_example_of_the_page():
    found = asked()
    assert found.rate == pytest.approx(40 / 112)
    assert found.per_period == pytest.approx(54.29, abs=0.01)
    assert found.position == pytest.approx(0.714, abs=0.001)
    assert found.place is Place.WITHIN


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"achieved": 50.0}, Place.REACHED),
        ({"achieved": 30.0}, Place.EASY),
        ({"achieved": 0.0}, Place.BEYOND),
        ({"hours_left": 0.0}, Place.NO_TIME),
        ({"realistic": UNKNOWN}, Place.NO_RANGE),
        ({"target": 40.0, "upper": 70.0, "direction": Direction.RANGE}, Place.WITHIN),
        ({"target": 40.0, "upper": 70.0, "direction": Direction.RANGE, "achieved": 41.0}, Place.REACHED),
        ({"direction": Direction.LOWER}, Place.WITHIN),
        ({"direction": Direction.LOWER, "achieved": 0.0}, Place.EASY),
        ({"direction": Direction.LOWER, "achieved": 40.0}, Place.BEYOND),
        ({"direction": Direction.LOWER, "achieved": 51.0}, Place.BEYOND),
        ({"direction": Direction.LOWER, "hours_left": 0.0}, Place.EASY),
    ],
)
def test_it_has_a_place_beside_what_was_reached(changes, place):
    assert asked(**changes).place is place


@given(achieved=st.floats(0, 49), more=st.floats(0, 100))
def test_more_time_makes_it_easier(achieved, more):
    assert asked(achieved=achieved, hours_left=112 + more).rate <= asked(achieved=achieved).rate


def test_it_refuses_negative_time():
    with pytest.raises(ValueError, match="0 or more"):
        asked(hours_left=-1.0)
