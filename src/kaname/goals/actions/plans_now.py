"""Each KPI's plan in the running month, for pages that show KPIs: how far it is kept, and which have none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Max

from kaname.facts.asking.history import history_of
from kaname.goals.actions.cadence import Cadence
from kaname.goals.actions.done import known_until
from kaname.goals.actions.queries import Plan, plans_of
from kaname.goals.journal import Journal
from kaname.goals.models import Action, ActionTick, GoalChange, Kpi
from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY, Grain, Period, period_of
from kaname.web.store import facts

# A week or month that touches a month begins at most so long before it, and ends so long after it.
AROUND = timedelta(days=31)


def plans_now(kpis: Sequence[Kpi], *, reader: Reader, journal: Journal) -> dict[int, Plan]:
    """By the KPI's id; KPIs without a plan are missing.

    The answer holds until a fact of the days that count changes, or somebody writes to the ledger that it depends on.
    """
    month = period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar)
    store = facts()
    revision, state = store.revision, _state()
    counted = list(Action.objects.current().filter(initiative__kpi__in=kpis).exclude(metric_key=""))
    known = tuple(known_until(action, reader) for action in counted)
    key = ("plans", tuple(kpi.pk for kpi in kpis), reader.today, known, journal, state)
    days = _days_counted(counted, month, today=reader.today)
    return history_of(store).get(key, days, lambda: plans_of(kpis, period=month, reader=reader), revision=revision)


def _days_counted(counted: Sequence[Action], month: Period, *, today: date) -> Period:
    """Before today where all is due day by day; what is done in a week or month counts on any day of it, also today."""
    if any(Cadence.read(action.cadence).is_free for action in counted):
        return Period(month.starts_on - AROUND, month.ends_on + AROUND)
    return Period(month.starts_on, max(today, month.starts_on + ONE_DAY))


def _state() -> tuple[object, ...]:
    """What was ticked, taken back and planned last."""
    ticks = ActionTick.objects.aggregate(newest=Max("pk"), undone=Max("undone_at"))
    planned = GoalChange.objects.order_by("-pk").values_list("pk", flat=True).first()
    return ticks["newest"], ticks["undone"], planned
