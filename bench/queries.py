"""Six typical KPI queries through `facts`, beside the SQL one would write by hand on the plain table.

    python -m bench.queries FOLDER [--rows 10000000] [--times 9]

Both databases are made in the folder once and used again. The plain table has the columns of the file and one table
that gives each person's team. Each query runs once to warm up, then in turns with its rival; medians are compared,
and the answers too. Aim: each at most 1.3 times the plain query's time, plus 10 ms.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from bench.generate import batches, names
from kaname.facts.directory import Directory
from kaname.facts.evaluate import evaluate
from kaname.facts.metrics.catalogue import catalogue
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.store import FactStore
from kaname.facts.streams import STREAMS
from kaname.measures.periods import FiscalCalendar, Grain

PEOPLE, TEAMS = 500, 25
FACTOR, PLUS_MS = 1.3, 10.0
REACHED = "outcome NOT IN ('no_answer', 'busy', 'voicemail', 'wrong_number', 'gatekeeper')"
ALL = {"since": date(2023, 4, 1), "until": date(2026, 4, 1)}
YEAR = {"since": date(2025, 4, 1), "until": date(2026, 4, 1)}
MONTH = {"since": date(2026, 3, 1), "until": date(2026, 4, 1)}
QUARTER = {"since": date(2026, 1, 1), "until": date(2026, 4, 1)}
DEFINITIONS = catalogue() | {
    "median_talk": MetricDefinition.from_dict(
        {
            "key": "median_talk",
            "stream": "activities",
            "measure": "median",
            "field": "duration_seconds",
            "conditions": [{"field": "outcome", "is": "connected"}],
        }
    )
}


@dataclass(frozen=True)
class Query:
    """What is asked of `facts` (metric, days, grouping), and the same by hand; `$since` and `$until` are the days."""

    name: str
    key: str
    days: dict[str, date]
    by: tuple[str, ...]
    grain: Grain | None
    sql: str


QUERIES = [
    Query(
        "calls by month, three years",
        "calls",
        ALL,
        (),
        Grain.MONTH,
        "SELECT date_trunc('month', occurred_at), count(*) FROM activities WHERE kind = 'call' "
        "AND occurred_at >= $since AND occurred_at < $until GROUP BY 1",
    ),
    Query(
        "connect rate by team, this month",
        "connect_rate",
        MONTH,
        ("team",),
        None,
        f"SELECT team, count(*) FILTER (WHERE {REACHED}) / count(*) FROM activities JOIN members USING (person) "
        "WHERE kind = 'call' AND occurred_at >= $since AND occurred_at < $until GROUP BY team",
    ),
    Query(
        "talk time by person, a quarter",
        "talk_seconds",
        QUARTER,
        ("person",),
        None,
        "SELECT person, sum(duration_seconds) FROM activities WHERE kind = 'call' "
        "AND occurred_at >= $since AND occurred_at < $until GROUP BY person",
    ),
    Query(
        "connects by industry and month, a year",
        "connects",
        YEAR,
        ("industry",),
        Grain.MONTH,
        "SELECT date_trunc('month', occurred_at), industry, count(*) FROM activities "
        f"WHERE kind = 'call' AND {REACHED} "
        "AND occurred_at >= $since AND occurred_at < $until GROUP BY ALL",
    ),
    Query(
        "leads contacted by month, a year",
        "leads_contacted",
        YEAR,
        (),
        Grain.MONTH,
        "SELECT date_trunc('month', occurred_at), count(DISTINCT lead) FROM activities "
        "WHERE kind IN ('call', 'mail', 'meeting', 'visit') "
        "AND occurred_at >= $since AND occurred_at < $until GROUP BY 1",
    ),
    Query(
        "median talk time by team, a quarter",
        "median_talk",
        QUARTER,
        ("team",),
        None,
        "SELECT team, median(duration_seconds) FROM activities JOIN members USING (person) "
        "WHERE outcome = 'connected' AND occurred_at >= $since AND occurred_at < $until GROUP BY team",
    ),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--times", type=int, default=9)
    given = parser.parse_args()
    for line in measure(given.folder, rows=given.rows, times=given.times):
        print(line)


def measure(folder: Path, *, rows: int, times: int) -> list[str]:
    """A line of a table for each query."""
    store, plain = prepare(folder, rows=rows)
    lines = ["| query | facts ms | by hand ms | allowed ms | |", "|---|---|---|---|---|"]
    for query in QUERIES:
        ours, theirs = _in_turns(lambda q=query: ask(store, q), lambda q=query: by_hand(plain, q), times=times)
        allowed = FACTOR * theirs + PLUS_MS
        lines.append(
            f"| {query.name} | {ours:.1f} | {theirs:.1f} | {allowed:.1f} | {'✓' if ours <= allowed else '✗'} |"
        )
    return lines


def prepare(folder: Path, *, rows: int) -> tuple[FactStore, duckdb.DuckDBPyConnection]:
    folder.mkdir(parents=True, exist_ok=True)
    store = FactStore.open(folder / "facts.duckdb", threads=2)
    plain = duckdb.connect(str(folder / "plain.duckdb"), config={"threads": 2})
    if store.revision == 0:
        store.set_directory(directory())
        records = (("activities", record(batch)) for batch in batches(rows=rows, people=PEOPLE, years=3))
        store.load(source="bench", batch_id="all", records=records, at=datetime.now(UTC))
        _fill(plain, rows)
    return store, plain


def directory() -> Directory:
    people = [(f"p{i:03}", name) for i, name in enumerate(names(PEOPLE))]
    teams = [(f"t{i:02}", f"Team {i:02}", None) for i in range(TEAMS)]
    return Directory(
        people=people,
        person_refs=[("", name, key) for key, name in people],
        teams=teams,
        memberships=[(key, f"t{i % TEAMS:02}", None, None, None) for i, (key, _) in enumerate(people)],
    )


def record(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch of the file as facts."""
    schema = STREAMS["activities"].arrow_schema()
    at = pc.strptime(batch["occurred_at"], "%Y-%m-%d %H:%M:%S", "us")
    given = {
        "source_id": batch["activity_id"],
        "occurred_at": pc.assume_timezone(at, "UTC"),
        "day": at.cast(pa.date32()),
        "lead_key": batch["lead"],
        "duration_seconds": batch["duration_seconds"].cast(pa.decimal128(18, 4)),
        **{key: batch[key] for key in ("person", "kind", "outcome", "industry")},
    }
    columns = [given.get(field.name, pa.nulls(len(batch), field.type)) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _fill(plain: duckdb.DuckDBPyConnection, rows: int) -> None:
    plain.execute(
        "CREATE TABLE activities (activity_id VARCHAR, occurred_at TIMESTAMP, person VARCHAR, lead VARCHAR, "
        "kind VARCHAR, outcome VARCHAR, duration_seconds DECIMAL(18, 4), industry VARCHAR)"
    )
    for batch in batches(rows=rows, people=PEOPLE, years=3):
        plain.from_arrow(pa.Table.from_batches([batch])).insert_into("activities")
    plain.execute("CREATE TABLE members (person VARCHAR, team VARCHAR)")
    members = [(name, f"t{i % TEAMS:02}") for i, name in enumerate(names(PEOPLE))]
    plain.executemany("INSERT INTO members VALUES (?, ?)", members)
    plain.execute("CHECKPOINT")


def ask(store: FactStore, query: Query) -> dict[Any, Any]:
    result = evaluate(
        store,
        definitions=DEFINITIONS,
        keys=[query.key],
        **query.days,
        calendar=FiscalCalendar(),
        grain=query.grain,
        by=query.by,
    )
    return {tuple(row.values())[:-1]: row["value"] for row in result.rows(query.key)}


def by_hand(plain: duckdb.DuckDBPyConnection, query: Query) -> list[Any]:
    return plain.execute(query.sql, query.days).fetchall()


def _in_turns(ours: Callable[[], Any], theirs: Callable[[], Any], *, times: int) -> tuple[float, float]:
    """Medians in ms; the sums of all values must agree."""
    first, second = sum(ours().values()), sum(float(row[-1]) for row in theirs())
    if abs(first - second) > 1e-6 * abs(second):
        raise ValueError(f"the answers differ: {first} and {second}")
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for ask_one, times_spent in zip((ours, theirs), spent, strict=True):
            start = time.perf_counter()
            ask_one()
            times_spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent[0]), statistics.median(spent[1])


if __name__ == "__main__":
    main()
