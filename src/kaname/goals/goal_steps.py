"""The five steps of setting a goal, as the bar on top of their pages shows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaname.goals.in_use import all_metrics, in_use
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.models import Goal, Kpi, PlannedTarget
from kaname.measures.direction import Direction


class Step(StrEnum):
    """In the order in which a goal is set; each can be gone back to."""

    KGI = "kgi"
    CSF = "csf"
    KPIS = "kpis"
    PEOPLE = "people"
    CONFIRMATION = "confirmation"


NAMES: dict[Step, str | Promise] = {
    Step.KGI: _("KGI and gap"),
    Step.CSF: _("CSF"),
    Step.KPIS: _("KPIs and targets"),
    Step.PEOPLE: _("Teams and people"),
    Step.CONFIRMATION: _("Confirmation"),
}
ADDRESSES = {step: f"goals:goal_{step}" for step in Step}


@dataclass(frozen=True)
class StepLine:
    """One step on the bar: done, the one that is open, or still to come."""

    step: Step
    number: int
    url: str
    done: bool
    current: bool

    @property
    def name(self) -> str:
        return str(NAMES[self.step])


def steps_of(goal: Goal, *, current: Step) -> list[StepLine]:
    """The bar for one goal. Four queries at most."""
    done = _done(goal)
    return [
        StepLine(step, number, reverse(ADDRESSES[step], args=[goal.key]), step in done, step is current)
        for number, step in enumerate(Step, start=1)
    ]


def _done(goal: Goal) -> set[Step]:
    done = {Step.KGI} if goal.value is not None else set()
    if goal.selections.filter(until_at=None).exists():
        done.add(Step.CSF)
    kpis = set(Kpi.objects.current().filter(goal=goal).values_list("metric_key", flat=True))
    if kpis:
        done.add(Step.KPIS)
    if kpis and _to_spread(kpis) <= _spread(goal):
        done.add(Step.PEOPLE)
    if goal.published_at is not None:
        done.add(Step.CONFIRMATION)
    return done


def _to_spread(metric_keys: set[str]) -> set[str]:
    """Counts and sums; a rate holds everywhere as it is, and a range has no sheet."""
    known = in_use(all_metrics())
    return {
        key
        for key in metric_keys
        if key in known and known[key].direction is not Direction.RANGE and grows_with_time(key, known)
    }


def _spread(goal: Goal) -> set[str]:
    """Metrics of which somebody has a part: a part of the period, or that of a team or a person below the owner.

    What the whole owner should reach in the whole period is written down with the KPI already.
    """
    is_whole = Q(starts_on=goal.starts_on, ends_on=goal.ends_on, team=goal.team_id, person=None)
    parts = PlannedTarget.objects.filter(goal=goal).exclude(is_whole)
    return set(parts.values_list("metric_key", flat=True).distinct().order_by())
