"""How far a node moves per unit of each of its parts between two times. See docs/measures/contributions.md."""

import numpy as np
from numpy.typing import NDArray

from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import TreeNode, Values, combine, product_of_others, weights_of

# Two values that are further apart than this have a quotient that floats do not hold.
SMALLEST_QUOTIENT = float(np.finfo(np.float64).tiny)


def secant_slopes(node: TreeNode, *, before: Values, after: Values) -> Values:
    """Slopes with which the changes of a node's parts add up to its own change without remainder.

    Sums, differences and weighted sums: their weights. Products and ratios: logarithmic means (LMDI-I) [1]_ in the
    cells where node and parts keep their sign; the Shapley value over the parts [2]_ in those with a zero or a change
    of sign. Each cell stands for itself.

    Parameters
    ----------
    node : TreeNode
        With an operation.
    before, after : ndarray, shape (n_children, ...)
        The parts' values, all finite. [each part's own unit]

    Returns
    -------
    ndarray, shape (n_children, ...), or (n_children, 1, ...) where the slopes are the same everywhere
        [node's unit per part's unit]; not finite where the node is a ratio that divides by zero at either time.

    References
    ----------
    .. [1] Ang, "The LMDI approach to decomposition analysis: a practical guide", Energy Policy 33 (2005) 867-871.
    .. [2] Shorrocks, "Decomposition procedures for distributional analysis: a unified framework based on the Shapley
       value", Journal of Economic Inequality 11 (2013) 99-126.
    """
    weights = weights_of(node, before)
    return _of_factors(node, before, after) if weights is None else weights


def logarithmic_mean(one: Values, other: Values) -> Values:
    """(one - other) / (ln one - ln other), and their value where they are equal; both of one sign and not zero."""
    nearer = np.where(np.abs(one) < np.abs(other), one, other)
    farther = np.where(np.abs(one) < np.abs(other), other, one)
    growth = (farther - nearer) / nearer
    mean: Values = farther.copy()
    np.divide(farther - nearer, np.log1p(growth), out=mean, where=growth > 0)
    return mean


def shapley_of_product(*, before: Values, after: Values) -> Values:
    """Slopes of a product's factors: the mean, over all orders in which they change, of the product of the others.

    The weight of k changed others among n - 1 is k! (n-1-k)! / n!, the integral of t^k (1-t)^(n-1-k) from 0 to 1. So
    the mean is the integral of the others' product along the straight line from before to after, which
    Gauss-Legendre points give exactly: n²/2 products instead of 2^n.
    """
    points, weights = np.polynomial.legendre.leggauss((len(before) + 1) // 2)
    slopes: Values = np.zeros_like(before)
    for share, weight in zip((1 + points) / 2, weights / 2, strict=True):
        slopes += weight * product_of_others((1 - share) * before + share * after)
    return slopes


def shapley_of_ratio(*, before: Values, after: Values) -> Values:
    """Slopes of numerator and denominator: the mean of changing the one first and the other first."""
    numerators, denominators = before[0] + after[0], before[1] * after[1]
    return np.stack([(1 / before[1] + 1 / after[1]) / 2, -numerators / denominators / 2])


def _of_factors(node: TreeNode, before: Values, after: Values) -> Values:
    earlier, later = combine(node, before), combine(node, after)
    steady = _keep_sign(before, after).all(axis=0) & _keep_sign(earlier, later)
    shapley = shapley_of_product if node.operation is Operation.PRODUCT else shapley_of_ratio
    slopes: Values = np.empty_like(before)
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes[:, ~steady] = shapley(before=before[:, ~steady], after=after[:, ~steady])
    slopes[:, steady] = logarithmic_mean(earlier[steady], later[steady])
    slopes[:, steady] /= logarithmic_mean(before[:, steady], after[:, steady])
    if node.operation is Operation.RATIO:
        slopes[1, steady] *= -1
    return slopes


def _keep_sign(before: Values, after: Values) -> NDArray[np.bool_]:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        quotient = after / before
    return np.asarray((quotient > SMALLEST_QUOTIENT) & (quotient < 1 / SMALLEST_QUOTIENT))
