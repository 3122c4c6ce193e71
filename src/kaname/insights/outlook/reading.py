"""Outlooks as whoever judges numbers takes them: all of a period at once, read once for everybody."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from kaname.facts.asking.shelf import ledgers
from kaname.goals.outlooks import NONE, EndOutlook, Outlooks
from kaname.insights.models import Computation, Outlook, Subject, Verdict
from kaname.measures.periods import Period
from kaname.web.store import facts

COLUMNS = ("metric_key", "team_key", "person_key", "expected", "low", "high", "probability", "target", "upper")
FURTHER = ("required", "usual_low", "usual_high", "noise", "drift", "verdict")


def read_outlooks(period: Period) -> Outlooks:
    """Of everybody, by metric, team and person."""
    run = Computation.objects.filter(subject=Subject.OUTLOOK).values_list("pk", "state", "finished_at").first()
    if run is None or run[2] is None:
        return NONE
    return ledgers(facts()).get(("outlooks", period, run), lambda: _read(period, run))


def _read(period: Period, run: Hashable) -> Outlooks:
    rows = Outlook.objects.filter(starts_on=period.starts_on, ends_on=period.ends_on).exclude(verdict=Verdict.REFUSED)
    found = Outlooks({row[:3]: _end(row[3:]) for row in rows.values_list(*COLUMNS, *FURTHER)})
    found.run = run
    return found


def _end(row: Sequence[Any]) -> EndOutlook:
    """Where the interval is too wide for a point, there is none anywhere."""
    expected, low, high, probability, target, upper, required, usual_low, usual_high, *band, verdict = row
    expected = None if verdict == Verdict.RANGE else expected
    usual = None if usual_low is None else (usual_low, usual_high)
    return EndOutlook(expected, low, high, probability, target, upper, required, usual, (band[0], band[1]))
