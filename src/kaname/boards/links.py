"""Where the numbers of a board lead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from kaname.boards.selection import Selection, Span, Subject
from kaname.goals.models import Kpi
from kaname.goals.period_choices import code


@dataclass(frozen=True)
class Links:
    """Addresses that keep the subject and period of a board."""

    selection: Selection

    @cached_property
    def _query(self) -> str:
        return self.selection.query()

    def board(self, **more: str) -> str:
        return f"{_board_path()}?{self.selection.query(**more) if more else self._query}"

    def home(self) -> str:
        """The board without its day, so that a bookmark of it always shows the running period."""
        query = self.selection.query(on="", period="" if self.selection.span is Span.MONTH else self.selection.span)
        return f"{reverse('boards:board')}?{query}"

    def of(self, subject: Subject) -> str:
        """The same period of somebody else."""
        return Links(self.selection.of(subject)).board()

    def metric(self, key: str, **more: str) -> str:
        """What is behind a number."""
        return f"{_metric_path(key)}?{self.selection.query(**more) if more else self._query}"

    def rows(self, key: str) -> str:
        """All facts behind a number, as a download."""
        return f"{reverse('boards:metric_rows', args=[key])}?{self.selection.query()}"

    def csv(self) -> str:
        return f"{reverse('boards:board_csv')}?{self.selection.query()}"

    def set_target(self, key: str, *, back: str) -> str:
        """The form that sets or revises the target of this subject for this period."""
        query = {"metric": key, "owner": self._owner, "period": code(self.selection.period), "next": back}
        return f"{reverse('goals:target_new')}?{urlencode(query)}"

    def why(self, key: str) -> str:
        """Where the subject's target of this period comes from, up to the goal."""
        subject = self.selection.subject
        owner = {"person": subject.person} if subject.person else {"team": subject.team}
        query = {"metric": key, "period": code(self.selection.period)} | {
            name: value for name, value in owner.items() if value
        }
        return f"{reverse('goals:why')}?{urlencode(query)}"

    def plan(self, kpi: Kpi) -> str:
        """What is planned to move a goal's KPI."""
        return reverse("goals:plan", args=[kpi.goal.key, kpi.pk])

    def type_number(self, key: str, *, on: str, back: str) -> str:
        """The form that takes a number by hand."""
        subject = self.selection.subject
        owner = {"person": subject.person} if subject.person else {"team": subject.team}
        named = {name: value for name, value in owner.items() if value} or {"of": "organisation"}
        query = {"metric": key, "on": on, "next": back}
        return f"{reverse('imports:measurement_new')}?{urlencode(named | query)}"

    @property
    def _owner(self) -> str:
        subject = self.selection.subject
        if subject.person:
            return f"person:{subject.person}"
        return f"team:{subject.team}" if subject.team else "organisation"


@lru_cache
def _board_path() -> str:
    return reverse("boards:board")


# A board links hundreds of numbers, and finding an address by its name takes longer than anything else about them.
@lru_cache(maxsize=1_000)
def _metric_path(key: str) -> str:
    return reverse("boards:metric", args=[key])
