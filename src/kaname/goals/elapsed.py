"""How much of a period's working time is over for a team, and a number judged by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from kaname.facts.metrics.definition import MetricDefinition, streams_of
from kaname.goals.figures import Figure, Nature, figure
from kaname.goals.outlooks import EndOutlook
from kaname.goals.reader import Reader
from kaname.goals.targets import ResolvedTarget
from kaname.measures.pace import elapsed_share
from kaname.measures.periods import ONE_DAY, Period
from kaname.measures.status import Status
from kaname.measures.working_time import Days, Hours
from kaname.people.models import Team
from kaname.people.queries import people_in, team_hours
from kaname.people.scope import ids_below
from kaname.people.working_hours import hours_of, presence
from kaname.web.store import facts

Owner = tuple[int | None, Period]


@dataclass(frozen=True)
class Elapsed:
    """The share of the period's working time that is over, what is left of it, and the last day worked before today.

    [0-1; h]
    """

    period: Period
    share: float
    over: bool
    running: bool
    hours: float
    hours_left: float
    last_worked_on: date

    @property
    def to_come(self) -> bool:
        """Whether the period has not begun yet."""
        return not self.over and not self.running


def elapsed_of(team: Team | None, period: Period, reader: Reader) -> Elapsed:
    days, hours = team_hours(team.key if team else None, period)
    return _elapsed(period, days, hours, reader.today)


def elapsed_of_all(owners: Collection[tuple[Team | None, Period]], reader: Reader) -> dict[Owner, Elapsed]:
    """Of several teams and periods, by the team's id and the period; people and calendars are read once for all."""
    if not owners:
        return {}
    whole = Period(min(one.starts_on for _team, one in owners), max(one.ends_on for _team, one in owners))
    people = people_in(None, whole)
    if not people:
        return {(team.pk if team else None, one): elapsed_of(team, one, reader) for team, one in owners}
    everybody = hours_of(people, organisation=reader.organisation, period=whole)
    below = _teams_below({team.pk for team, _period in owners if team})
    found: dict[Owner, Elapsed] = {}
    for team_id in dict.fromkeys(team.pk if team else None for team, _period in owners):
        ids = None if team_id is None else below[team_id]
        hours = (everybody.hours * presence(people, team_ids=ids, period=whole)).sum(axis=0)
        for period in {one for team, one in owners if (team.pk if team else None) == team_id}:
            here = slice((period.starts_on - whole.starts_on).days, (period.ends_on - whole.starts_on).days)
            found[team_id, period] = _elapsed(period, everybody.days[here], hours[here], reader.today)
    return found


def _teams_below(team_ids: set[int]) -> dict[int, set[int]]:
    """Each team's id with those of the teams below it."""
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    return {team_id: ids_below({team_id}, parents) for team_id in team_ids}


def _elapsed(period: Period, days: Days, hours: Hours, today: date) -> Elapsed:
    worked = days[(days < np.datetime64(today)) & (hours > 0)]
    return Elapsed(
        period=period,
        share=elapsed_share(hours=hours, days=days, at=today),
        over=period.ends_on <= today,
        running=period.contains(today),
        hours=float(hours.sum()),
        hours_left=float(hours[days >= np.datetime64(today)].sum()),
        last_worked_on=worked[-1].astype(object) if len(worked) else today - timedelta(days=1),
    )


def loaded_since(metric_key: str, reader: Reader) -> datetime | None:
    """When the stream of the metric that waits longest was loaded; None where one never was, or nothing is known."""
    if metric_key not in reader.definitions:
        return None
    loads = [facts().loaded_at(stream) for stream in streams_of([metric_key], reader.definitions)]
    return min((at for at in loads if at is not None), default=None) if all(loads) else None


def known_until(metric_key: str, reader: Reader) -> date:
    """The first day of which no facts can be known: today, or the day after they were loaded last."""
    loaded_at = loaded_since(metric_key, reader)
    return date.min if loaded_at is None else min(reader.today, reader.organisation.today(loaded_at) + ONE_DAY)


def figure_of(
    metric_key: str,
    actual: float | None,
    target: ResolvedTarget | None,
    *,
    elapsed: Elapsed,
    loaded_at: datetime | None,
    reader: Reader,
    additive: bool | None = None,
    outlook: EndOutlook | None = None,
) -> Figure:
    """The number beside its target, judged; overdue facts are no ground for good news.

    Before the period begins there is no actual, whatever facts are dated ahead, and it is too early to tell.
    `additive` says whether it grows with time where that is not whether it adds up: different things counted once do.
    """
    definition = reader.metrics[metric_key].definition
    nature = Nature.of(definition, _with_archived(metric_key, reader))
    stale = not elapsed.to_come and loaded_at is not None
    found = figure(
        nature=nature if additive is None else replace(nature, additive=additive),
        actual=actual if loaded_at and not elapsed.to_come else None,
        target=target,
        share=elapsed.share,
        over=elapsed.over,
        stale=stale and reader.organisation.today(loaded_at) < elapsed.last_worked_on,  # type: ignore[arg-type]
        outlook=outlook,
    )
    waits = elapsed.to_come and found.status is Status.NO_DATA
    return found._replace(status=Status.TOO_EARLY) if waits else found


def _with_archived(metric_key: str, reader: Reader) -> Mapping[str, MetricDefinition]:
    """The definitions in use, or all of them for a metric that is archived."""
    if metric_key in reader.definitions:
        return reader.definitions
    return {key: metric.definition for key, metric in reader.metrics.items()}
