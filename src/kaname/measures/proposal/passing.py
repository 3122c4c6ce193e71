"""Where a function of one number passes zero along a path, told apart from where it only jumps over it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq

from kaname.measures.tree.kpi_tree import Values

# At a zero, less than this share of the miss nearby is left; at a jump it grows. Steps are only limited by rounding.
PASSES, TINY = 1e-6, 1e-300


def first_pass(miss: Callable[[Values], Values], path: Values) -> float | None:
    """The first zero of `miss` between neighbouring points of `path`, by Brent's method [1]_; None where there is none.

    Where a ratio's denominator changes its sign, the root of a tree jumps from one side of a target to the other; no
    value there reaches it.

    References
    ----------
    .. [1] Brent, "Algorithms for Minimization Without Derivatives", Prentice-Hall, 1973, ch. 4.
    """
    misses = miss(path)
    passed = np.flatnonzero(misses[:-1] * misses[1:] <= 0)
    for step in passed.tolist():
        ends = misses[step], misses[step + 1]

        def at(value: float, undefined: float = ends[0]) -> float:
            return float(np.nan_to_num(miss(np.array([value]))[0], nan=undefined))

        value = float(brentq(at, path[step], path[step + 1], xtol=TINY, disp=False))
        if abs(at(value, np.inf)) <= PASSES * max(abs(ends[0]), abs(ends[1])):
            return value
    return None
