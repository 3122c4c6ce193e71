"""How well changes are found: annotated series, made-up KPIs whose truth is known, pedestrians through COVID.

    python -m bench.changes [--data FOLDER] [--times 8000]

FOLDER holds `tcpd/` (annotations.json and series/*.json of github.com/alan-turing-institute/TCPD) and
`prophet_examples/example_pedestrians_covid.csv` (github.com/facebook/prophet); without it only made-up KPIs.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.made_up_kpis import WORLDS, Kpis, World, make
from kaname.measures.changes.evidence import ALARM_ODDS, prior_of_each
from kaname.measures.changes.first_year import Rest, log_odds_beside_season
from kaname.measures.changes.last_year import last_year_level
from kaname.measures.changes.looking_back import phases
from kaname.measures.changes.watching import WINDOW, Watched, watch

Numbers = NDArray[np.float64]
SEED = 20261128
MARGIN = 5
OLDEST = 60
# Melbourne's first restrictions came on 16 March 2020; what is told before the pandemic was declared is a false alarm.
PANDEMIC = date(2020, 3, 11)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--times", type=int, default=8_000)
    # `python -m bench` gives it to all; there are no rows here.
    parser.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    words = parser.parse_args()
    print("| what | measured | first step | stretch |\n|---|---|---|---|")
    for line in measure(data=words.data, times=words.times):
        print(line, flush=True)


def measure(*, data: Path | None, times: int) -> Iterator[str]:
    if data is not None:
        yield from annotated(data / "tcpd")
        yield from pedestrians(data / "prophet_examples/example_pedestrians_covid.csv")
    for world in WORLDS:
        yield from simulated(world, times)
    yield from many_groups(times // 8)
    yield from first_year(times // 8)
    yield from speed()


# Looking back -----------------------------------------------------------------------------------------------------


def annotated(folder: Path) -> Iterator[str]:
    """Covering and F1 as defined by van den Burg and Williams (arXiv 2003.06222), univariate series."""
    everybody = json.loads((folder / "annotations.json").read_text(encoding="utf-8"))
    scores, began = [], time.process_time()
    for path in sorted((folder / "series").glob("*.json")):
        described = json.loads(path.read_text(encoding="utf-8"))
        if described["n_dim"] != 1:
            continue
        raw = [np.nan if value is None else float(value) for value in described["series"][0]["raw"]]
        found = [turn.at for turn in phases(values=np.array(raw)).turns]
        people = [set(each) for each in everybody[described["name"]].values()]
        scores.append((covering(people, found, len(raw)), f1(people, found)))
    took, both = time.process_time() - began, np.array(scores)
    rng = np.random.default_rng(SEED)
    halves = np.array([both[rng.permutation(len(both))[: len(both) // 2]].mean(axis=0) for _ in range(1_000)])
    cover, score = both.mean(axis=0)
    low, high = np.quantile(halves, [0.05, 0.95], axis=0)
    yield row(
        f"TCPD, {len(both)} univariate series: covering / F1", f"{cover:.3f} / {score:.3f}", ".71 / .76", ".74 / .81"
    )
    yield row(
        "means of 1,000 random halves, 5 to 95 %",
        f"{low[0]:.2f}–{high[0]:.2f} / {low[1]:.2f}–{high[1]:.2f}",
        "published: PELT .70 / .73, BINSEG .69 / .74",
        "ruptures Window after STL .71 / .76",
    )
    yield row("all of them, CPU", f"{took:.2f} s")


def f1(people: list[set[int]], found: Iterable[int], margin: int = MARGIN) -> float:
    """Precision against all annotations together, recall as the mean over the annotators; 0 counts as a change."""
    predicted, annotated_by = {0, *found}, [each | {0} for each in people]
    precision = _matched(set().union(*annotated_by), predicted, margin) / len(predicted)
    recall = float(np.mean([_matched(each, predicted, margin) / len(each) for each in annotated_by]))
    return 2 * precision * recall / (precision + recall)


def _matched(true: set[int], predicted: set[int], margin: int) -> int:
    free, hits = set(predicted), 0
    for each in sorted(true):
        near = [(abs(each - one), one) for one in free if abs(each - one) <= margin]
        if near:
            free.remove(min(near)[1])
            hits += 1
    return hits


def covering(people: list[set[int]], found: Iterable[int], n: int) -> float:
    """Each annotated stretch by the Jaccard index of the best found one, weighted by length; mean over annotators."""
    ours = _stretches(found, n)
    return float(np.mean([_cover(_stretches(each, n), ours) / n for each in people]))


def _cover(theirs: list[range], ours: list[range]) -> float:
    def jaccard(one: range, other: range) -> float:
        shared = max(0, min(one.stop, other.stop) - max(one.start, other.start))
        return shared / (len(one) + len(other) - shared)

    return sum(len(each) * max(jaccard(each, one) for one in ours) for each in theirs)


def _stretches(changes: Iterable[int], n: int) -> list[range]:
    bounds = [0, *sorted({each for each in changes if 0 < each < n}), n]
    return [range(first, last) for first, last in pairwise(bounds)]


# At the end: made-up KPIs -----------------------------------------------------------------------------------------


def simulated(world: World, times: int) -> Iterator[str]:
    rng = np.random.default_rng(SEED)
    changed = np.arange(times) % 2 == 0
    ratio = np.where(changed, 1 + rng.uniform(0.1, 0.5, times) * rng.choice([-1, 1], times), 1.0)
    at = WINDOW - rng.integers(7, OLDEST + 1, times)
    kpis = make(world, rng, days=WINDOW, ratio=ratio, at=at)
    seen = look(kpis, WINDOW)
    target = world is WORLDS[0]
    error = calibration_error(seen.probability, changed)
    false, found = np.mean(seen.is_alarm[~changed]), changed & seen.is_alarm
    yield row(f"{world.name}: calibration error", f"{error:.3f}", *(("≤ .05", "≤ .025") if target else ()))
    yield row(f"{world.name}: false positives at P ≥ .9", f"{false:.4f}", *(("≤ .03", "≤ .013") if target else ()))
    inside = np.mean(((seen.first <= at) & (at <= seen.last))[found])
    holds = np.mean(((seen.low <= ratio) & (ratio <= seen.high))[changed])
    days = np.median((seen.last - seen.first + 1)[found])
    yield row(
        f"{world.name}: 95 % date set holds the day (median {days:.0f} days); 80 % interval",
        f"{inside:.3f}; {holds:.3f}",
    )
    yearly = alarms_per_year(world, times // 8, prior=0.5)
    yield row(f"{world.name}: alarms per KPI-year, weekly", f"{yearly:.3f}", *(("≤ .25", "≤ .10") if target else ()))
    for size in (0.8, 0.7, 1.2):
        share, delay = found_within(world, times // 16, size)
        what = f"{world.name}: {size - 1:+.0%} found within 60 days, looked at daily (median day of all)"
        yield row(what, f"{share:.3f} ({delay:.0f})", *((".70", ".80 (8)") if target and size == 0.8 else ()))


def look(kpis: Kpis, end: int, prior: float = 0.5) -> Watched:
    """At the last half year before day `end`, exclusive."""
    part = slice(end - WINDOW, end)
    return watch(
        counts=kpis.counts[:, part],
        exposure=np.ones_like(kpis.counts[:, part]),
        weekday=kpis.weekday[part],
        prior=prior,
    )


def calibration_error(probability: Numbers, true: NDArray[np.bool_]) -> float:
    """Mean distance of what was said from what came true, over ten bins."""
    bins = np.minimum((probability * 10).astype(int), 9)
    gaps = [abs(probability[bins == one].sum() - true[bins == one].sum()) for one in range(10)]
    return float(sum(gaps)) / len(true)


def alarms_per_year(world: World, n: int, *, prior: float, years: int = 2) -> float:
    """New alarms of KPIs without a change: those whose date set lies after all that was told before."""
    kpis = make(world, np.random.default_rng(SEED + 1), days=WINDOW + 365 * years, ratio=np.ones(n), at=np.zeros(n))
    told, total = np.full(n, -1), 0
    for end in range(WINDOW, kpis.counts.shape[1] + 1, 7):
        seen = look(kpis, end, prior)
        alarm, begin = seen.is_alarm, end - WINDOW
        total += int((alarm & (seen.first + begin > told)).sum())
        told = np.where(alarm, np.maximum(told, seen.last + begin), told)
    return total / n / years


def found_within(world: World, n: int, ratio: float) -> tuple[float, float]:
    """Share of changes with an alarm whose date set comes within a week of the day, and the median day of it."""
    at = np.full(n, WINDOW)
    kpis = make(world, np.random.default_rng(SEED + 2), days=WINDOW + OLDEST, ratio=np.full(n, ratio), at=at)
    day = np.full(n, np.inf)
    for age in range(7, OLDEST + 1):
        seen = look(kpis, WINDOW + age)
        alarm = seen.is_alarm & (seen.first + age <= WINDOW + 7) & (seen.last + age >= WINDOW - 7)
        day = np.where(alarm & np.isinf(day), age, day)
    return float(np.isfinite(day).mean()), float(np.median(day))


def many_groups(n: int) -> Iterator[str]:
    for groups in (10, 50):
        each = alarms_per_year(WORLDS[0], n, prior=prior_of_each(n_series=groups))
        yield row(
            f"{groups} independent groups of a KPI: alarms per KPI-year of all",
            f"{each * groups:.3f}",
            "≤ .25",
            "≤ .10",
        )


# At the end: before a season is known ------------------------------------------------------------------------------

TEAMS = 3
# The season of the monthly series of firms and industries in M3: how much a month differs from the year, its spread
# over series. [log ratio]
MONTH_SPREAD, SERIES_SPREAD = 0.075, 0.9


def first_year(n: int) -> Iterator[str]:
    """KPIs of three teams that share a season, looked at weekly in their first year, with and without regard to it."""
    for regard in (False, True):
        what = "first year, season unknown" if regard else "first year, as if there were no season"
        quiet = FirstYear.of(n, seed=SEED + 3)
        whole, teams = quiet.alarms(regard=regard)
        yield row(f"{what}: alarms per KPI-year of the whole; of each team", f"{whole:.3f}; {teams:.3f}")
        for ratio in (0.8, 0.7, 0.6):
            found = FirstYear.of(n, seed=SEED + 4, whole=ratio).found(0, regard=regard)
            team = FirstYear.of(n, seed=SEED + 5, team=ratio).found(1, regard=regard)
            told = f"{found:.3f}; {team:.3f}"
            yield row(f"{what}: {ratio - 1:+.0%} of the whole, of one team alone, found within 60 days", told)


@dataclass(frozen=True)
class FirstYear:
    """The whole (place 0) and its teams, shape (1 + TEAMS, n_series, n_days); a change comes after half a year."""

    counts: Numbers
    weekday: NDArray[np.int64]

    @classmethod
    def of(cls, n: int, *, seed: int, whole: float = 1.0, team: float = 1.0) -> FirstYear:
        rng, days = np.random.default_rng(seed), WINDOW + 365
        spread = MONTH_SPREAD * np.exp(SERIES_SPREAD * rng.normal(size=(n, 1)))
        months = spread * rng.normal(size=(n, 12))
        middles = np.arange(-15, days + 46, 30.4)
        each = [np.interp(np.arange(days), middles, one[np.arange(len(middles)) % 12]) for one in months]
        season = np.exp(np.array(each))
        at, found = np.full(n, WINDOW), []
        for place in range(TEAMS):
            ratio = np.full(n, whole * (team if place == 0 else 1.0))
            kpis = make(WORLDS[0], rng, days=days, ratio=ratio, at=at)
            found.append(rng.poisson(kpis.counts * season / season.mean(axis=1, keepdims=True)).astype(np.float64))
        return cls(np.stack([np.sum(found, axis=0), *found]), kpis.weekday)

    def look(self, place: int, end: int, *, regard: bool) -> tuple[Watched, NDArray[np.bool_]]:
        part = slice(end - WINDOW, end)
        counts, ones = self.counts[place, :, part], np.ones(self.counts[place, :, part].shape)
        prior = prior_of_each(n_series=1 + TEAMS)
        seen = watch(counts=counts, exposure=ones, weekday=self.weekday[part], prior=prior)
        if not regard:
            return seen, seen.is_alarm
        rest = Rest.none(len(counts))
        if place:
            others = self.counts[0, :, part] - counts
            since = np.zeros(len(counts), dtype=np.int64)
            rest = Rest.of(counts=others, exposure=ones, at=seen.changed_at, since=since, inflation=seen.inflation)
        odds = log_odds_beside_season(log_odds=seen.log_odds, change=seen.log_change, variance=seen.variance, rest=rest)
        return seen, odds >= ALARM_ODDS

    def alarms(self, *, regard: bool) -> tuple[float, float]:
        """New ones a year, of the whole and of a team."""
        told = np.full(self.counts.shape[:2], -1)
        total = np.zeros(1 + TEAMS)
        for end in range(WINDOW, self.counts.shape[2] + 1, 7):
            for place in range(1 + TEAMS):
                seen, alarm = self.look(place, end, regard=regard)
                begin = end - WINDOW
                total[place] += (alarm & (seen.first + begin > told[place])).sum()
                told[place] = np.where(alarm, np.maximum(told[place], seen.last + begin), told[place])
        return float(total[0]) / self.counts.shape[1], float(total[1:].mean()) / self.counts.shape[1]

    def found(self, place: int, *, regard: bool) -> float:
        """The share with an alarm whose date set comes within a week of the day."""
        hit = np.zeros(self.counts.shape[1], dtype=np.bool_)
        for age in range(7, OLDEST + 1):
            seen, alarm = self.look(place, WINDOW + age, regard=regard)
            hit |= alarm & (seen.first + age <= WINDOW + 7) & (seen.last + age >= WINDOW - 7)
        return float(hit.mean())


def speed() -> Iterator[str]:
    kpis = make(WORLDS[0], np.random.default_rng(SEED), days=WINDOW, ratio=np.ones(2_000), at=np.zeros(2_000))
    began = time.process_time()
    look(kpis, WINDOW)
    yield row("watch of 2,000 series x 182 days, CPU", f"{time.process_time() - began:.2f} s", "2 s")
    walk = np.cumsum(np.random.default_rng(SEED).normal(size=1_500))
    began = time.process_time()
    phases(values=walk)
    yield row("phases of 1,500 points, CPU", f"{time.process_time() - began:.2f} s")


# At the end: pedestrians ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Alarm:
    day: date
    first: date
    last: date
    ratio: float


def pedestrians(path: Path) -> Iterator[str]:
    """Replayed day by day; only what was known on the day goes in."""
    with path.open(encoding="utf-8") as lines:
        rows = [(date.fromisoformat(line["ds"]), float(line["y"])) for line in csv.DictReader(lines)]
    days, counts = [day for day, _ in rows], np.array([[count for _, count in rows]])
    for name, exposure in (("last year's level", last_year_level(counts=counts)), ("no season", np.ones_like(counts))):
        alarms = list(replayed(days, counts, exposure))
        before = [one for one in alarms if one.day < PANDEMIC]
        first = next((one for one in alarms if one.day >= PANDEMIC), None)
        said = "never" if first is None else f"{first.day} ({first.first} to {first.last}, x {first.ratio:.2f})"
        aims = ("1 · 25 March", "0 · 20 March") if name != "no season" else ()
        yield row(f"pedestrians, {name}: false alarms before · alarm", f"{len(before)} · {said}", *aims)


def replayed(days: list[date], counts: Numbers, exposure: Numbers) -> Iterator[Alarm]:
    weekday, told = np.array([day.weekday() for day in days]), -1
    for end in range(WINDOW, len(days) + 1):
        part, begin = slice(end - WINDOW, end), end - WINDOW
        seen = watch(counts=counts[:, part], exposure=exposure[:, part], weekday=weekday[part])
        if seen.is_alarm[0]:
            first, last = int(seen.first[0]) + begin, int(seen.last[0]) + begin
            if first > told:
                yield Alarm(days[end - 1], days[first], days[last], float(seen.ratio[0]))
            told = max(told, last)


def row(what: str, measured: str, first_step: str = "–", stretch: str = "–") -> str:
    return f"| {what} | {measured} | {first_step} | {stretch} |"


if __name__ == "__main__":
    main()
