"""Made-up months whose course is known."""

import numpy as np


def made_up(n_series, n, *, seed=3, spread=0.1):
    """Independent months around a slow walk with a season, and how they go on."""
    rng = np.random.default_rng(seed)
    level = np.cumsum(rng.normal(0, 0.03, (n_series, n)), axis=1) + rng.normal(0, spread, (n_series, n))
    return 100 * np.exp(level + 0.3 * np.sin(2 * np.pi * np.arange(n) / 12))
