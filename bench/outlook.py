"""Where a month will end, told at four shares of it: how often the interval holds, how far the middle misses.

    python -m bench.outlook [--data FOLDER] [--people 300]

Made-up organisations first; with a folder that holds `prophet_examples` and `bank_marketing` those as well. Each month
is told from the days before, with the correction that the months before it had taught.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.made_up_days import Organisation, World, noisy, organisation
from kaname.measures.direction import Direction
from kaname.measures.outlook.averages import average_outlooks
from kaname.measures.outlook.correction import Correction
from kaname.measures.outlook.counts import count_outlooks
from kaname.measures.outlook.days import OpenPeriod, season_of_days
from kaname.measures.outlook.outlooks import Outlooks
from kaname.measures.outlook.rates import rate_outlooks
from kaname.measures.outlook.replay import History, Replay, replay
from kaname.measures.outlook.sums import sum_outlooks
from kaname.measures.season import season_indices

Numbers = NDArray[np.float64]
SEED = 20261128
TITLES = (
    "share",
    "coverage",
    "WAPE",
    "WAPE run rate",
    "WAPE calendar",
    "Brier",
    "Brier run rate",
    "shown in full",
    "refused",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with prophet_examples and bank_marketing")
    parser.add_argument("--people", type=int, default=300)
    # `python -m bench` gives it to all; days have no rows.
    parser.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    words = parser.parse_args()
    print("first step: coverage .75-.87 at each share, rates >= .75, 500 x 3 outlooks 1 s")
    print("stretch:    coverage .78-.83 at each share, rates .78-.84, 500 x 3 outlooks .1 s")
    for title, lines in measured(people=words.people, data=words.data):
        print(f"\n## {title}\n\n| {' | '.join(TITLES)} |\n{'|---' * len(TITLES)}|")
        for line in lines:
            print(line, flush=True)
    print()
    for line in times():
        print(line, flush=True)


def measured(*, people: int, data: Path | None) -> Iterator[tuple[str, Sequence[str]]]:
    for per_day in (5.0, 0.5):
        rng = np.random.default_rng(SEED)
        made = organisation(World(people=people, per_day=per_day), rng)
        counts = noisy(made.level, dispersion=1.5, rng=rng)
        for name, replayed in _of_organisation(made, counts, rng):
            yield f"{name}, {per_day} events a day and person", _rows(replayed)
    if data is not None:
        for name, replayed in _of_series(data / "prophet_examples"):
            yield name, _rows(replayed)
        yield "bank_marketing by job, rate", _rows(_of_bank(data / "bank_marketing"))


def times() -> Iterator[str]:
    """500 people, three KPIs, at the middle of a month; and their twelve months replayed at four shares."""
    rng = np.random.default_rng(SEED)
    made = organisation(World(people=500, years=3), rng)
    counts = noisy(made.level, dispersion=1.5, rng=rng)
    won, decided, amounts = deals(made, rng)
    period, known = made.history.open_period(
        starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 1), origin=date(2026, 2, 15)
    )

    def three() -> None:
        count_outlooks(period=period, counts=counts[:, known])
        rate_outlooks(period=period, won=won[:, known], decided=decided[:, known])
        sum_outlooks(period=period, sums=amounts[:, known], counts=won[:, known])

    taken = []
    for _ in range(9):
        start = time.process_time()
        three()
        taken.append(time.process_time() - start)
    yield f"500 x 3 outlooks: {np.median(taken):.3f} s CPU (first step 1, stretch .1)"
    start = time.process_time()
    counted(made.history, counts, months("2025-03", 12))
    rated(made.history, won, decided, months("2025-03", 12))
    summed(made.history, amounts, won, months("2025-03", 12))
    yield f"500 x 3 x 12 months x 4 shares replayed: {time.process_time() - start:.1f} s CPU"


def _of_organisation(made: Organisation, counts: Numbers, rng: np.random.Generator) -> Iterator[tuple[str, Replay]]:
    bounds = months("2024-06", 21)
    yield "counts of people", counted(made.history, counts, bounds)
    yield "counts of people, with season", counted(made.history, counts, months("2025-05", 10), seasonal=True)
    yield "counts of teams", counted(made.teams, made.by_team(counts), bounds)
    yield (
        "counts of teams, with season",
        counted(made.teams, made.by_team(counts), months("2025-05", 10), seasonal=True),
    )
    won, decided, amounts = deals(made, rng)
    yield "rates of people", rated(made.history, won, decided, bounds)
    yield "rates of teams", rated(made.teams, made.by_team(won), made.by_team(decided), bounds)
    yield "sums of teams, from events", summed(made.teams, made.by_team(amounts), made.by_team(won), bounds)
    yield "sums of teams, sums alone", summed(made.teams, made.by_team(amounts), None, bounds)
    handled = np.where(decided > 0, decided * 300 + rng.normal(0, 150, decided.shape) * np.sqrt(decided), 0.0)
    yield "averages of people", averaged(made.history, handled, decided, bounds)


def deals(made: Organisation, rng: np.random.Generator) -> tuple[Numbers, Numbers, Numbers]:
    """Won, decided, amounts: a close rate of some 20 % that wanders by month and team, and sizes that vary by .8."""
    decided = noisy(made.level, dispersion=1.2, rng=rng)
    months_of = made.history.days.astype("datetime64[M]").astype(int)
    month = months_of - months_of[0]
    moves = rng.normal(0, 0.06, month.max() + 1).cumsum() + rng.normal(0, 0.05, (made.n_teams, month.max() + 1)).cumsum(
        1
    )
    own = rng.normal(0, 0.25, (len(decided), 1)) + rng.normal(0, 0.1, decided.shape)
    share = 1 / (1 + np.exp(1.4 - own - moves[made.history.teams][:, month]))
    won = rng.binomial(decided.astype(int), share).astype(np.float64)
    amounts = np.where(won > 0, rng.gamma(np.maximum(won, 1) / 0.64) * 64.0, 0.0)
    return won, decided, amounts


def _of_series(folder: Path) -> Iterator[tuple[str, Replay]]:
    """Daily series without working time."""
    rounded: Callable[[Numbers], Numbers] = lambda values: np.round(np.exp(values))  # noqa: E731
    for name, start, value in (
        ("example_pedestrians_covid", "2017-09", np.asarray),
        ("example_wp_log_peyton_manning", "2008-04", rounded),
    ):
        days, values = _daily(folder / f"{name}.csv")
        counts, n_months = (
            value(values)[np.newaxis],
            (days[-1].astype("datetime64[M]") - np.datetime64(start)).astype(int),
        )
        history = History(days, np.full(counts.shape, np.nan), np.zeros(days.size, bool), np.zeros(1, np.int64))
        yield name, counted(history, counts, months(start, int(n_months)))
        yield f"{name}, with season", counted(history, counts, months(start, int(n_months)), seasonal=True)


def _daily(path: Path) -> tuple[NDArray[np.datetime64], Numbers]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = [(np.datetime64(row["ds"][:10]), float(row["y"] or "nan")) for row in csv.DictReader(file)]
    days = np.arange(rows[0][0], rows[-1][0] + 1)
    values = np.full(days.size, np.nan)
    values[[int((day - days[0]).astype(int)) for day, _ in rows]] = [value for _, value in rows]
    return days, values


def _of_bank(folder: Path) -> Replay:
    """Calls in date order without dates: each run of one weekday is a day, and a month's days are spread over it."""
    with gzip.open(folder / "bank-additional-full.csv.gz", "rt", encoding="utf-8", newline="") as file:
        calls = list(csv.DictReader(file, delimiter=";"))
    jobs = sorted({call["job"] for call in calls})
    days = np.arange(np.datetime64("2008-05-01"), np.datetime64("2010-12-01"))
    won, decided = np.zeros((len(jobs), days.size)), np.zeros((len(jobs), days.size))
    month = np.datetime64("2008-04")
    for name, of_month in groupby(calls, key=lambda call: call["month"]):
        number = "jan feb mar apr may jun jul aug sep oct nov dec".split().index(name)
        month = month + 1 + (number - int((month + 1).astype(int)) % 12) % 12
        runs = [list(run) for _, run in groupby(of_month, key=lambda call: call["day_of_week"])]
        first, length = (month.astype("datetime64[D]") - days[0]).astype(int), _length(month)
        for place, run in enumerate(runs):
            day = int(first) + int((place + 0.5) / len(runs) * length)
            for call in run:
                decided[jobs.index(call["job"]), day] += 1
                won[jobs.index(call["job"]), day] += call["y"] == "yes"
    history = History(days, np.full(won.shape, np.nan), np.zeros(days.size, bool), np.zeros(len(jobs), np.int64))
    return rated(history, won, decided, months("2008-08", 28))


