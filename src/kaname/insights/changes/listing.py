"""The list of changes: which are asked for, in which order, as a page and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kaname.goals.reader import Reader
from kaname.insights.changes.metrics import watched_keys
from kaname.insights.changes.names import Names
from kaname.insights.changes.page import row_of
from kaname.insights.changes.sentences import subject
from kaname.insights.models import Change, ChangeState, Computation, Subject, Watching
from kaname.insights.models.change import ChangeQuerySet

ORDERS = {"": ("is_decided", "-changed_on", "pk"), "probability": ("-probability", "pk")}


@dataclass(frozen=True)
class Asked:
    """The filters and the order in the address."""

    state: str
    metric: str
    order: str

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        state, order = query.get("state", ""), query.get("sort", "")
        known = state if state in ChangeState.values else ""
        return cls(known, query.get("metric", "").replace("\x00", ""), order if order in ORDERS else "")

    @property
    def query(self) -> str:
        named = {"state": self.state, "metric": self.metric, "sort": self.order}
        return urlencode({name: value for name, value in named.items() if value})

    def rows(self, reader: Reader) -> ChangeQuerySet:
        found = Change.objects.visible_in(reader.scope).leading().prefetch_related("decisions")
        if self.state:
            found = found.filter(state=self.state)
        if self.metric:
            found = found.filter(metric_key=self.metric)
        new = When(state=ChangeState.NEW, then=Value(0))
        ranked = found.annotate(is_decided=Case(new, default=Value(1), output_field=IntegerField()))
        return ranked.order_by(*ORDERS[self.order])


def list_page(page: Page[Change], asked: Asked, reader: Reader) -> dict[str, Any]:
    """Everything that the page shows."""
    names = Names(reader)
    visible = Change.objects.visible_in(reader.scope).leading()
    keys = sorted(set(visible.values_list("metric_key", flat=True).order_by()))
    n_new = visible.filter(state=ChangeState.NEW).count()
    watches = bool(keys or watched_keys(reader.definitions, reader.today))
    return {
        "reader": reader,
        "page": page,
        "rows": [row_of(change, names) for change in page],
        "headline": headline_of(n_new, bool(keys)) if watches else _("No KPI is watched yet"),
        "anything": bool(keys),
        "watches": watches,
        "asked": asked,
        "metrics": [(key, names.metric(key)) for key in keys],
        "states": ChangeState.choices,
        "watching": Watching.objects.first(),
        "run": Computation.objects.filter(subject=Subject.CHANGES).first(),
    }


def headline_of(n_new: int, any_at_all: bool) -> str:
    """The answer to what changed."""
    if n_new:
        return ngettext("%(n)s KPI left its level", "%(n)s KPIs left their level", n_new) % {"n": n_new}
    if any_at_all:
        return _("Nothing new: every change has been looked at")
    return _("No KPI has left its level")


def table_rows(changes: Iterable[Change], names: Names) -> tuple[list[str], Iterator[list[object]]]:
    """Every change with its numbers."""
    header = [
        _("Metric"), _("Team"), _("Field"), _("Value"), _("Change since"), _("Earliest"), _("Latest"),
        pgettext("of a change", "Before"), pgettext("of a change", "After"), _("After / before"), _("Low (80%)"),
        _("High (80%)"), _("Probability"), _("State"),
        _("Explanation"),
    ]  # fmt: skip
    return header, (_line(change, names) for change in changes)


def _line(change: Change, names: Names) -> list[object]:
    decision = next(iter(change.decisions.all()), None)
    return [
        subject(change, names), names.team(change.team_key), names.field(change.field) if change.field else "",
        change.value, change.changed_on, change.first_on, change.last_on, change.before, change.after, change.ratio,
        change.low, change.high, change.probability, change.get_state_display(), decision.words if decision else "",
    ]  # fmt: skip
