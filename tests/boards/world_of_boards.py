"""Facts of the small world, made by hand or by a seed, and boards of them."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa

from kaname.boards.queries.board import compose
from kaname.boards.queries.ledger import read_ledger
from kaname.boards.selection import ORGANISATION, Selection, Span, Subject
from kaname.facts.streams import STREAMS
from kaname.people.models import Organisation
from kaname.people.operations import publish_directory

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 6, tzinfo=UTC)
EAST, WEST = Subject(team="east"), Subject(team="west")


def batch(stream, rows):
    schema = STREAMS[stream].arrow_schema()
    return pa.RecordBatch.from_pydict(
        {field.name: [row.get(field.name) for row in rows] for field in schema}, schema=schema
    )


def load(store, stream, rows, *, at=NOW, batch_id=None):
    """Load rows as a source would send them, after telling the store who is who."""
    publish_directory(store)
    named = [{"source_id": f"{stream}-{number}", **row} for number, row in enumerate(rows)]
    return store.load(
        source="crm", batch_id=batch_id or f"{stream}-{store.revision}", records=[(stream, batch(stream, named))], at=at
    )


def calls(person, day, *, n=1, reached=0, **more):
    """`n` calls of which `reached` were answered."""
    return [
        {"person": person, "day": day, "kind": "call", "outcome": "connected" if k < reached else "no_answer", **more}
        for k in range(n)
    ]


def many_calls(*, people, since, days, seed=1):
    """Some calls a day of each person, more of them reached by some."""
    rng = np.random.default_rng(seed)
    found = []
    for ago in range(days):
        for person in people:
            n = int(rng.integers(0, 9))
            found += calls(person, since + timedelta(days=ago), n=n, reached=int(rng.integers(0, n + 1)))
    return found


def selection(subject=ORGANISATION, *, span=Span.MONTH, on=TODAY, filters=()):
    found = Selection.around(on, subject=subject, span=span, calendar=Organisation.objects.get().calendar())
    return Selection(found.subject, found.span, found.period, found.calendar, filters)


def board(store, subject=ORGANISATION, *, span=Span.MONTH, on=TODAY, today=TODAY, lead="", filters=(), key=None):
    """The board as a page would compose it."""
    asked = selection(subject, span=span, on=on, filters=filters)
    ledger = read_ledger(asked, organisation=Organisation.objects.get(), state=object(), key=key)
    return compose(ledger, store=store, today=today, lead=lead)


def kpi(found, key):
    return next(one for one in found.kpis if one.key == key)


def actuals(found):
    return {one.key: one.figure.actual for one in found.kpis}