def _length(month: np.datetime64) -> int:
    return int(((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int))


def months(first: str, n: int) -> list[date]:
    return [np.datetime64(month, "D").item() for month in np.datetime64(first, "M") + np.arange(n + 1)]


def counted(history: History, counts: Numbers, bounds: list[date], *, seasonal: bool = False) -> Replay:
    def outlook(period: OpenPeriod, known: slice, correction: Correction) -> Outlooks[Any]:
        asked = _in_season(history, counts, period) if seasonal else period
        return count_outlooks(period=asked, counts=counts[:, known], correction=correction)

    return replay(history=history, bounds=bounds, outlook=outlook, above=counts)


def _in_season(history: History, counts: Numbers, period: OpenPeriod) -> OpenPeriod:
    """The season of all units together, from the whole months before the period."""
    before = history.place(period.starts_on)
    month_of = history.days[:before].astype("datetime64[M]")
    whole = np.unique(month_of)[1:]
    of_month = (month_of[:, np.newaxis] == whole).astype(np.float64)
    values = np.nansum(counts[:, :before], axis=0) @ of_month
    hours = np.nansum(history.exposure[:, :before], axis=0) @ of_month
    season = season_indices(values=values, hours=hours, month_of=whole.astype(int) % 12 + 1)
    return replace(period, season=season_of_days(days=period.days, season=season))


def rated(history: History, won: Numbers, decided: Numbers, bounds: list[date]) -> Replay:
    def outlook(period: OpenPeriod, known: slice, correction: Correction) -> Outlooks[Any]:
        return rate_outlooks(period=period, won=won[:, known], decided=decided[:, known], correction=correction)

    return replay(history=history, bounds=bounds, outlook=outlook, above=won, below=decided)


def summed(history: History, sums: Numbers, counts: Numbers | None, bounds: list[date]) -> Replay:
    def outlook(period: OpenPeriod, known: slice, correction: Correction) -> Outlooks[Any]:
        events = None if counts is None else counts[:, known]
        return sum_outlooks(period=period, sums=sums[:, known], counts=events, correction=correction)

    return replay(history=history, bounds=bounds, outlook=outlook, above=sums)


def averaged(history: History, sums: Numbers, counts: Numbers, bounds: list[date]) -> Replay:
    def outlook(period: OpenPeriod, known: slice, correction: Correction) -> Outlooks[Any]:
        return average_outlooks(period=period, sums=sums[:, known], counts=counts[:, known], correction=correction)

    return replay(history=history, bounds=bounds, outlook=outlook, above=sums, below=counts)


def _rows(replayed: Replay) -> list[str]:
    """One for each share. The target of a month is what the one before brought, so that about half are reached."""
    ends = replayed.ends[1:]
    targets = replayed.ends[:-1]
    chances = replayed.chance(
        targets=replayed.ends[np.maximum(np.arange(len(replayed.ends)) - 1, 0)], direction=Direction.HIGHER
    )
    lines = []
    for place, share in enumerate(replayed.shares):
        told = [one[1:, place] for one in (replayed.expected, replayed.run_rate, replayed.calendar_rate)]
        reached = np.where(np.isfinite(ends) & np.isfinite(targets), ends >= targets, np.nan)
        chance, simple = chances[1:, place], (told[1] >= targets).astype(np.float64)
        shown = np.array([[one.value for one in row[place].judgements] for row in replayed.outlooks])
        figures = [
            np.nanmean(replayed.held[:, place]),
            *(_wape(one, ends) for one in told),
            np.nanmean((chance - reached) ** 2),
            np.nanmean((np.where(np.isfinite(told[1]), simple, 0.5) - reached) ** 2),
            (shown == "all").mean(),
            replayed.is_refused[:, place].mean(),
        ]
        lines.append(f"| {share:.0%} | {' | '.join(f'{one:.3f}' for one in figures)} |")
    return lines


def _wape(told: Numbers, ends: Numbers) -> float:
    known = np.isfinite(told) & np.isfinite(ends)
    return float(np.abs(told - ends)[known].sum() / np.abs(ends[known]).sum())


if __name__ == "__main__":
    main()
