"""Months ahead on the M3 competition: accuracy, coverage, probabilities and time. See docs/measures/outlook-months.md.

    python -m bench.m3 --data FOLDER

FOLDER holds M3C.xls, the competition's workbook (Makridakis and Hibon, 2000) with the sheets M3Month and M3Quart. The
last 18 months (8 quarters) of each series are the test part; nothing in the product was fitted to them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import python_calamine
from numpy.typing import NDArray

from kaname.measures.direction import Direction
from kaname.measures.outlook.months_ahead import months_ahead
from kaname.measures.outlook.total_ahead import total_ahead

Numbers = NDArray[np.float64]
GROWTHS = (-0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2)
FORECASTS = 1_500


class Part(NamedTuple):
    """One sheet: rows end with the last training period, NaN before the first."""

    name: str
    season: int
    totals: tuple[int, ...]
    past: Numbers
    true: Numbers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with M3C.xls")
    # `python -m bench` gives it to all; the series are what they are.
    parser.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    folder = parser.parse_args().data
    if folder is None:
        print("Needs --data FOLDER with M3C.xls; left out.")
        return
    parts = [
        read(folder / "M3C.xls", "M3Month", season=12, horizon=18, totals=(3, 6, 9, 12)),
        read(folder / "M3C.xls", "M3Quart", season=4, horizon=8, totals=(1, 2, 3, 4)),
    ]
    for part in parts:
        for line in measure(part):
            print(line, flush=True)
    print(f"{FORECASTS} monthly forecasts with intervals: {seconds(parts[0]):.2f} s CPU")


def read(path: Path, sheet: str, *, season: int, horizon: int, totals: tuple[int, ...]) -> Part:
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()[1:]
    series = [np.array(row[6 : 6 + int(str(row[1]).removesuffix(".0"))], dtype=np.float64) for row in rows]
    longest = max(one.size for one in series) - horizon
    past = np.full((len(series), longest), np.nan)
    for place, one in enumerate(series):
        past[place, longest - one.size + horizon :] = one[:-horizon]
    return Part(sheet, season, totals, past, np.stack([one[-horizon:] for one in series]))


def measure(part: Part) -> Iterator[str]:
    found = months_ahead(part.past, horizon=part.true.shape[1], season=part.season)
    expected = found.course.expected
    low, high = found.course.interval()
    held = (low <= part.true) & (part.true <= high)
    yield f"{part.name}: {len(part.past)} series"
    yield f"  sMAPE {smape(expected, part.true):.2f}  MASE {mase(expected, part):.3f}"
    yield f"  80 % interval holds {held.mean():.3f}; by quartile of volatility {by_volatility(held, part)}"
    for coverage in (0.5, 0.9, 0.95):
        ends = found.course.interval(coverage=coverage)
        yield f"  {coverage:.0%} interval holds {((ends[0] <= part.true) & (part.true <= ends[1])).mean():.3f}"
    for n in part.totals:
        yield from total(part, n)


def total(part: Part, n: int) -> Iterator[str]:
    found = total_ahead(part.past, weights=np.ones(n), season=part.season).total
    true = part.true[:, :n].sum(axis=1)
    low, high = found.interval()
    held = (low <= true) & (true <= high)
    yield f"  total of {n}: 80 % interval holds {held.mean():.3f}; by quartile {by_volatility(held[:, None], part)}"
    if n != part.totals[-1]:
        return
    last = part.past[:, -n:].sum(axis=1)
    targets = [last * (1 + growth) for growth in GROWTHS]
    chance = np.stack([found.probability(target=one, direction=Direction.HIGHER) for one in targets])
    reached = np.stack([true >= one for one in targets])
    before = np.stack([share_of_past(part, n, growth) for growth in GROWTHS])
    brier = [np.mean((one - reached) ** 2) for one in (chance, before, reached.mean(axis=1, keepdims=True))]
    yield "  probability of last year's total and -20 to +20 %:"
    yield f"    Brier {brier[0]:.3f}; share of past changes {brier[1]:.3f}; base rate of each target {brier[2]:.3f}"
    yield f"    calibration error {calibration_error(chance, reached):.3f}"
    yield f"    of targets said at 0-.1, .1-.2, ... were reached {reliability(chance, reached)}"


def smape(expected: Numbers, true: Numbers) -> float:
    return float(np.mean(200 * np.abs(expected - true) / (np.abs(expected) + np.abs(true))))


def mase(expected: Numbers, part: Part) -> float:
    naive = np.nanmean(np.abs(part.past[:, part.season :] - part.past[:, : -part.season]), axis=1)
    return float(np.mean(np.abs(expected - part.true).mean(axis=1) / naive))


def by_volatility(held: NDArray[np.bool_], part: Part) -> str:
    """Mean of each quarter of the series, calmest first, by the mean size of the change of the logarithm."""
    change = np.nanmean(np.abs(np.diff(np.log(part.past), axis=1)), axis=1)
    quartile = np.argsort(np.argsort(change)) * 4 // len(change)
    return " ".join(f"{held[quartile == one].mean():.2f}" for one in range(4))


def share_of_past(part: Part, n: int, growth: float) -> Numbers:
    """How often sums of n periods changed by at least so much from one year to the next."""
    sums = np.lib.stride_tricks.sliding_window_view(part.past, n, axis=1).sum(axis=2)
    change = sums[:, part.season :] / sums[:, : -part.season] - 1
    known = np.isfinite(change)
    return np.asarray(((change >= growth) & known).sum(axis=1) / known.sum(axis=1))


def reliability(chance: Numbers, reached: NDArray[np.bool_]) -> str:
    tenth = np.minimum((chance * 10).astype(int), 9)
    return " ".join(f"{reached[tenth == one].mean():.2f}" for one in range(10))


def calibration_error(chance: Numbers, reached: NDArray[np.bool_]) -> float:
    """Mean distance of what was said and how often it came true, over tenths, weighted by their number."""
    tenth = np.minimum((chance * 10).astype(int), 9)
    parts = [tenth == one for one in range(10)]
    return float(sum(np.mean(one) * abs(chance[one].mean() - reached[one].mean()) for one in parts if one.any()))


def seconds(part: Part) -> float:
    """CPU time, the median of three."""
    rows = np.resize(np.arange(len(part.past)), FORECASTS)
    times = []
    for _ in range(3):
        begun = time.process_time()
        months_ahead(part.past[rows], horizon=part.true.shape[1], season=part.season)
        times.append(time.process_time() - begun)
    return float(np.median(times))


if __name__ == "__main__":
    main()
