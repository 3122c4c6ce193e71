"""Each KPI's plan in the running month, for pages that show KPIs: how far it is kept, and which have none."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from kaname.facts.asking.history import history_of
from kaname.goals.actions.queries import Plan, plans_of
from kaname.goals.journal import Journal
from kaname.goals.models import ActionTick, GoalChange, Kpi
from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY, Grain, Period, period_of
from kaname.web.store import facts


def plans_now(kpis: Sequence[Kpi], *, reader: Reader, journal: Journal) -> dict[int, Plan]:
    """By the KPI's id; KPIs without a plan are missing.

    What is due by now lies before today: the answer holds until a fact of these days changes, or somebody writes to the
    ledger that it depends on.
    """
    month = period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar)
    store = facts()
    revision, state = store.revision, _state()
    key = ("plans", tuple(kpi.pk for kpi in kpis), reader.today, journal, state)
    days = Period(month.starts_on, max(reader.today, month.starts_on + ONE_DAY))
    return history_of(store).get(key, days, lambda: plans_of(kpis, period=month, reader=reader), revision=revision)


def _state() -> tuple[object, ...]:
    """What was ticked, taken back and planned last."""
    ticks = ActionTick.objects.aggregate(newest=Max("pk"), undone=Max("undone_at"))
    planned = GoalChange.objects.order_by("-pk").values_list("pk", flat=True).first()
    return ticks["newest"], ticks["undone"], planned
