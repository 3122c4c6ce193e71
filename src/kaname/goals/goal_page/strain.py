"""The overload guard on a goal's page: what people reached before is kept, what is asked of them is looked at anew."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kaname.goals.journal import Journal
from kaname.goals.kpis.carriers import carriers_of, threshold_for
from kaname.goals.kpis.overload_watch import Overload, overload_of
from kaname.goals.kpis.overload_words import OverloadLine, overload_line
from kaname.goals.models import Goal, Kpi
from kaname.goals.reader import Reader
from kaname.goals.spreading.records import kept, kept_record
from kaname.measures.overload import Threshold, overload, relief
from kaname.measures.periods import Period
from kaname.people.models import Team

Numbers = Mapping[str, float]


def overload_lines(
    goal: Goal, kpis: Iterable[Kpi], *, asked: Numbers, actuals: Numbers, reader: Reader, journal: Journal
) -> list[OverloadLine]:
    """KPIs of the goal's owner that ask more of an hour than 9 of 10 comparable people ever reached.

    `asked` of the whole period and `actuals` to date are by metric. [unit of each metric]
    """
    found = []
    for kpi in kpis:
        want, have = asked.get(kpi.metric_key, math.nan), actuals.get(kpi.metric_key, math.nan)
        if kpi.team_id is not None or not math.isfinite(want):
            continue
        usual = _usual(kpi.metric_key, goal, reader=reader, journal=journal)
        now = None if usual is None else _asking(usual, want, have, reader)
        if now is not None and now.too_much:
            found.append(overload_line(now, reader=reader))
    return found


def threshold_of_team(
    metric_key: str, team: Team | None, period: Period, *, reader: Reader, journal: Journal
) -> Threshold:
    """What 9 of 10 of those who carry the metric in the team never went above in an hour."""

    def make() -> Threshold:
        record = kept_record(metric_key, reader=reader)
        return threshold_for(record, carriers_of(record, team, period))

    key = ("threshold", metric_key, team.pk if team else None, period)
    return kept(key, make, reader=reader, journal=journal)


def _usual(metric_key: str, goal: Goal, *, reader: Reader, journal: Journal) -> Overload | None:
    """Who carries the metric until the end of the goal, their time, and what people reached; nothing asked yet."""

    def make() -> Overload | None:
        return overload_of(metric_key, target=0.0, actual=None, team=goal.team, period=goal.period, reader=reader)

    key = ("overload", metric_key, goal.team_id, goal.period)
    return kept(key, make, reader=reader, journal=journal)


def _asking(usual: Overload, target: float, actual: float, reader: Reader) -> Overload:
    """The same with what is still to be done."""
    running = usual.period.starts_on <= reader.today
    done = actual if running and math.isfinite(actual) else 0.0
    remaining, hours, threshold = max(0.0, target - done), usual.hours, usual.threshold
    required = remaining / hours if hours > 0 else (math.inf if remaining else 0.0)
    too_much = overload(required_rate=required, threshold=threshold)
    found = replace(usual, remaining=remaining, required=required, too_much=too_much)
    if not too_much or threshold.rate is None:
        return found
    meetings = usual.meeting_hours
    return replace(
        found, relief=relief(target=remaining, hours=hours, meeting_hours=meetings, threshold=threshold.rate)
    )
