"""The demo organisation as tables, for tests that measure it."""

from collections import defaultdict
from datetime import date

import pandas as pd
import pyarrow as pa

from kaname.demo.facts import SOURCES, facts
from kaname.demo.options import Options
from kaname.demo.world import World, world

TODAY = date(2026, 11, 24)


def tables(of: World) -> dict[str, pa.Table]:
    """Every stream's facts of every source."""
    batches = defaultdict(list)
    for source in SOURCES:
        for stream, rows in facts(of, source):
            batches[stream].append(rows)
    return {stream: pa.Table.from_batches(rows) for stream, rows in batches.items()}


def frames(of: World) -> dict[str, pd.DataFrame]:
    """The same for pandas, with local times and without the attributes."""
    found = {stream: table.drop_columns(["attributes"]).to_pandas() for stream, table in tables(of).items()}
    for frame in found.values():
        frame["day"] = pd.to_datetime(frame["day"])
        frame["at"] = frame["occurred_at"].dt.tz_convert("Asia/Tokyo")
    return found


def demo(*, today: date = TODAY, people: int = 24, years: int = 2, seed: int = 1) -> World:
    return world(Options(today=today, people=people, years=years, seed=seed))
