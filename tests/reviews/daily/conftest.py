"""Ben's working Tuesday: six calls of a month's 190, and a role-play that he ticks."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from boards.world_of_boards import calls, load

from kaname.goals.models import Action, ActionOwner, Goal, Initiative, Kpi, Target
from kaname.reviews.models import DailyReport
from tests.reviews.conftest import NOW, TODAY, url

TEXTS = {"learned": "Ask for the *budget* first.", "plans": "Ten new leads", "question": "Who knows Hokuto?"}


@pytest.fixture
def tuesday(known, east, ben):
    """Two KPIs (calls, and a rate of them), targets for Ben, and an action of his."""
    quarter = {"starts_on": date(2026, 10, 1), "ends_on": date(2027, 1, 1)}
    month = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 12, 1)}
    target = Target.objects.create(metric_key="connects", team=east, value=Decimal(500), **quarter)
    goal = Goal.objects.create(
        key="autumn", metric_key="connects", team=east, target=target, created_at=NOW, published_at=NOW, **quarter
    )
    first = Kpi.objects.create(goal=goal, metric_key="calls", position=1)
    Kpi.objects.create(goal=goal, metric_key="connect_rate", position=2)
    Target.objects.create(metric_key="calls", person=ben, value=Decimal(190), **month)
    Target.objects.create(metric_key="connect_rate", person=ben, value=Decimal("0.4"), **month)
    initiative = Initiative.objects.create(kpi=first, name="Talk better", starts_on=date(2026, 11, 1), created_at=NOW)
    action = Action.objects.create(initiative=initiative, name="Role-play", starts_on=date(2026, 11, 2))
    ActionOwner.objects.create(action=action, person=ben)
    load(known, "activities", [*calls("Ben", TODAY, n=6, reached=3), *calls("Ben", date(2026, 11, 20), n=9)], at=NOW)
    return action


@pytest.fixture
def submit(tuesday, sign_in):
    """Writes and submits a report as that person, today's unless another day is said."""

    def submitted(who, day=TODAY, **texts):
        page = url("daily_write", day=day.isoformat())
        answer = sign_in(who).post(page, {"revision": 0, **(texts or TEXTS), "submit": ""})
        assert answer.status_code == 302, answer.content.decode()
        return DailyReport.objects.get(person=who, day=day)

    return submitted


def more_calls(store, name, *, n, reached=0):
    """Calls of today besides those that are known already."""
    rows = [{**row, "source_id": f"{name}-{k}"} for k, row in enumerate(calls(name, TODAY, n=n, reached=reached))]
    load(store, "activities", rows, at=NOW)


def at(hour, minute=0, *, day=TODAY):
    """An instant on Tokyo's clocks."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo("Asia/Tokyo"))
