"""How often a wrong cause of a change is named: `python -m bench.why [--times N]`. Made-up weeks, so it needs no data.

An organisation with six cells (industries) and some 200 calls a week, 26 weeks before a change and 4 to 13 after it.
Calls move from week to week by 8 % and the cells' shares by 15 % beyond chance, neighbouring weeks with correlation .4;
close rates move by 15 %, amounts by chance alone. One cause is planted, or none ("quiet").
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from kaname.measures.effect import Series
from kaname.measures.noise import Outcome
from kaname.measures.why.cells import CellPeriods, Kind
from kaname.measures.why.market import Place, market_or_local
from kaname.measures.why.result import Cause, Why
from kaname.measures.why.why import why

Numbers = NDArray[np.float64]
SEED = 20261128
CELLS, BEFORE = 6, 26
NAMED = {"quiet": Cause.NONE_CLEAR, "effort": Cause.EFFORT, "all rates": Cause.RATE, "one rate": Cause.RATE}
NAMED |= {"composition": Cause.COMPOSITION, "new cell": Cause.ENTERING_LEAVING, "lost cell": Cause.ENTERING_LEAVING}
NAMED |= {"size": Cause.SIZE}


@dataclass(frozen=True)
class Truth:
    """What holds in one stretch."""

    calls: float
    shares: Numbers
    rates: Numbers
    amount: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=1_000)
    # `python -m bench` gives it to all; made-up weeks have no rows. Real data names no causes.
    parser.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--data", help=argparse.SUPPRESS)
    times = parser.parse_args().times
    for line in chain(causes(times=times), [""], places(times=times), [""], speed()):
        print(line, flush=True)


def causes(*, times: int) -> Iterator[str]:
    """A row of a table for each kind of metric and planted cause."""
    yield "| metric | planted | named right | none clear | wrong | its cell named | a wrong cell named |"
    yield "|---" * 7 + "|"
    rng, together = np.random.default_rng(SEED), Counter[str]()
    for kind in (Kind.COUNT, Kind.SHARE, Kind.SUM):
        for planted in _plantable(kind):
            runs = [_one(kind, planted, rng) for _ in range(times)]
            right = sum(found.cause is NAMED[planted] for found, _ in runs)
            none = sum(found.cause is Cause.NONE_CLEAR for found, _ in runs)
            wrong = times - none - (right if planted != "quiet" else 0)
            cells = [(found.cell.place == cell) for found, cell in runs if found.cell is not None and cell is not None]
            lone = [found.cell is not None for found, _ in runs] if planted in ("effort", "all rates", "size") else []
            together.update(runs=times, wrong=wrong, none=none, quiet_wrong=wrong * (planted == "quiet"))
            together.update(quiet=times * (planted == "quiet"), quiet_none=none * (planted == "quiet"))
            own = f"{sum(cells) / times:.1%}" if cells else "–"
            other = f"{(len(cells) - sum(cells) + sum(lone)) / times:.1%}" if cells or lone else "–"
            shares = " | ".join(f"{count / times:.1%}" for count in (right, none, wrong))
            yield f"| {kind} | {planted} | {shares} | {own} | {other} |"
    planted_runs = together["runs"] - together["quiet"]
    wrong = together["wrong"] - together["quiet_wrong"]
    yield ""
    yield f"wrong cause named: {together['wrong'] / together['runs']:.4f} (first step .03, stretch .01)"
    yield f"planted {wrong / planted_runs:.4f}, quiet {together['quiet_wrong'] / together['quiet']:.4f}"
    yield f"none clear although planted: {(together['none'] - together['quiet_none']) / planted_runs:.3f}"


def _plantable(kind: Kind) -> list[str]:
    return [name for name in NAMED if (name != "effort" or kind.grows) and (name != "size" or kind.has_sizes)]


def _one(kind: Kind, planted: str, rng: np.random.Generator) -> tuple[Why, int | None]:
    """An explanation, and the cell in which the cause was planted."""
    shares = rng.dirichlet(np.full(CELLS, 4.0))
    rates = expit(logit(0.2) + rng.normal(0, 0.6, CELLS))
    truth = Truth(float(rng.uniform(120, 300)), shares, rates, 1.0)
    before, after, cell = _plant(planted, truth, rng)
    weeks = _weeks(before, BEFORE, rng), _weeks(after, int(rng.integers(4, 14)), rng)
    if kind is Kind.SHARE:
        weeks = replace(weeks[0], sums=None), replace(weeks[1], sums=None)
    return why(kind=kind, before=weeks[0], after=weeks[1]), cell


def _plant(planted: str, truth: Truth, rng: np.random.Generator) -> tuple[Truth, Truth, int | None]:
    """The cause moves the metric by 12 to 40 %, or as far as it can."""
    size = float(rng.uniform(0.12, 0.4))
    value = float((truth.shares * truth.rates).sum())
    match planted:
        case "effort":
            return truth, replace(truth, calls=truth.calls * (1 - size)), None
        case "size":
            return truth, replace(truth, amount=1 - size), None
        case "all rates":
            return truth, replace(truth, rates=truth.rates * (1 - size)), None
        case "one rate":
            place = int(np.argmax(truth.shares * truth.rates))
            own = truth.shares[place] * truth.rates[place] / value
            rates = truth.rates.copy()
            rates[place] *= 1 - min(size / own, 0.8)
            return truth, replace(truth, rates=rates), place
        case "composition":
            rates = np.sort(np.clip(truth.rates, 0.03, 0.6))
            rates[0], rates[-1] = rates[-1] / 4, rates[-1] * 1.2
            moved = np.zeros(CELLS)
            moved[0] = 0.6 * truth.shares[-1] + 0.3 * truth.shares[1:-1].sum()
            moved[1:-1], moved[-1] = -0.3 * truth.shares[1:-1], -0.6 * truth.shares[-1]
            return replace(truth, rates=rates), replace(truth, rates=rates, shares=truth.shares + moved), None
        case "new cell" | "lost cell":
            rates = truth.rates.copy()
            rest = float((truth.shares[1:] * rates[1:]).sum() / truth.shares[1:].sum())
            rates[0] = rest * (0.2 if planted == "new cell" else 2.2)
            shares = np.append(0.25, truth.shares[1:] * 0.75 / truth.shares[1:].sum())
            none = np.append(0.0, shares[1:] / 0.75)
            with_it, without = replace(truth, shares=shares, rates=rates), replace(truth, shares=none, rates=rates)
            return (without, with_it, 0) if planted == "new cell" else (with_it, without, 0)
        case _:
            return truth, truth, None


def _weeks(truth: Truth, weeks: int, rng: np.random.Generator) -> CellPeriods:
    days = rng.choice([4.0, 5.0, 5.0, 5.0], weeks)
    calls = truth.calls * days / 5 * np.exp(_moves(0.08, (weeks,), rng))
    exposure = rng.poisson(calls * truth.shares[:, None] * np.exp(_moves(0.15, (CELLS, weeks), rng)))
    odds = logit(truth.rates)[:, None] + _moves(0.15, (CELLS, weeks), rng)
    events = rng.binomial(exposure, expit(odds))
    sums = truth.amount * rng.gamma(np.maximum(events, 1e-9) * 2.0, 0.5)
    return CellPeriods(exposure.astype(float), events.astype(float), days, np.where(events > 0, sums, 0.0))


def _moves(spread: float, shape: tuple[int, ...], rng: np.random.Generator, *, together: float = 0.4) -> Numbers:
    """First-order moves around nothing, of constant spread."""
    moves = rng.normal(0, spread, shape)
    for week in range(1, shape[-1]):
        moves[..., week] = together * moves[..., week - 1] + np.sqrt(1 - together**2) * moves[..., week]
    return moves


def places(*, times: int) -> Iterator[str]:
    """Teams of 12 events a week; each develops by 5 % by itself, weeks move by 15 %."""
    yield "| peers | happened | market | local | both | cannot say | wrong |"
    yield "|---" * 7 + "|"
    rng = np.random.default_rng(SEED)
    wrong_of = {
        "market": {Place.LOCAL},
        "local": {Place.MARKET},
        "both": set[Place](),
        "quiet": set(Place) - {Place.CANNOT_SAY},
    }
    for peers in (3, 5, 10):
        for name, (market, local) in {
            "market": (-0.3, 0),
            "local": (0, -0.5),
            "both": (-0.3, -0.5),
            "quiet": (0, 0),
        }.items():
            found = Counter(_place(peers, market, local, rng) for _ in range(times))
            wrong = sum(found[place] for place in wrong_of[name])
            shares = " | ".join(f"{found[place] / times:.1%}" for place in Place)
            yield f"| {peers} | {name} | {shares} | {wrong / times:.1%} |"


def _place(peers: int, market: float, local: float, rng: np.random.Generator) -> Place:
    weeks, at = 34, 26
    log = _moves(0.15, (peers + 1, weeks), rng) + rng.normal(0, 0.05, (peers + 1, 1)) * (np.arange(weeks) >= at)
    log[:, at:] += market
    log[0, at:] += local
    hours = rng.uniform(24, 40, log.shape)
    events = rng.poisson(12 / 32 * hours * np.exp(log)).astype(float)
    unit, others = Series(events[0], hours[0]), Series(events[1:], hours[1:])
    return market_or_local(unit=unit, peers=others, at=at, outcome=Outcome.RATE).place


def speed() -> Iterator[str]:
    rng = np.random.default_rng(SEED)
    cells = [rng.poisson(20, (200, weeks)).astype(float) for weeks in (52, 13)]
    stretches = [
        CellPeriods(one, rng.binomial(one.astype(int), 0.2).astype(float), np.full(one.shape[1], 5.0)) for one in cells
    ]
    since = perf_counter()
    why(kind=Kind.COUNT, before=stretches[0], after=stretches[1])
    yield f"200 cells, 52 and 13 weeks: {(perf_counter() - since) * 1_000:.1f} ms"


if __name__ == "__main__":
    main()
