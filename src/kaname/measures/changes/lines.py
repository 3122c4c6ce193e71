"""Straight lines through stretches of a series, all of them at once from running sums. See docs/measures/phases.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.changes.scan import Numbers, Places


@dataclass(frozen=True)
class Lines:
    """Running sums of known points; a stretch is `first <= place < last`, one or many of them."""

    t: Numbers
    z: Numbers
    sums: Numbers

    @classmethod
    def through(cls, *, t: Numbers, z: Numbers) -> "Lines":
        """Points of shape (n_points,), in order of the times `t`."""
        moments = np.stack([np.ones_like(t), t, t * t, z, z * z, t * z])
        return cls(t, z, np.concatenate([np.zeros((6, 1)), np.cumsum(moments, axis=1)], axis=1))

    def residual(self, first: Places | int, last: Places | int) -> Numbers:
        """Sum of squares around the line of each stretch."""
        _, _, s_tt, s_zz, s_tz = self._centred(first, last)
        explained = np.divide(s_tz**2, s_tt, out=np.zeros_like(s_tt), where=s_tt > 0)
        return np.asarray(np.maximum(s_zz - explained, 0.0), dtype=np.float64)

    def line(self, first: int, last: int) -> tuple[float, float, float]:
        """Mean time, mean value and slope of one stretch."""
        t, z, s_tt, _, s_tz = self._centred(first, last)
        return float(t), float(z), float(s_tz / s_tt) if s_tt > 0 else 0.0

    def variance_at(self, first: int, last: int, t: float) -> float:
        """Of the line at a time, in units of the residual variance."""
        mean, _, s_tt, _, _ = self._centred(first, last)
        away = (t - float(mean)) ** 2
        return 1 / (last - first) + (away / float(s_tt) if s_tt > 0 else 0.0)

    def _centred(self, first: Places | int, last: Places | int) -> tuple[Numbers, ...]:
        ends, starts = np.broadcast_arrays(last, first)
        n, t, tt, z, zz, tz = self.sums[:, ends] - self.sums[:, starts]
        return t / n, z / n, tt - t * t / n, zz - z * z / n, tz - t * z / n


def best_partition(lines: Lines, *, penalty: float, shortest: int) -> list[int]:
    """Where the stretches begin that have the least residuals + `penalty` for each beyond the first.

    Optimal partitioning [1]_, every end against all beginnings at once. Without the first beginning, 0.

    References
    ----------
    .. [1] Jackson et al., "An algorithm for optimal partitioning of data on an interval", IEEE SPL 12 (2005).
    """
    n = len(lines.t)
    cost, begins = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=np.int64)
    cost[0] = -penalty
    for last in range(shortest, n + 1):
        first = np.arange(0, last - shortest + 1)
        total = cost[: last - shortest + 1] + lines.residual(first, last) + penalty
        begins[last] = total.argmin()
        cost[last] = total[begins[last]]
    places: list[int] = []
    last = int(begins[n])
    while last > 0:
        places.append(last)
        last = int(begins[last])
    return places[::-1]
