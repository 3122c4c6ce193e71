"""What was done: counted from the facts where a metric fits, else what people ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaname.facts.asking.question import Question
from kaname.facts.query.result import Result
from kaname.goals.actions.cadence import Cadence
from kaname.goals.actions.crew import Crew
from kaname.goals.actions.due import Due
from kaname.goals.actuals import asking
from kaname.goals.elapsed import known_until as facts_until
from kaname.goals.models import Action, ActionTick
from kaname.goals.reader import Reader
from kaname.measures.periods import Grain, Period

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Done:
    """Per action what each person did in each of its occurrences, shape (n_people, n_occurrences); and the ticks."""

    amounts: Mapping[int, Numbers]
    ticks: Mapping[tuple[int, int], tuple[ActionTick, ...]] = field(default_factory=dict)

    def ticks_of(self, action_id: int, person_id: int, period: Period) -> tuple[ActionTick, ...]:
        found = self.ticks.get((action_id, person_id), ())
        return tuple(tick for tick in found if period.contains(tick.done_on))


def done_of(dues: Sequence[Due], crew: Crew, *, reader: Reader) -> Done:
    """One query for ticks, and one question to the facts for each length of occurrence."""
    ticks = _ticks(dues, crew)
    amounts = {due.action.pk: _ticked(due, crew, ticks) for due in dues if not is_counted(due.action, reader)}
    return Done(amounts | _counted([due for due in dues if is_counted(due.action, reader)], crew, reader), ticks)


def is_counted(action: Action, reader: Reader) -> bool:
    """Whether facts say what was done; a metric that is archived counts nothing any more, and people tick again."""
    return action.metric_key in reader.definitions


def known_until(action: Action, reader: Reader) -> date:
    """The first day of which nothing is due by now: today, or the day after facts that count were loaded last."""
    return facts_until(action.metric_key, reader) if is_counted(action, reader) else reader.today


def _ticks(dues: Sequence[Due], crew: Crew) -> dict[tuple[int, int], tuple[ActionTick, ...]]:
    found: dict[tuple[int, int], tuple[ActionTick, ...]] = {}
    rows = ActionTick.objects.standing().filter(
        action__in=[due.action.pk for due in dues],
        person__in=[person.pk for person in crew.people],
        done_on__gte=crew.days.starts_on,
        done_on__lt=crew.days.ends_on,
    )
    for row in rows:
        place = (row.action_id, row.person_id)
        found[place] = (*found.get(place, ()), row)
    return found


def _ticked(due: Due, crew: Crew, ticks: Mapping[tuple[int, int], tuple[ActionTick, ...]]) -> Numbers:
    amounts = np.zeros(due.quota.shape)
    for row, person in enumerate(crew.people):
        for tick in ticks.get((due.action.pk, person.pk), ()):
            column = _column(due.occurrences, tick)
            if column is not None:
                amounts[row, column] += float(tick.amount)
    return amounts


def _column(occurrences: Sequence[Period], tick: ActionTick) -> int | None:
    return next((column for column, one in enumerate(occurrences) if one.contains(tick.done_on)), None)


def _counted(dues: Sequence[Due], crew: Crew, reader: Reader) -> dict[int, Numbers]:
    if not dues:
        return {}
    groups: dict[Grain, list[Due]] = {}
    for due in dues:
        groups.setdefault(Cadence.read(due.action.cadence).grain, []).append(due)
    keys = list(dict.fromkeys(due.action.metric_key for due in dues))
    found: dict[int, Numbers] = {}
    with asking(keys, reader.definitions, reader.calendar) as question:
        for grain, some in groups.items():
            result = _ask(question, some, grain, crew)
            found |= {due.action.pk: _amounts(due, crew, result) for due in some}
    return found


def _ask(question: Question, dues: Sequence[Due], grain: Grain, crew: Crew) -> Result:
    """From the first to the last occurrence, by person and day, week or month."""
    firsts = [due.occurrences[0].starts_on for due in dues if due.occurrences]
    lasts = [due.occurrences[-1].ends_on for due in dues if due.occurrences]
    days = Period(min(firsts), max(lasts)) if firsts else crew.days
    return question.ask(
        list(dict.fromkeys(due.action.metric_key for due in dues)),
        since=days.starts_on,
        until=days.ends_on,
        where={"person": [person.key for person in crew.people]},
        grain=grain,
        by=("person",),
    )


def _amounts(due: Due, crew: Crew, result: Result) -> Numbers:
    known = set(result.periods)
    amounts = np.zeros(due.quota.shape)
    for row, person in enumerate(crew.people):
        for column, one in enumerate(due.occurrences):
            if due.quota[row, column] > 0 and one.starts_on in known:
                amounts[row, column] = result.at(due.action.metric_key, (person.key,), period=one.starts_on) or 0.0
    return amounts
