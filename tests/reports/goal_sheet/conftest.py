"""Ben's goal sheet of the second half of fiscal 2026, on 24 November: calls and their connect rate."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from boards.world_of_boards import calls, load
from django.urls import reverse
from django.utils import translation

from kaname.facts.store import FactStore
from kaname.goals.models import Goal, Kpi, Target
from kaname.goals.reader import Reader
from kaname.measures.periods import Period
from kaname.people.operations import publish_directory
from kaname.reports.goal_sheet.beginning import begin_sheet
from kaname.web import store as web_store

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HALF = Period(date(2026, 10, 1), date(2027, 4, 1))


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def known(db, aiko, ben, chie):
    with web_store.using(FactStore.open(None, threads=1)) as opened:
        publish_directory(opened)
        yield opened
        opened.close()


@pytest.fixture
def half(known, east, ben):
    """KPIs of the East, targets of Ben for the half, and facts of October and November."""
    days = {"starts_on": HALF.starts_on, "ends_on": HALF.ends_on}
    target = Target.objects.create(metric_key="connects", team=east, value=Decimal(500), **days)
    goal = Goal.objects.create(
        key="half", name="Win the East", metric_key="connects", team=east, target=target, created_at=NOW,
        published_at=NOW, **days,
    )  # fmt: skip
    for place, key in enumerate(("calls", "connect_rate"), start=1):
        Kpi.objects.create(goal=goal, metric_key=key, position=place)
    Target.objects.create(metric_key="calls", person=ben, value=Decimal(100), **days)
    Target.objects.create(metric_key="connect_rate", person=ben, value=Decimal("0.4"), **days)
    rows = [*calls("Ben", date(2026, 10, 5), n=40, reached=10), *calls("Ben", date(2026, 11, 24), n=20, reached=20)]
    load(known, "activities", rows, at=NOW)


@pytest.fixture
def sheet(half, ben):
    return begin_sheet(ben, period=HALF, reader=reader(ben))


def reader(person, at=NOW):
    return Reader(user=person.user, at=at)


def url(name, *args, **query):
    return reverse(f"reports:{name}", args=args, query=query or None)


def rows_of(sheet):
    return list(sheet.rows.order_by("position"))


def typed(sheet, cells, **more):
    """What a page sends on which everything was seen as it is: `cells` by place and field."""
    from kaname.reports.goal_sheet.cells import Reading, cells_of

    seen = cells_of(sheet, Reading(reader(sheet.person)))
    sent = {f"seen-{pk}-{field}": text for (pk, field), text in seen.items()}
    rows = rows_of(sheet)
    return {**sent, **{f"cell-{rows[place].pk}-{field}": text for (place, field), text in cells.items()}, **more}
