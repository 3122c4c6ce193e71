"""Questions to test with: small trees by hand, and ones grown by hypothesis whose target a known point reaches."""

from dataclasses import dataclass

import numpy as np
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from measures.tree.trees import LEAF, nested_trees, tree_of

from kaname.measures.operation import Operation
from kaname.measures.proposal.corner import corner
from kaname.measures.proposal.question import Capacity
from kaname.measures.tree.kpi_tree import KpiTree, TreeNode

SUM, DIFFERENCE, PRODUCT, RATIO, WEIGHTED = Operation
NAN = float("nan")
# A busy machine must not fail what is right.
CALM = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
# Revenue = appointments x close rate x average amount: 50 x 0.20 x 1,000,000 = 10,000,000.
REVENUE = tree_of((PRODUCT, [(PRODUCT, [LEAF, LEAF]), LEAF]))
REVENUE_NOW = {
    "actual": [50.0, 0.20, 1_000_000.0],
    "low": [40.0, 0.15, 900_000.0],
    "high": [60.0, 0.25, 1_200_000.0],
}


@dataclass
class Known:
    """A question and a point within ranges, locks and capacity that answers it."""

    tree: KpiTree
    actual: np.ndarray
    low: np.ndarray
    high: np.ndarray
    locked: np.ndarray
    capacity: Capacity | None
    point: np.ndarray

    @property
    def target(self):
        return float(root_of(self.tree, self.point))

    @property
    def asked(self):
        given = {"actual": self.actual, "low": self.low, "high": self.high, "locked": self.locked}
        return given | {"target": self.target, "capacity": self.capacity}

    @property
    def strain(self):
        """That of the point."""
        moves = (self.point - self.actual) / (self.high - self.low)
        return float((moves[np.isnan(self.locked)] ** 2).sum())


def root_of(tree, leaves):
    return tree.evaluate(np.asarray(leaves, dtype=np.float64))[0]


def sum_of(count):
    return tree_of((SUM, [LEAF] * count))


def some(numbers, count):
    return st.lists(numbers, min_size=count, max_size=count).map(np.array)


def in_other_units(tree, factors):
    """The tree for leaves that are `factors` times as large: a weighted sum of one part turns each of them back."""
    nodes, size = list(tree.nodes), len(tree.nodes)
    for number, place in enumerate(tree.leaves):
        nodes[place] = TreeNode(WEIGHTED, (size + number,), (1 / float(factors[number]),))
    return KpiTree((*nodes, *(TreeNode() for _ in tree.leaves)))


@st.composite
def known(draw, with_capacity=False):
    tree = tree_of(draw(nested_trees))
    count = len(tree.leaves)
    actual = draw(some(st.floats(0.5, 50), count))
    width = actual * draw(some(st.floats(0.01, 0.9), count))
    low = actual - width * draw(some(st.floats(-0.2, 1.2), count))
    point = low + width * draw(some(st.floats(0, 1), count))
    locked = np.where(draw(some(st.integers(0, 3), count)) == 0, point, NAN)
    capacity = None
    if with_capacity:
        hours = draw(some(st.sampled_from([0.0, 0.1, 1.0, 3.0]), count))
        capacity = Capacity(hours=hours, available=float(hours @ point) * 1.000001)
    found = Known(tree, actual, low, low + width, locked, capacity, point)
    _, exact = corner(tree, low=np.minimum(low, actual), high=np.maximum(low + width, actual), highest=True)
    # Where a denominator may be 0, a root has no bounds; see the tests of ratios.
    assume(exact and 1e-3 < abs(found.target) < 1e9)
    return found
