"""What metrics and targets are tested with: a fact store in memory that knows everybody, and who is signed in."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kaname.facts.streams import STREAMS
from kaname.goals.operations import set_target
from kaname.measures.periods import FiscalCalendar, Grain, period_of
from kaname.people.operations import publish_directory
from kaname.people.queries import organisation as the_organisation

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    """What is said outside of a request is said in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def facts(store, aiko, ben, chie):
    """Ben's and Chie's calls and deals in October and November 2026."""
    publish_directory(store)
    calls = [
        *(call(number, "Ben", date(2026, 10, 5), "no_answer") for number in range(3)),
        *(call(number, "Ben", date(2026, 11, 4), "no_answer") for number in range(10, 16)),
        *(call(number, "Ben", date(2026, 11, 5), "connected") for number in range(20, 24)),
        *(call(number, "Chie", date(2026, 11, 6), "connected") for number in range(30, 35)),
    ]
    deals = [
        deal("d1", "Ben", date(2026, 11, 9), "won", 1_200_000),
        deal("d2", "Ben", date(2026, 11, 10), "lost", None),
        deal("d3", "Chie", date(2026, 11, 11), "won", 800_000),
    ]
    records = [("activities", batch("activities", calls)), ("deal_changes", batch("deal_changes", deals))]
    store.load(source="crm", batch_id="autumn", records=records, at=AT)
    return store


def call(number, person, day, outcome):
    return {"source_id": f"c{number}", "day": day, "person": person, "kind": "call", "outcome": outcome}


def deal(key, person, day, stage, amount):
    money = None if amount is None else Decimal(amount)
    return {"source_id": key, "day": day, "person": person, "deal_key": key, "stage": stage, "amount": money}


def batch(stream, rows):
    schema = STREAMS[stream].arrow_schema()
    return pa.RecordBatch.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


def url(name, *args, **query):
    return reverse(f"goals:{name}", args=args, query=query or None)


def code(period):
    """A period as pages name it in addresses and forms."""
    return f"{period.starts_on}/{period.ends_on}"


@pytest.fixture
def month(organisation):
    """The month that the pages call this month."""
    return period_of(the_organisation().today(timezone.now()), grain=Grain.MONTH, calendar=FiscalCalendar())


@pytest.fixture
def manager(sign_in, aiko, ben, store):
    return sign_in(aiko)


def target(period, value=120, metric="calls", **owner):
    """A target set by nobody in particular."""
    return set_target(metric_key=metric, period=period, value=Decimal(str(value)), by=None, at=timezone.now(), **owner)


@pytest.fixture
def ask(sign_in, store):
    """Sends JSON to the API of goals as a person; answers (status, what came back)."""

    def asked(who, method, path, data=None):
        body = json.dumps(data) if data is not None else ""
        answer = sign_in(who).generic(method, f"/api/goals/{path}", body, content_type="application/json")
        return answer.status_code, answer.json()

    return asked
