"""Which number moves the goal most: log-normal factors, whose product is one as well."""

import numpy as np
import pytest
from scipy.stats import norm

from kaname.measures.direction import Direction
from kaname.measures.operation import Operation
from kaname.measures.outlook.ends import SHARES
from kaname.measures.outlook.next_move import Aim, Drawn, Room, as_much_as, next_moves
from kaname.measures.outlook.tree import leaf_draws
from kaname.measures.tree.kpi_tree import KpiTree, TreeNode

TREE = KpiTree((TreeNode(Operation.PRODUCT, (1, 2, 3)), TreeNode(), TreeNode(), TreeNode()))
MIDDLES, SPREADS = np.array([100.0, 0.2, 50.0]), np.array([0.05, 0.08, 0.03])
AIM = Aim(1_050.0, Direction.HIGHER)


@pytest.fixture(scope="module")
def drawn():
    quantiles = MIDDLES[:, np.newaxis] * np.exp(SPREADS[:, np.newaxis] * norm.ppf(SHARES))
    return Drawn(TREE, leaf_draws(quantiles=quantiles, rng=np.random.default_rng(1), draws=20_000))


def chance(factor):
    return norm.sf(np.log(AIM.target / (MIDDLES.prod() * factor)) / np.sqrt((SPREADS**2).sum()))


def test_a_move_adds_what_the_product_says_and_the_largest_comes_first(drawn):
    means = drawn.ends().expected
    rooms = [
        Room((place,), means[place] * 0.9, means[place] * factor) for place, factor in ((1, 1.02), (2, 1.1), (3, 1.05))
    ]
    found = next_moves(drawn=drawn, aim=AIM, rooms=rooms)

    assert [move.room.places for move in found] == [(2,), (3,), (1,)]
    for move, factor in zip(found, (1.1, 1.05, 1.02), strict=True):
        assert move.probability == pytest.approx(chance(factor), abs=0.02)
        assert move.gain == pytest.approx(chance(factor) - chance(1.0), abs=0.02)


def test_factors_of_a_product_are_worth_the_same_change(drawn):
    (move,) = next_moves(drawn=drawn, aim=AIM, rooms=[Room((2,), 0.0, drawn.ends().expected[2] * 1.07)])
    assert as_much_as(drawn=drawn, aim=AIM, places=(1,), probability=move.probability) == pytest.approx(
        1.07, abs=0.0006
    )


def test_fewer_are_moved_down_where_less_is_better(drawn):
    aim = Aim(1_050.0, Direction.LOWER)
    means = drawn.ends().expected
    (move,) = next_moves(drawn=drawn, aim=aim, rooms=[Room((1,), means[1] * 0.9, means[1] * 1.1)])
    assert move.end == means[1] * 0.9
    assert as_much_as(drawn=drawn, aim=aim, places=(3,), probability=move.probability) == pytest.approx(0.9, abs=0.0006)


def test_what_no_change_reaches_has_no_like(drawn):
    assert as_much_as(drawn=drawn, aim=Aim(1e9, Direction.HIGHER), places=(1,), probability=0.5) is None


def test_a_goal_without_an_outlook_has_no_moves(drawn):
    unknown = Drawn(TREE, np.full_like(drawn.leaves, np.nan))
    assert next_moves(drawn=unknown, aim=AIM, rooms=[Room((1,), 0.0, 200.0)]) == []
