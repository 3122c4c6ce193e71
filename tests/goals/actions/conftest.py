"""A goal that counts with one KPI, in November 2026; the 3rd and the 23rd are holidays, today is Tuesday the 24th."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kaname.goals.models import Action, ActionOwner, ActionTick, Goal, Initiative, Kpi, Target
from kaname.goals.reader import Reader
from kaname.measures.periods import Period

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


@pytest.fixture
def kpi(east):
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2027, 1, 1)}
    target = Target.objects.create(metric_key="revenue", team=east, value=Decimal(1_000_000), **days)
    goal = Goal.objects.create(
        key="autumn",
        metric_key="revenue",
        team=east,
        value=1_000_000,
        target=target,
        created_at=AT,
        published_at=AT,
        **days,
    )
    return Kpi.objects.create(goal=goal, metric_key="calls", position=1)


@pytest.fixture
def initiative(kpi):
    return Initiative.objects.create(kpi=kpi, name="Reach more", starts_on=date(2026, 11, 1), created_at=AT)


@pytest.fixture
def plan(initiative):
    """Makes an action of the initiative for these owners."""

    def make(*owners, **fields):
        action = Action.objects.create(
            initiative=initiative, **{"name": "Call", "starts_on": date(2026, 11, 2), **fields}
        )
        for owner in owners:
            kind = "team" if type(owner).__name__ == "Team" else "person"
            ActionOwner.objects.create(action=action, **{kind: owner})
        return action

    return make


@pytest.fixture
def reader(aiko):
    return Reader(user=aiko.user, at=AT)


def tick(action, person, day, amount=1, note=""):
    return ActionTick.objects.create(action=action, person=person, done_on=day, amount=amount, note=note, at=AT)
