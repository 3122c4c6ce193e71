"""The five steps of setting a goal, as the bar on top of their pages shows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaname.goals.models import Goal, Kpi, PlannedTarget


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
    """The bar for one goal. Three queries at most."""
    done = _done(goal)
    return [
        StepLine(step, number, reverse(ADDRESSES[step], args=[goal.key]), step in done, step is current)
        for number, step in enumerate(Step, start=1)
    ]


def _done(goal: Goal) -> set[Step]:
    done = {Step.KGI} if goal.value is not None else set()
    if goal.selections.filter(until_at=None).exists():
        done.add(Step.CSF)
    if Kpi.objects.current().filter(goal=goal).exists():
        done.add(Step.KPIS)
    if PlannedTarget.objects.filter(goal=goal).exists():
        done.add(Step.PEOPLE)
    if goal.published_at is not None:
        done.add(Step.CONFIRMATION)
    return done
