"""False discoveries and power of the search for drivers: `python -m bench.drivers [--times N] [--data FOLDER]`.

Null worlds: a target and candidates that have nothing to do with each other but season, trends, breaks or closed days.
Planted worlds: three drivers among 50 candidates, three noisy copies of them, five that follow the target. With the
folder of `prophet_examples`, real daily series beside each other at unrelated times as well.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from time import process_time

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from kaname.measures.drivers.drivers import drivers
from kaname.measures.drivers.result import DriverGrade, Drivers, Step

Numbers = NDArray[np.float64]
Rng = np.random.Generator
SEED = 20261128
N, CANDIDATES = 1_095, 50
DAYS = np.datetime64("2023-01-01") + np.arange(N)
WEEKS = np.datetime64("2023-01-01") + 7 * np.arange(156)
WEEKDAY = (DAYS.astype(np.int64) + 3) % 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--data", type=Path)
    # `python -m bench` gives it to all; made-up days have no rows.
    parser.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    words = parser.parse_args()
    parts = [null(times=words.times), planted(times=words.times), speed()]
    if words.data is not None:
        parts.insert(1, real(words.data, times=words.times))
    for part in parts:
        for line in chain(part, [""]):
            print(line, flush=True)


def moves(shape: tuple[int, ...], together: Numbers | float, rng: Rng) -> Numbers:
    """First-order moves of unit variance."""
    values = rng.normal(size=shape)
    for at in range(1, shape[-1]):
        values[..., at] = together * values[..., at - 1] + np.sqrt(1 - np.square(together)) * values[..., at]
    return values


def noise(m: int, rng: Rng, n: int = N) -> Numbers:
    return 100 + 10 * moves((m, n), rng.uniform(0, 0.9, m), rng)


def season(m: int, rng: Rng) -> Numbers:
    """Growing levels with one yearly, weekly and month-end pattern, which each series shows more or less of."""
    time = np.arange(N)
    yearly = np.sin(2 * np.pi * (time / 365.25 - 0.2)) + 0.5 * np.sin(4 * np.pi * time / 365.25)
    weekly = np.array([0.1, 0.15, 0.1, 0.05, 0.1, -0.9, -1.2])[WEEKDAY]
    month_end = (DAYS + 1).astype("datetime64[M]") != DAYS.astype("datetime64[M]")
    amounts = [rng.uniform(0.5, 1.5, (m, 1)) for _ in range(4)]
    log = 0.3 * amounts[0] * yearly + amounts[1] * weekly + 0.4 * amounts[2] * month_end + 0.5 * amounts[3] * time / N
    return np.exp(log + 0.15 * moves((m, N), rng.uniform(0, 0.7, m), rng)) * 50


def season_of_counts(m: int, rng: Rng) -> Numbers:
    """The same as few events a day, with closed Sundays."""
    return rng.poisson(season(m, rng) / 6 * (WEEKDAY != 6)).astype(float)


def trends(m: int, rng: Rng) -> Numbers:
    time = np.linspace(0, 1, N)
    shapes = np.stack([time, time**2, 1 / (1 + np.exp(-12 * (time - 0.5))), np.sqrt(time)])
    weights = rng.uniform(0, 3, (m, 4)) * np.where(rng.random((m, 1)) < 0.3, -1, 1)
    return 200 + 40 * weights @ shapes + 8 * moves((m, N), rng.uniform(0, 0.8, m), rng)


def breaks(m: int, rng: Rng) -> Numbers:
    """Two breaks that all share, and two of each series."""
    values = 100 + 8 * moves((m, N), rng.uniform(0, 0.8, m), rng)
    shared = rng.integers(60, N - 60, 2)
    for row in values:
        for at in (*shared, *rng.integers(60, N - 60, 2)):
            row[at:] += rng.choice([-1, 1]) * rng.uniform(15, 40)
    return values


def walks(m: int, rng: Rng) -> Numbers:
    return 500 + np.cumsum(rng.normal(0, 3, (m, N)), axis=1)


def counts(m: int, rng: Rng) -> Numbers:
    """Few events a day, hardly any at weekends."""
    log = np.log(rng.uniform(1, 8, (m, 1))) + np.where(WEEKDAY > 4, -2.5, 0.0) + 0.2 * moves((m, N), 0.6, rng)
    return rng.poisson(np.exp(log)).astype(float)


def closed(m: int, rng: Rng) -> Numbers:
    """Company holidays that no calendar has: a week in August, ten days at New Year, a few single days."""
    day = (DAYS - DAYS.astype("datetime64[Y]")).astype(int)
    shut = ((day > 222) & (day < 230)) | (day > 361) | (day < 5) | np.isin(np.arange(N), rng.integers(0, N, 6))
    return np.asarray(rng.poisson(np.where(shut, 0.05, 1.0) * np.exp(0.2 * moves((m, N), 0.5, rng)) * 20)).astype(float)


def tails(m: int, rng: Rng) -> Numbers:
    """Heavy tails, and busy times that all share."""
    together = np.exp(0.6 * moves((1, N), 0.97, rng))
    return 100 + 5 * rng.standard_t(3, (m, N)) * together


def weekly(m: int, rng: Rng) -> Numbers:
    yearly = np.sin(2 * np.pi * np.arange(156) / 52.18)
    amounts = rng.uniform(0.5, 1.5, (m, 1))
    log = 0.3 * amounts * yearly + 0.12 * moves((m, 156), rng.uniform(0, 0.8, m), rng)
    return rng.poisson(60 * np.exp(log)).astype(float)


WORLDS: dict[str, Callable[[int, Rng], Numbers]] = {
    "independent AR noise": noise,
    "shared season": season,
    "shared season of counts, zero on Sundays": season_of_counts,
    "shared trends": trends,
    "breaks": breaks,
    "random walks": walks,
    "small counts": counts,
    "closed days of no calendar": closed,
    "heavy tails, shared busy times": tails,
    "weekly, shared season": weekly,
}


def search(values: Numbers) -> Drivers:
    step = Step.DAY if values.shape[1] > 400 else Step.WEEK
    return drivers(target=values[0], candidates=values[1:], starts=_starts(values.shape[1]), step=step)


def _starts(n: int) -> NDArray[np.datetime64]:
    return WEEKS if n == WEEKS.size else np.datetime64("2023-01-01") + np.arange(n)


def null(*, times: int) -> Iterator[str]:
    """How often anything at all is found, which is the false discovery rate where there is nothing."""
    yield f"| {CANDIDATES} candidates beside a target | anything found | 95 % interval | drivers |"
    yield "|---" * 4 + "|"
    rng, every, runs = np.random.default_rng(SEED), 0, 0
    for name, world in WORLDS.items():
        found = [len(search(world(CANDIDATES + 1, rng)).found) for _ in range(times)]
        any_found, every, runs = sum(one > 0 for one in found), every + sum(one > 0 for one in found), runs + times
        yield f"| {name} | {any_found / times:.3f} | {_interval(any_found, times)} | {sum(found)} |"
    yield f"| all | {every / runs:.3f} | {_interval(every, runs)} | first step and stretch: ≤ .05 |"


def _interval(found: int, times: int) -> str:
    low = 0.0 if found == 0 else float(beta.ppf(0.025, found, times - found + 1))
    return f"{low:.3f}–{float(beta.ppf(0.975, found + 1, max(times - found, 1e-9))):.3f}"


def planted(*, times: int) -> Iterator[str]:
    titles = "found", "lag right", "lag within 1", "lag's interval", "size's interval", "tested", "false", "proxies"
    yield f"| correlation | step | {' | '.join(titles)} |"
    yield "|---" * 10 + "|"
    for n, width, strengths in ((N, 1, (0.15, 0.2, 0.3)), (N, 7, (0.2, 0.3, 0.4)), (WEEKS.size, 1, (0.3, 0.4, 0.5))):
        for strength in strengths:
            rng = np.random.default_rng(SEED)
            yield _row(strength, n, width, [_planted(strength, n, width, rng) for _ in range(times)])


def _planted(strength: float, n: int, width: int, rng: Rng) -> tuple[Drivers, list[int], list[float]]:
    """Places 0 to 2 drive over so many periods, 3 to 5 are noisy copies of them, 6 to 10 follow the target."""
    n_lags = 45 if n == N else 10
    lags = [int(one) for one in rng.integers(width // 2, n_lags, 3)]
    news = moves((CANDIDATES, n + 60), rng.uniform(0, 0.6, CANDIDATES), rng)
    own = moves((n + 60,), 0.4, rng)
    weights = [strength / np.sqrt(1 - 3 * strength**2) * rng.choice([-1, 1]) for _ in lags]
    target = own.copy()
    means = np.stack([np.convolve(row, np.full(width, 1 / width), mode="same") for row in news[:3]])
    weights = [weight / float(row.std()) for weight, row in zip(weights, means, strict=True)]
    for row, lag, weight in zip(means, lags, weights, strict=True):
        target[60:] += weight * row[60 - lag : n + 60 - lag]
    news[3:6] = 0.8 * news[:3] + 0.6 * moves((3, n + 60), 0.3, rng)
    for place in range(6, 11):
        news[place, 60:] = 0.5 * target[60 - place : n + 60 - place] + news[place, 60:]
    pattern = 1 + (0.3 * np.isin(WEEKDAY, range(5)) if n == N else 0.0)
    values = 100 * np.exp(0.1 * np.vstack([target, news])[:, 60:]) * pattern
    return search(values), lags, [(1.1**weight) - 1 for weight in weights]


def _row(strength: float, n: int, width: int, runs: list[tuple[Drivers, list[int], list[float]]]) -> str:
    every = [(one, lags, sizes) for found, lags, sizes in runs for one in found.found]
    hits = [(one, lags[one.place], sizes[one.place]) for one, lags, sizes in every if one.place < 3]
    total, proxies = len(every), sum(3 <= one.place < 6 for one, _, _ in every)
    shares = [
        len(hits) / (3 * len(runs)),
        *(_mean([abs(one.lag - lag) <= off for one, lag, _ in hits]) for off in (0, 1)),
        _mean([one.lag_low <= lag <= one.lag_high for one, lag, _ in hits]),
        _mean([one.size.low <= size <= one.size.high for one, lag, size in hits if one.lag == lag]),
        _mean([one.grade is DriverGrade.TESTED for one, _, _ in hits]),
        (total - len(hits) - proxies) / max(total, 1),
        proxies / max(total, 1),
    ]
    step = "days" if n == N else "weeks"
    step = step if width == 1 else f"{step}, over {width}"
    return f"| {strength} | {step} | {' | '.join(f'{share:.2f}' for share in shares)} |"


def _mean(values: list[bool]) -> float:
    return float(np.mean(values)) if values else float("nan")


def real(folder: Path, *, times: int) -> Iterator[str]:
    """Stretches of real daily series; candidates run backwards, so that no season is shared."""
    columns = [column for path in sorted(folder.rglob("*.csv")) for column in _daily(path)]
    yield f"{len(columns)} real daily series; {CANDIDATES} stretches of them, backwards, beside one of them:"
    rng, found, length = np.random.default_rng(SEED), [], 730
    for _ in range(times if len(columns) > 1 else 0):
        target = columns[int(rng.integers(len(columns)))]
        start = int(rng.integers(0, target.size - length + 1))
        rows = [target[start : start + length]]
        while len(rows) <= CANDIDATES:
            other = columns[int(rng.integers(len(columns)))]
            at = int(rng.integers(0, other.size - length + 1))
            if other is not target or abs(at - start) > 182:
                rows.append(other[at : at + length][::-1])
        found.append(len(search(np.stack(rows)).found))
    false = sum(one > 0 for one in found)
    yield f"anything found: {false / max(len(found), 1):.3f} ({_interval(false, max(len(found), 1))})"


def _daily(path: Path) -> list[Numbers]:
    """Numeric columns of a file with one row for each of more than 800 days."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    if len(rows) < 801:
        return []
    columns = []
    for column in range(1, len(rows[0])):
        try:
            values = np.array([float(row[column]) if row[column] not in ("", "NA") else np.nan for row in rows[1:]])
        except (ValueError, IndexError):
            continue
        if np.isfinite(values).mean() > 0.9:
            columns.append(values)
    return columns


def speed() -> Iterator[str]:
    rng = np.random.default_rng(SEED)
    values = season(201, rng)
    times = []
    for _ in range(5):
        since = process_time()
        search(values)
        times.append(process_time() - since)
    yield f"200 candidates, 1,095 days: {np.median(times):.2f} s of CPU (aim: well under 10 s)"


if __name__ == "__main__":
    main()
