"""How much units change from one stretch of periods to another, and usually do. See docs/measures/effect.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.noise import Numbers, Outcome, Stretch, chance, inflation, lasting, level


@dataclass(frozen=True)
class PeerChange:
    """Changes on the scale of the treated unit (first) and of its peers, shape (n_units,).

    `noise_before` and `noise_after`: variance of each level from week to week, with dispersion and autocorrelation;
    `least`: variance of a peer's change by chance alone, in the mean.
    """

    changes: Numbers
    noise_before: Numbers
    noise_after: Numbers
    least: float

    @property
    def expected(self) -> float:
        """What the peers changed by in the mean."""
        return float(self.changes[1:].mean())

    @property
    def size(self) -> float:
        """Difference in differences."""
        return float(self.changes[0]) - self.expected

    def variance(self, *, longer: float = 1.0) -> float:
        """Of the difference, if the later stretch were so many times longer.

        How differently the peers changed among themselves, at least by chance, counts once for the treated unit and
        once for the peers' mean; more is added where noise moves the treated unit more than it moves them.
        """
        before, after = float(self.noise_before[1:].mean()), float(self.noise_after[1:].mean())
        differently = float(self.changes[1:].var(ddof=1))
        passing = min(1.0, differently / (before + after)) * after * (1 - 1 / longer)
        more = float(self.noise_before[0]) - before + (float(self.noise_after[0]) - after) / longer
        least = self.least * (before + after / longer) / (before + after)
        return max(differently - passing, least) * (1 + 1 / (len(self.changes) - 1)) + max(more, 0.0)


def peer_change(units: Stretch, *, at: int, outcome: Outcome) -> PeerChange:
    """From the periods before the place `at` to those from there on; the first unit is the treated one."""
    before, after = units.part(0, at), units.part(at, units.events.shape[1])
    spread, together = inflation(before, after, outcome=outcome)
    return PeerChange(
        changes=level(after, outcome=outcome) - level(before, outcome=outcome),
        noise_before=_noise(before, spread, together, outcome),
        noise_after=_noise(after, spread, together, outcome),
        least=float((chance(before, outcome=outcome) + chance(after, outcome=outcome))[1:].mean()),
    )


@dataclass(frozen=True)
class OwnChange:
    """The change with the start, and all the earlier changes between neighbouring stretches of that length.

    On the scale; `chance` is the variance of a change by chance alone, `freedom` the degrees of freedom of the past
    changes, which overlap.
    """

    change: float
    past: Numbers
    chance: float
    freedom: float

    @property
    def variance(self) -> float:
        """The mean square of the past changes (around none: a course that was always rising is no effect)."""
        return max(float(np.mean(self.past**2)), self.chance)


def own_change(unit: Stretch, *, at: int, length: int, outcome: Outcome) -> OwnChange:
    """From the `length` periods before the place `at` to as many from there on, of one unit without unknown periods."""
    starts = np.arange(0, at - length + 1)
    windows = starts[:, None] + np.arange(length)
    past = level(Stretch(unit.events[0][windows], unit.exposure[0][windows]), outcome=outcome)
    now = unit.part(at - length, at), unit.part(at, at + length)
    changes = past[length:] - past[:-length]
    return OwnChange(
        change=float(level(now[1], outcome=outcome)[0] - past[-1]),
        past=changes,
        chance=sum(float(chance(part, outcome=outcome)[0]) for part in now),
        freedom=1 + (len(changes) - 1) / length,
    )


def _noise(part: Stretch, spread: float, together: float, outcome: Outcome) -> Numbers:
    return spread * lasting(autocorrelation=together, periods=part.periods) * chance(part, outcome=outcome)
