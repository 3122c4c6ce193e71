"""Which series lead or move with a target. See docs/measures/drivers.md."""

import numpy as np
from scipy.linalg import block_diag

from kaname.measures.drivers.calendar import Days, Numbers, calendar_design
from kaname.measures.drivers.innovations import over
from kaname.measures.drivers.limits import LEAST_PERIODS, LIMITS
from kaname.measures.drivers.refusals import refusals_before
from kaname.measures.drivers.result import Drivers, Reason, Refused, Step
from kaname.measures.drivers.scales import steadied
from kaname.measures.drivers.search import Search
from kaname.measures.drivers.together import news_of


def drivers(
    *,
    target: Numbers,
    candidates: Numbers,
    starts: Days,
    step: Step,
    holidays: Numbers | None = None,
    parts: Numbers | None = None,
    given: Numbers | None = None,
) -> Drivers:
    """Find the candidates whose news precede those of the target, beyond calendar, level and the target's own past.

    Chosen on the first three quarters of the time with false discoveries held down, confirmed on the last quarter.

    Parameters
    ----------
    target : ndarray, shape (n_periods,)
        A KGI or KPI per period, NaN where unknown.
    candidates : ndarray, shape (n_candidates, n_periods)
        NaN where unknown.
    starts : ndarray of datetime64[D], shape (n_periods,)
        First day of each period, one after the other.
    step : Step
    holidays : ndarray or None, shape (n_periods,)
        Days off in each period. [days]
    parts : ndarray or None, shape (n_parts, n_periods)
        What the target is computed from: a candidate that is one of them is no driver but arithmetic.
    given : ndarray or None, shape (n_given, n_periods)
        Known series whose part is taken out of target and candidates, such as working time. NaN counts as their mean.

    Raises
    ------
    ValueError
        If shapes differ, starts are not in order, or days off unknown.
    """
    n = target.size
    off, part, known = (_rows(one, n) for one in (holidays, parts, given))
    _check(target, candidates, starts, off, part, known)
    missing = max(LEAST_PERIODS[step] - int(np.isfinite(target).sum()), 0)
    held_out_from = n - n // 4
    if missing or np.nanmax(target) == np.nanmin(target):
        reason = Reason.TOO_SHORT if missing else Reason.CONSTANT
        refused = tuple(Refused(place, reason, missing=missing) for place in range(len(candidates)))
        return Drivers((), refused, n - int(np.isnan(target).sum()), 0, held_out_from, missing=missing)
    design = _designs(starts, _off(off, n), step, _filled(known), held_out_from)
    raw = np.vstack([target, candidates, part])
    steady = steadied(raw)
    order = LIMITS[step].order
    left, news = news_of(steady, design=block_diag(*design), order=order, learn_until=held_out_from)
    n_candidates = len(candidates)
    refused = refusals_before(raw=raw, steady=steady, left=left, n_candidates=n_candidates, step=step)
    search = Search(
        raw=raw[: n_candidates + 1],
        left=left[: n_candidates + 1],
        news={width: over(left, news, width=width) for width in LIMITS[step].widths},
        limits=LIMITS[step],
        kept=1 - (design[0].shape[1] + order) / held_out_from,
        held_out_from=held_out_from,
    )
    tested = np.setdiff1d(np.arange(n_candidates), [one.place for one in refused])
    found, others = search.run(tested)
    every = tuple(sorted((*refused, *others), key=lambda one: one.place))
    least = search.smallest_seen(len(tested)) if tested.size else None
    return Drivers(found, every, int(np.isfinite(target).sum()), len(tested), held_out_from, least)


def _designs(starts: Days, off: Numbers, step: Step, given: Numbers, held_out_from: int) -> list[Numbers]:
    """Each side of the split by itself: a season that both are measured against would make the end agree."""
    return [
        calendar_design(starts=starts[one], holidays=off[one], step=step, given=given[:, one])
        for one in (slice(None, held_out_from), slice(held_out_from, None))
    ]


def _rows(values: Numbers | None, n: int) -> Numbers:
    return np.empty((0, n)) if values is None else np.atleast_2d(values)


def _check(target: Numbers, candidates: Numbers, starts: Days, *others: Numbers) -> None:
    if target.ndim != 1 or any(one.ndim != 2 or one.shape[1] != target.size for one in (candidates, *others)):
        raise ValueError("every series has one value for each period of the target")
    if starts.shape != target.shape or np.any(np.diff(starts.astype("datetime64[D]")) <= np.timedelta64(0, "D")):
        raise ValueError("periods have one start each, in order")
    if any(np.isnan(one).any() for one in others[:1]):
        raise ValueError("days off are known for every period")


def _off(holidays: Numbers, n: int) -> Numbers:
    return holidays[0] if len(holidays) else np.zeros(n)


def _filled(given: Numbers) -> Numbers:
    known = np.isfinite(given)
    means = np.where(known, given, 0.0).sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
    return steadied(np.where(known, given, means))
