"""Initiatives whose effect can be assumed: what was measured before, or what somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kaname.goals.goal_words import known_name
from kaname.goals.models import Initiative
from kaname.goals.reader import Reader
from kaname.insights.goal_outlook.tried import tried_before
from kaname.insights.scenarios.assumptions import TRIED, Assumptions
from kaname.insights.scenarios.basis import Basis
from kaname.web.formats.quantities import growth

MOST = 12


@dataclass(frozen=True)
class Tried:
    """One initiative with the field of its effect; `url` takes over what was measured."""

    initiative: Initiative
    name: str
    metric: str
    typed: str
    measured: str
    grade: str
    url: str
    error: str


def metrics_of(basis: Basis, reader: Reader) -> dict[str, str]:
    """Which metric each initiative that the reader may see moves, by its id."""
    return {str(one.pk): one.kpi.metric_key for one in _visible(basis, reader)}


def tried_lines(basis: Basis, assumed: Assumptions, reader: Reader) -> list[Tried]:
    measured = {one.initiative: one for one in tried_before(set(basis.whole.keys))}
    found = []
    for one in _visible(basis, reader):
        name, known = f"{TRIED}{one.pk}", measured.get(one.pk)
        taken = "" if known is None else f"{known.change * 100:.1f}%"
        found.append(
            Tried(
                initiative=one,
                name=name,
                metric=known_name(one.kpi.metric_key, reader),
                typed=assumed.typed.get(name, ""),
                measured="" if known is None else _measured(known.change, known.low, known.high),
                grade="assumed" if known is None else known.grade.value,
                url=f"?{urlencode({**assumed.typed, name: taken, 'assumed': 1})}" if known else "",
                error=assumed.errors.get(name, ""),
            )
        )
    return found


def _measured(change: float, low: float, high: float) -> str:
    words = {"change": growth(change), "low": growth(low), "high": growth(high)}
    return _("Measured: %(change)s (%(low)s to %(high)s)") % words


def _visible(basis: Basis, reader: Reader) -> list[Initiative]:
    """The latest ones for metrics of the tree."""
    rows = Initiative.objects.visible_in(reader.scope).filter(kpi__metric_key__in=set(basis.whole.keys))
    return list(rows.select_related("kpi").order_by("-starts_on", "-pk")[:MOST])
