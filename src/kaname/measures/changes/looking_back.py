"""A history in phases: where its course broke, and by how much. See docs/measures/phases.md."""

from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from scipy.special import stdtrit

from kaname.measures.changes.courses import Courses, Scale
from kaname.measures.changes.daily_noise import MAD_TO_SD
from kaname.measures.changes.lines import Lines, best_partition
from kaname.measures.changes.scan import Numbers
from kaname.measures.changes.without_season import without_season

# A change must save 5 ln n times the noise to the power .8: between a fixed share of the whole spread (power 0) and of
# the noise (power 1), because people see breaks against the picture as well as against the noise.
PENALTY, SCALE_POWER = 5.0, 0.8
# Perfectly smooth series have no noise; breaks under a fiftieth of the spread are not told. [sd]
LEAST_NOISE = 0.02
# A line through fewer points says little; a short history has no more.
SHORTEST, SHORTEST_OF_FEW, FEW = 5, 2, 25
LEAST_POINTS = 8
# More phases than these, and shorter ones, are no story but a restless series. [count; points]
MOST_PHASES, LEAST_MEAN_LENGTH = 10, 20


@dataclass(frozen=True)
class Phase:
    """`first <= place < last` with one straight course: level at both ends, slope a period, of `n` known periods."""

    first: int
    last: int
    n: int
    level_first: float
    level_last: float
    slope: float


@dataclass(frozen=True)
class Turn:
    """A change at the place `at`, the first of the new phase; the date lies between `earliest` and `latest` with 95 %.

    `step` is the new course less the old one there, with an interval; `relative` it is in shares of the old one (None
    where that is 0); `slope_before` and `slope_after` are a period. Sure is a break that also saves 5 ln n variances
    of the noise itself, its autocorrelation counted; else a course that wanders may look the same. [place; unit; ratio]
    """

    at: int
    earliest: int
    latest: int
    step: float
    low: float
    high: float
    relative: float | None
    relative_low: float | None
    relative_high: float | None
    slope_before: float
    slope_after: float
    is_sure: bool


@dataclass(frozen=True)
class History:
    """Phases in order and the turns between them; n known of `len(values)`, `missing` more needed to tell.

    `is_restless`: the course breaks all the time, so that no phases are told. `noise` is the residuals' standard
    deviation; `values` what was split, without season where one was found (`indices`, see `WithoutSeason`).
    """

    phases: tuple[Phase, ...]
    turns: tuple[Turn, ...]
    n: int
    missing: int
    is_restless: bool
    noise: float
    values: Numbers
    indices: tuple[float, ...]


def phases(*, values: Numbers, season: int | None = None, confidence: float = 0.8) -> History:
    """Split a series into straight courses.

    Least residuals of one line per phase plus a penalty for each change, on the series in standard deviations.

    Parameters
    ----------
    values : ndarray, shape (n_periods,)
        Successive periods, NaN where nothing is known. [unit]
    season : int or None
        Periods in a year; given, a season is taken out first where there is one (three years at least).
    confidence : float
        Of the intervals of the steps, above 0 and below 1.

    Raises
    ------
    ValueError
        If the shape or the confidence is none.
    """
    if values.ndim != 1 or not 0 < confidence < 1:
        raise ValueError("one series, and a confidence between 0 and 1")
    clean = None if season is None else without_season(values=values, season=season)
    course = values if clean is None else clean.values
    indices = () if clean is None else clean.indices
    places = np.flatnonzero(np.isfinite(course))
    n = len(places)
    if n < LEAST_POINTS:
        return History((), (), n, LEAST_POINTS - n, False, float("nan"), course, indices)
    scale = Scale.of(course[places])
    lines = Lines.through(t=places.astype(np.float64), z=scale.down(course[places]))
    begins = _begins(lines, scale)
    restless = len(begins) + 1 > MOST_PHASES and n / (len(begins) + 1) < LEAST_MEAN_LENGTH
    courses = Courses.of(lines, [] if restless else begins, scale=scale, shortest=_shortest(n))
    turns = tuple(_turn(courses, index, confidence) for index in range(1, courses.n))
    told = tuple(_phase(courses, index, len(values)) for index in range(courses.n))
    return History(told, turns, n, 0, restless, courses.noise * scale.spread, course, indices)


def _begins(lines: Lines, scale: Scale) -> list[int]:
    """Where the phases begin, in known points; the first not among them."""
    if scale.is_flat:
        return []
    n, steps = len(lines.z), np.diff(lines.z)
    noise = max(MAD_TO_SD * float(np.median(np.abs(steps - np.median(steps)))) / sqrt(2), LEAST_NOISE)
    return best_partition(lines, penalty=PENALTY * log(n) * noise**SCALE_POWER, shortest=_shortest(n))


def _shortest(n: int) -> int:
    return SHORTEST if n >= FEW else SHORTEST_OF_FEW


def _phase(courses: Courses, index: int, n_periods: int) -> Phase:
    begin, end = courses.bounds[index], courses.bounds[index + 1]
    first = courses.place(begin) if index else 0
    last = courses.place(end) if index + 1 < courses.n else n_periods
    return Phase(
        first=first,
        last=last,
        n=end - begin,
        level_first=courses.value(index, first),
        level_last=courses.value(index, last - 1),
        slope=courses.slope(index),
    )


def _turn(courses: Courses, index: int, confidence: float) -> Turn:
    """From phase `index` - 1 to phase `index`."""
    at = courses.place(courses.bounds[index])
    due = courses.value(index - 1, at)
    step = courses.value(index, at) - due
    half = float(stdtrit(courses.freedom, 0.5 + confidence / 2)) * courses.step_error(index, at)
    earliest, latest = courses.date_of(index)
    share = 1 / abs(due) if due else None
    return Turn(
        at=at,
        earliest=earliest,
        latest=latest,
        step=step,
        low=step - half,
        high=step + half,
        relative=None if share is None else step * share,
        relative_low=None if share is None else (step - half) * share,
        relative_high=None if share is None else (step + half) * share,
        slope_before=courses.slope(index - 1),
        slope_after=courses.slope(index),
        is_sure=courses.saved(index) > PENALTY * log(len(courses.lines.z)),
    )
