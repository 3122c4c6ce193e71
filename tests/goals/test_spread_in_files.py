"""How a goal's targets are spread, as a file may say it."""

import math

import pytest

from kaname.goals.exchange.spread import require_spread


@pytest.mark.parametrize(
    "sheet",
    [
        {},
        {"metrics": {"calls": {"by": "week", "left_out": ["person:ben"], "season": {"4": 1.2, "12": 0}}}},
        {"metrics": {"calls": {"left_out": None, "season": {}}}},
        {"ramp_up": {"start": 0.5, "months": 3}},
        {"ramp_up": {"start": 0, "months": 36}},
    ],
)
def test_what_pages_can_read_is_taken_as_it_is(sheet):
    assert require_spread(sheet) == sheet


@pytest.mark.parametrize(
    "season",
    [
        [1.0] * 12,
        {"0": 1},
        {"13": 1},
        {"April": 1},
        {"4": -0.1},
        {"4": 10.5},
        {"4": "1.2"},
        {"4": None},
        {"4": True},
        {"4": math.nan},
        {"4": math.inf},
    ],
    ids=str,
)
def test_a_season_is_a_factor_for_each_month_of_the_year(season):
    with pytest.raises(ValueError, match=r"“season” .a factor from 0 to 10 by the number of a month, 1 to 12."):
        require_spread({"metrics": {"calls": {"season": season}}})


@pytest.mark.parametrize("months", [-1, 37, math.inf, math.nan, "3"], ids=str)
def test_a_ramp_up_lasts_as_long_as_on_the_page(months):
    with pytest.raises(ValueError, match=r"“months” .0 to 36."):
        require_spread({"ramp_up": {"start": 0.5, "months": months}})
