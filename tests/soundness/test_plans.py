"""How far plans are kept, once wrong on the page of a goal: Ben in the East, today is Wednesday, 18 November 2026."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from boards.world_of_boards import NOW, TODAY, calls, load

from kaname.goals.actions.plans_now import plans_now
from kaname.goals.actions.queries import adherence
from kaname.goals.journal import organisation_and_journal
from kaname.goals.models import Action, ActionOwner, Goal, Initiative, Kpi, Target
from kaname.goals.reader import Reader
from kaname.measures.periods import Period

pytestmark = pytest.mark.django_db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


@pytest.fixture
def kpi(aiko, ben):
    """Ben makes twenty calls a week, on whichever days."""
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2027, 1, 1)}
    east = ben.memberships.get().team
    target = Target.objects.create(metric_key="connects", team=east, value=Decimal(500), **days)
    goal = Goal.objects.create(
        key="autumn", metric_key="connects", team=east, target=target, created_at=NOW, published_at=NOW, **days
    )
    found = Kpi.objects.create(goal=goal, metric_key="calls", position=1)
    fields = {"starts_on": date(2026, 11, 16)}
    initiative = Initiative.objects.create(kpi=found, name="Reach more", created_at=NOW, **fields)
    action = Action.objects.create(
        initiative=initiative, name="Call", cadence="FREQ=WEEKLY", quota=20, metric_key="calls", **fields
    )
    ActionOwner.objects.create(action=action, person=ben)
    return found


def test_what_was_done_today_counts_for_the_running_week(kpi, store, aiko, ben):
    """The page of the goal kept 25 % while the board said 100 %: calls of today changed nothing that it looked at."""

    def share():
        journal = organisation_and_journal()[1]
        return plans_now([kpi], reader=Reader(user=aiko.user, at=NOW), journal=journal)[kpi.pk].share

    load(store, "activities", calls("Ben", date(2026, 11, 16), n=2), batch_id="monday")
    assert share() == 2 / 8  # two of five working days are over: 8 of 20 are due
    load(store, "activities", [row | {"source_id": f"today-{n}"} for n, row in enumerate(calls("Ben", TODAY, n=6))])
    assert share() == 1


def test_a_late_source_makes_nobody_miss_anything(kpi, store, aiko, ben):
    """Days whose facts had not come in yet counted as missed: 40 % of a week in which all was done that is known."""
    Action.objects.update(cadence="FREQ=DAILY", quota=4)
    reader = Reader(user=aiko.user, at=NOW)
    monday, later = NOW - timedelta(days=2), NOW + timedelta(minutes=1)
    load(store, "activities", calls("Ben", date(2026, 11, 16), n=4), batch_id="monday", at=monday)
    (line,) = adherence(person_keys=["ben"], period=NOVEMBER, reader=reader)
    assert (line.occurrences, line.share) == (1, 1)
    late = [row | {"source_id": "today"} for row in calls("Ben", TODAY)]
    load(store, "activities", late, at=later)  # what came in says that nothing was done on Tuesday
    (line,) = adherence(person_keys=["ben"], period=NOVEMBER, reader=reader)
    assert (line.occurrences, line.share) == (2, 0.5)
