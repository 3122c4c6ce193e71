"""Ben sells in the East under Aiko until June, then in the West under Chie; Chie is in the West; Dai is nobody's.

Rows are plain dicts, with a call of Ben's on a Monday where nothing else is said.
"""

from datetime import UTC, date, datetime

import pyarrow as pa

from kaname.facts.directory import Directory
from kaname.facts.evaluate import evaluate
from kaname.facts.metrics.catalogue import catalogue
from kaname.facts.streams import STREAMS
from kaname.measures.periods import FiscalCalendar

MONDAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
CATALOGUE = catalogue()
CALENDAR = FiscalCalendar()
WORLD = Directory(
    people=[("aiko", "Aiko"), ("ben", "Ben"), ("chie", "Chie"), ("dai", "Dai")],
    person_refs=[
        ("", "Aiko", "aiko"),
        ("", "Ben", "ben"),
        ("crm", "Benny", "ben"),
        ("", "Chie", "chie"),
        ("", "Dai", "dai"),
    ],
    teams=[("sales", "Sales", None), ("east", "East", "sales"), ("west", "West", "sales")],
    team_refs=[("", "East", "east"), ("", "West", "west")],
    memberships=[
        ("aiko", "east", None, None, None),
        ("ben", "east", "aiko", None, MONDAY),
        ("ben", "west", "chie", MONDAY, None),
        ("chie", "west", None, None, None),
    ],
)


def call(source_id="1", **given):
    return {"source_id": source_id, "day": MONDAY, "person": "Ben", "kind": "call", **given}


def deal(source_id="1", **given):
    return {"source_id": source_id, "day": MONDAY, "person": "Ben", "deal_key": source_id, "stage": "won", **given}


def batch(rows, stream="activities"):
    return stream, pa.RecordBatch.from_pylist(list(rows), schema=STREAMS[stream].arrow_schema())


def load(store, *rows, stream="activities", source="crm", batch_id=None, at=NOON):
    """Load rows, each time as a batch of its own."""
    batch_id = batch_id or f"batch-{store.revision}"
    return store.load(source=source, batch_id=batch_id, records=[batch(rows, stream)] if rows else [], at=at)


def value(store, key, *, since=date(2026, 1, 1), until=date(2027, 1, 1), definitions=CATALOGUE, **asked):
    """One number of the whole organisation, or of the group given by keyword."""
    where = asked.pop("where", {})
    by = tuple(asked)
    result = evaluate(
        store, definitions=definitions, keys=[key], since=since, until=until, calendar=CALENDAR, by=by, where=where
    )
    return result.value(key, **asked)


def rows(store, key, *, since=date(2026, 1, 1), until=date(2027, 1, 1), definitions=CATALOGUE, **asked):
    asked = {"calendar": CALENDAR, **asked}
    return evaluate(store, definitions=definitions, keys=[key], since=since, until=until, **asked).rows(key)
