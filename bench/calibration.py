"""How well calibration judges past outlooks, and widening mends them. See docs/measures/calibration.md.

    python -m bench.calibration [--times 200]

Periods are made up: outcomes are normal, and outlooks of one period share a part of their error. Intervals are as wide
as they should be times `width`. Coverage is then held against what is true, and each period's intervals are widened by
what the periods before it say.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from kaname.measures.outlook.calibration import PastOutlooks
from kaname.measures.outlook.shares import share
from kaname.measures.outlook.widening import widening

Numbers = NDArray[np.float64]
SEED = 20261128
PERIODS, OUTLOOKS = 24, 30
RIGHT = float(ndtri(0.9))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    # `python -m bench` gives it to all; made-up periods have no rows.
    parser.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    times = parser.parse_args().times
    for line in [*intervals(times), "", *widened(times)]:
        print(line, flush=True)


def intervals(times: int) -> Iterator[str]:
    """How often the interval of a coverage holds the true one, and says that it is below .8."""
    yield "| periods | outlooks each | shared error | interval holds | false alarm | width .7 found |"
    yield "|---" * 6 + "|"
    rng = np.random.default_rng(SEED)
    for periods in (4, 6, 12, 24):
        for each, shared in ((5, 0.3), (30, 0.0), (30, 0.3), (30, 0.6), (200, 0.3)):
            period = np.repeat(np.arange(periods), each)
            right = [share(_held(rng, periods, each, shared, 1.0), period) for _ in range(times)]
            narrow = [share(_held(rng, periods, each, shared, 0.7), period) for _ in range(times)]
            holds = np.mean([one.low <= 0.8 <= one.high for one in right])
            alarms, found = (np.mean([one.high < 0.8 for one in ones]) for ones in (right, narrow))
            yield f"| {periods} | {each} | {shared} | {holds:.2f} | {alarms:.2f} | {found:.2f} |"


def widened(times: int) -> Iterator[str]:
    yield "| shared error | width | would hold | periods 1-4 | 7-12 | 13-24 | factor | said to drift |"
    yield "|---" * 8 + "|"
    rng = np.random.default_rng(SEED)
    for shared in (0.0, 0.3, 0.6):
        for width in (1.0, 0.9, 0.8, 0.7, 0.5):
            runs = [_run(rng, shared, width) for _ in range(max(times // 4, 1))]
            held, factor, drifts = (np.mean(np.stack(each), axis=0) for each in zip(*runs, strict=True))
            parts = " | ".join(f"{held[since:until].mean():.2f}" for since, until in ((0, 4), (6, 12), (12, 24)))
            would = 2 * ndtr(RIGHT * width) - 1
            yield f"| {shared} | {width} | {would:.2f} | {parts} | {factor[12:].mean():.2f} | {drifts.mean():.2f} |"


def _held(rng: np.random.Generator, periods: int, each: int, shared: float, width: float) -> NDArray[np.bool_]:
    return np.asarray(np.abs(_errors(rng, periods, each, shared)).ravel() <= RIGHT * width)


def _errors(rng: np.random.Generator, periods: int, each: int, shared: float) -> Numbers:
    shock, own = rng.normal(size=(periods, 1)), rng.normal(size=(periods, each))
    return np.sqrt(shared) * shock + np.sqrt(1 - shared) * own


def _run(rng: np.random.Generator, shared: float, width: float) -> tuple[Numbers, Numbers, Numbers]:
    """Per period: how many held, with which factor, and whether drift was said."""
    errors = _errors(rng, PERIODS, OUTLOOKS, shared)
    factor, drifts = np.ones(PERIODS), np.zeros(PERIODS)
    for now in range(1, PERIODS):
        given = np.repeat(factor[:now], OUTLOOKS)
        half = RIGHT * width * given
        past = PastOutlooks(
            probability=np.full(half.size, np.nan),
            reached=np.zeros(half.size, dtype=np.bool_),
            low=-half,
            high=half,
            expected=np.zeros(half.size),
            actual=errors[:now].ravel(),
            period=np.repeat(np.arange(now), OUTLOOKS),
        )
        found = widening(past, given_with=given)
        factor[now], drifts[now] = found.factor, found.is_drifting
    held = (np.abs(errors) <= RIGHT * width * factor[:, None]).mean(axis=1)
    return held, factor, drifts


if __name__ == "__main__":
    main()
