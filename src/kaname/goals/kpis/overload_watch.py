"""Whether a target asks more of an hour than people ever reached, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kaname.goals.kpis.carriers import carriers_of, record_of, threshold_for
from kaname.goals.kpis.split import grows_with_time
from kaname.goals.reader import Reader
from kaname.measures.direction import Direction
from kaname.measures.overload import Relief, Threshold, overload, relief
from kaname.measures.periods import Period
from kaname.people.models import Person, Team
from kaname.people.queries import teams_below
from kaname.people.working_hours import parts_of, presence


@dataclass(frozen=True)
class Overload:
    """What a target of a metric asks of each working hour of those who carry it.

    `required` and `threshold.rate` are units per hour; `too_much` is None where too few people can be compared.
    `hours` and `meeting_hours` are of all `people` from today to the end of the period. [h]
    """

    metric_key: str
    team: Team | None
    period: Period
    remaining: float
    required: float
    hours: float
    meeting_hours: float
    people: int
    threshold: Threshold
    too_much: bool | None
    relief: Relief

    @property
    def meetings_a_week(self) -> float:
        """Meeting hours of all carriers in an average week. [h]"""
        return self.meeting_hours / (self.period.days / 7)

    @property
    def fewer_meetings_a_week(self) -> float | None:
        fewer = self.relief.fewer_meeting_hours
        return None if fewer is None else fewer / (self.period.days / 7)


def overload_of(
    metric_key: str, *, target: float, actual: float | None, team: Team | None, period: Period, reader: Reader
) -> Overload | None:
    """Of what is still to be done in the time that is left; None for metrics that do not grow with time.

    Parameters
    ----------
    target, actual : float
        Of the whole period, and of it so far. [unit of the metric]
    """
    definition = reader.definitions.get(metric_key)
    if (
        reader.today >= period.ends_on
        or definition is None
        or definition.direction is not Direction.HIGHER
        or not grows_with_time(metric_key, reader)
    ):
        return None
    left = Period(max(reader.today, period.starts_on), period.ends_on)
    record = record_of(metric_key, reader=reader)
    people = carriers_of(record, team, left)
    hours, meetings = _time(people, team, left, reader)
    threshold = threshold_for(record, people)
    done = (actual or 0.0) if period.contains(reader.today) else 0.0
    remaining = max(0.0, target - done)
    required = remaining / hours if hours > 0 else (np.inf if remaining else 0.0)
    too_much = overload(required_rate=required, threshold=threshold)
    help_for = Relief()
    if too_much and threshold.rate is not None:
        help_for = relief(target=remaining, hours=hours, meeting_hours=meetings, threshold=threshold.rate)
    return Overload(
        metric_key, team, left, remaining, required, hours, meetings, len(people), threshold, too_much, help_for
    )


def _time(people: Sequence[Person], team: Team | None, period: Period, reader: Reader) -> tuple[float, float]:
    """Working time, and meetings, of these people on the days on which they are in the team. [h]"""
    if not people:
        return 0.0, 0.0
    parts = parts_of(people, organisation=reader.organisation, period=period)
    below = None if team is None else teams_below({team.key})
    ids = None if below is None else set(Team.objects.filter(key__in=below).values_list("id", flat=True))
    here = presence(people, team_ids=ids, period=period)
    met = np.where(parts.hours > 0, parts.meetings, 0.0)
    return float((parts.hours * here).sum()), float((met * here).sum())
