"""Secant slopes: logarithmic means that do not lose digits, and Shapley's value without its orders."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures.tree.trees import shapley_by_orders, shapley_of_product_by_orders

from kaname.measures.tree.secants import logarithmic_mean, shapley_of_product, shapley_of_ratio

# Das Gupta, "Standardization and decomposition of rates: a user's manual", US Bureau of the Census, Current Population
# Reports P23-186, 1993; data and results as printed in the README of the R package DasGuptR (J. King and B. Matthews).
# With rates that are products his method is the Shapley value.
DAS_GUPTA = {
    "mean earnings of black and white men, US 1980": ([10930, 0.717892], [16591, 0.825974], [4369.913, 1487.262]),
    "births per 1,000, Austria and Chile 1981": (
        [51.78746, 0.45919, 0.52638],
        [84.90502, 0.75756, 0.51065],
        [10.4340333, 10.5608476, -0.6670084],
    ),
    "nonmarital births of white women, US 1971 and 1979": (
        [25.3, 0.214, 0.279, 0.949],
        [32.7, 0.290, 0.473, 0.986],
        [0.6889411, 0.8125381, 1.3829055, 0.1047547],
    ),
    "total fertility rate, South Korea": (
        [0.58, 0.76, 0.84, 0.66, 16.573],
        [0.72, 0.97, 0.97, 0.56, 16.158],
        [1.0909785, 1.2298438, 0.7278399, -0.8398707, -0.1290187],
    ),
}

whole_numbers = st.integers(-9, 9).map(float)


@pytest.mark.parametrize("name", DAS_GUPTA)
def test_it_splits_products_as_das_gupta_does(name):
    before, after, effects = (np.array(row, dtype=np.float64) for row in DAS_GUPTA[name])
    slopes = shapley_of_product(before=before, after=after)
    assert slopes * (after - before) == pytest.approx(effects, rel=5e-7)


def test_it_splits_das_guptas_birth_rate_of_seven_age_groups():
    # Taiwan, 1960 to 1970: births of the married, married among women, women in the population, by age; same source.
    before = [
        [393, 407, 369, 274, 184, 90, 16],
        [0.122, 0.622, 0.903, 0.930, 0.916, 0.873, 0.800],
        [0.043, 0.041, 0.036, 0.032, 0.026, 0.020, 0.018],
    ]
    after = [
        [488, 452, 338, 156, 63, 22, 3],
        [0.082, 0.527, 0.866, 0.941, 0.942, 0.923, 0.876],
        [0.058, 0.038, 0.032, 0.030, 0.026, 0.023, 0.019],
    ]
    start, end = np.array(before), np.array(after)
    effects = (shapley_of_product(before=start, after=end) * (end - start)).sum(axis=1)
    assert effects == pytest.approx([-7.285632, -2.720633, -1.565181], abs=1e-6)


@given(st.lists(st.tuples(whole_numbers, whole_numbers), min_size=1, max_size=6))
def test_it_is_the_shapley_value_of_a_product(pairs):
    before, after = np.array(pairs).T
    shares = shapley_of_product(before=before, after=after) * (after - before)
    scale = float(np.prod(np.abs(pairs).max(axis=1)))
    assert shares == pytest.approx(shapley_of_product_by_orders(before=before, after=after), abs=1e-12 * (scale + 1))


@given(st.tuples(whole_numbers, whole_numbers), st.tuples(*[whole_numbers.filter(bool)] * 2))
def test_it_is_the_shapley_value_of_a_ratio(top, bottom):
    before, after = np.array([top, bottom]).T
    shares = shapley_of_ratio(before=before, after=after) * (after - before)
    expected = shapley_by_orders(lambda parts: parts[0] / parts[1], before=before, after=after)
    assert shares == pytest.approx(expected, abs=1e-12)


def test_it_takes_the_logarithmic_mean():
    # (20 - 10) / ln 2 = 14.427; of equal values the value; of 1 and e it is e - 1; of two losses minus that of gains.
    one, other = np.array([20.0, 7.0, 1.0, -10.0]), np.array([10.0, 7.0, np.e, -20.0])
    assert logarithmic_mean(one, other) == pytest.approx([14.42695040888963, 7.0, np.e - 1, -14.42695040888963])


@given(st.floats(1e-6, 1e12), st.floats(-1e-5, 1e-5))
def test_it_keeps_its_digits_near_equality(value, step):
    # The series of (e^h - 1) / h for small h, at the logarithm of the quotient.
    other = value * (1 + step)
    log = np.log1p((other - value) / value)
    series = value * (1 + log / 2 + log**2 / 6 + log**3 / 24)
    assert float(logarithmic_mean(np.array(value), np.array(other))) == pytest.approx(series, rel=1e-15)


@given(st.floats(1e-100, 1e100), st.floats(1e-100, 1e100))
def test_it_lies_between_geometric_and_arithmetic_mean(one, other):
    mean = float(logarithmic_mean(np.array(one), np.array(other)))
    assert np.sqrt(one) * np.sqrt(other) * (1 - 1e-12) <= mean <= (one / 2 + other / 2) * (1 + 1e-12)
    assert mean == float(logarithmic_mean(np.array(other), np.array(one)))
