"""Make the activities that everything here is measured on: the same seed gives the same file, byte for byte.

    python bench/generate.py FILE.csv [--rows 10000000] [--people 500] [--years 3] [--shuffled]

500 people over three years in time order, as a CRM exports them. Weekends are nearly empty, people and months differ,
two thirds are calls whose outcome and length depend on each other, leads come back a few times within weeks.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.random import Generator, default_rng
from pyarrow import csv

from kaname.facts.streams import STREAMS

SURNAMES = (
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 "
    "山口 松本 井上 木村 林 斎藤 清水 山崎 森 池田 橋本 石川"
)
GIVEN_NAMES = "健 翔太 大輔 拓也 直樹 誠 亮 学 愛 恵 由美 真由美 陽子 さくら 美咲 彩 優 葵 結衣 七海"
INDUSTRIES = np.char.add("業種", np.arange(1, 17).astype(str))
KINDS = np.array([*STREAMS["activities"].field("kind").values])
KIND_SHARES = [0.66, 0.24, 0.05, 0.03, 0.02]
OUTCOMES = np.array([*STREAMS["activities"].field("outcome").values])
OUTCOME_SHARES = [0.38, 0.05, 0.08, 0.02, 0.12, 0.10, 0.08, 0.10, 0.04, 0.03]
SECONDS = np.array([20, 5, 35, 15, 45, 180, 60, 90, 260, 420])
START = np.datetime64("2023-04-01")
CHUNK = 250_000
SCHEMA = pa.schema(
    [
        ("activity_id", pa.string()),
        ("occurred_at", pa.string()),
        ("person", pa.string()),
        ("lead", pa.string()),
        ("kind", pa.string()),
        ("outcome", pa.string()),
        ("duration_seconds", pa.float64()),
        ("industry", pa.string()),
    ]
)


def names(people: int) -> list[str]:
    """Different Japanese names for up to 500 people; beyond, a number follows."""
    pairs = [f"{surname} {given}" for given in GIVEN_NAMES.split() for surname in SURNAMES.split()]
    return [pairs[i % len(pairs)] + (f" {i // len(pairs) + 1}" if i >= len(pairs) else "") for i in range(people)]


def batches(*, rows: int, people: int, years: int, seed: int = 1, shuffled: bool = False) -> Iterator[pa.RecordBatch]:
    """Rows of the file in time order, or with the days in any order where `shuffled`."""
    rng = default_rng(seed)
    days = START + np.arange(round(years * 365))
    weekday = (days.astype(int) + 3) % 7
    weights = np.where(weekday < 5, 1.0, 0.03) * (1 + 0.2 * np.sin(np.arange(len(days)) / 58))
    per_day = rng.multinomial(rows, weights / weights.sum())
    row_days = np.repeat(days, per_day)
    if shuffled:
        rng.shuffle(row_days)
    diligence = rng.gamma(6, size=people)
    people_names, leads = np.array(names(people)), max(rows // 8, 1)
    for start in range(0, rows, CHUNK):
        chunk = row_days[start : start + CHUNK]
        who = rng.choice(people, size=len(chunk), p=diligence / diligence.sum())
        yield _batch(rng, first=start, days=chunk, people=people_names[who], leads=leads, share=start / rows)


def _batch(
    rng: Generator, *, first: int, days: np.ndarray, people: np.ndarray, leads: int, share: float
) -> pa.RecordBatch:
    size = len(days)
    second = rng.integers(9 * 3600, 19 * 3600, size)
    kind = rng.choice(len(KINDS), size=size, p=KIND_SHARES)
    outcome = rng.choice(len(OUTCOMES), size=size, p=OUTCOME_SHARES)
    seconds = np.round(rng.gamma(2.0, SECONDS[outcome] / 2) * np.where(kind < 2, 1, 12), 1)
    lead = (share * leads * 0.9 + rng.gamma(1.2, leads / 60, size)).astype(int) % leads
    instants = days.astype("datetime64[s]") + second
    called = kind == 0
    return pa.record_batch(
        [
            pa.array(np.char.add("A", np.char.zfill(np.arange(first, first + size).astype(str), 9))),
            pa.array(np.char.replace(np.datetime_as_string(instants), "T", " ")),
            pa.array(people),
            pa.array(np.char.add("L", np.char.zfill(lead.astype(str), 8))),
            pa.array(KINDS[kind]),
            pa.array(OUTCOMES[outcome], mask=~called),
            pa.array(seconds, mask=kind == 1),
            pa.array(INDUSTRIES[lead % len(INDUSTRIES)]),
        ],
        schema=SCHEMA,
    )


def write(path: Path, **size: int) -> None:
    with csv.CSVWriter(path, SCHEMA, write_options=csv.WriteOptions(quoting_style="needed")) as file:
        for batch in batches(**size):
            file.write_batch(batch)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--shuffled", action="store_true")
    given = parser.parse_args()
    write(given.path, rows=given.rows, people=given.people, years=given.years, shuffled=given.shuffled)
    print(f"{given.rows:,} rows in {given.path}: {given.path.stat().st_size / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
