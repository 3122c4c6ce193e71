"""What pages, packs and reports ask of action plans: today's actions, how far they are kept, and each KPI's plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kaname.facts.metrics.definition import Unit
from kaname.goals.actions.cadence import LOOK_BACK
from kaname.goals.actions.crew import Crew
from kaname.goals.actions.done import Done, done_of, is_counted, known_until
from kaname.goals.actions.due import Due, due_of
from kaname.goals.models import Action, ActionTick, Initiative, Kpi
from kaname.goals.reader import Reader
from kaname.measures.adherence import adherence as adherence_of
from kaname.measures.adherence import kept_up
from kaname.measures.periods import ONE_DAY, FiscalCalendar, Grain, Period, period_of
from kaname.measures.phases import run_length
from kaname.measures.status import Status
from kaname.people.models import Person
from kaname.people.queries import people_in, teams_below

# What is shown of done and due is exact to this; less is nobody's doing but that of binary fractions.
NOTHING = 1e-9


@dataclass(frozen=True)
class DueAction:
    """One action of one person in the occurrence that holds a day. `quota` and `done` in the action's unit.

    `is_counted`: facts say what was done, ticks are notes. Nothing is due where `quota` is 0.
    """

    action: Action
    person: Person
    period: Period
    quota: float
    done: float
    is_counted: bool
    ticks: tuple[ActionTick, ...]

    @property
    def left(self) -> float:
        return max(0.0, self.quota - self.done)

    @property
    def is_done(self) -> bool:
        return self.left <= NOTHING

    @property
    def is_fitted(self) -> bool:
        """Whether the person's working time asks for another amount than usual."""
        return self.action.scales and abs(self.quota - float(self.action.quota)) > NOTHING

    @property
    def share(self) -> float:
        """What of it is done, at most the whole."""
        return min(1.0, self.done / self.quota) if self.quota > 0 else 1.0

    @property
    def status(self) -> Status:
        """Done is reached; what is not is open, no verdict: the day goes on."""
        return Status.REACHED if self.is_done else Status.TOO_EARLY

    @property
    def note(self) -> str:
        """What was said last about it."""
        return next((tick.note for tick in reversed(self.ticks) if tick.note), "")


@dataclass(frozen=True)
class Adherence:
    """One action of one person over a period: `done` counts at most what was `due` in each occurrence.

    `share` is done ÷ due, occurrence by occurrence, None where nothing was due yet. `kept` of the `occurrences` due
    were done whole, the last `run` of them one after the other.
    """

    action: Action
    person_key: str
    due: float
    done: float
    share: float | None
    occurrences: int
    kept: int
    run: int


@dataclass(frozen=True)
class Plan:
    """A KPI's initiatives, each with its actions, and how far they are kept in the period; None: nothing was due."""

    kpi: Kpi
    initiatives: tuple[tuple[Initiative, tuple[Action, ...]], ...]
    share: float | None

    @property
    def n_actions(self) -> int:
        return sum(len(actions) for _initiative, actions in self.initiatives)


def actions_of(person: Person, *, day: date, reader: Reader) -> list[DueAction]:
    """What is due for the person in the day, week or month that holds the day; empty on a day off without free ones."""
    actions = list(_current(Period(day, day + ONE_DAY)))
    if not actions:
        return []
    crew, dues, done = _look([person], actions, Period(day, day + ONE_DAY), reader)
    found = []
    for due in dues:
        for column, period in enumerate(due.occurrences):
            if period.contains(day) and due.quota[0, column] > 0:
                found.append(_due_action(due, done, crew.people[0], 0, column, reader))
    return found


def due_in(person: Person, days: Period, *, reader: Reader) -> list[DueAction]:
    """Everything that is due for the person in occurrences that begin within the days, in the order of time."""
    actions = list(_current(days))
    if not actions:
        return []
    crew, dues, done = _look([person], actions, days, reader)
    found = [
        _due_action(due, done, crew.people[0], 0, column, reader)
        for due in dues
        for column, period in enumerate(due.occurrences)
        if due.quota[0, column] > 0 and days.contains(period.starts_on)
    ]
    return sorted(found, key=lambda one: (one.period, one.action.position, one.action.pk))


def adherence(
    *, person_keys: Sequence[str], period: Period, reader: Reader, actions: Iterable[Action] | None = None
) -> list[Adherence]:
    """How far each person kept each action: occurrences that end in the period, as far as they are due by now."""
    people = list(Person.objects.filter(key__in=person_keys))
    chosen = list(_current(period)) if actions is None else list(actions)
    if not people or not chosen:
        return []
    crew, dues, done = _look(people, chosen, period, reader)
    return [line for due in dues for line in _lines(due, done, crew, period, today=reader.today)]


def is_theirs(action: Action, person: Person, *, day: date, reader: Reader) -> bool:
    """Whether the action is the person's on the day, by name or through a team."""
    crew = Crew.of([person], Period(day, day + ONE_DAY), organisation=reader.organisation)
    return bool(crew.owns(action).any())


def plans_of(kpis: Sequence[Kpi], *, period: Period, reader: Reader) -> dict[int, Plan]:
    """The plan of each KPI that has one, by the KPI's id, and how far all its owners together keep it."""
    initiatives = list(Initiative.objects.current().filter(kpi__in=kpis).order_by("position", "pk"))
    if not initiatives:
        return {}
    wanted = [one.pk for one in initiatives]
    actions = list(Action.objects.current().filter(initiative__in=wanted).prefetch_related("owners", "initiative"))
    shares = _shares_by_kpi(kpis, actions, period, reader)
    found = {}
    for kpi in kpis:
        own = [one for one in initiatives if one.kpi_id == kpi.pk]
        if own:
            parts = tuple((one, tuple(act for act in actions if act.initiative_id == one.pk)) for one in own)
            found[kpi.pk] = Plan(kpi, parts, shares.get(kpi.pk))
    return found


def combined(lines: Iterable[Adherence]) -> float | None:
    """The adherence of several actions or people together: each occurrence weighs the same, whatever its unit."""
    due = done = 0.0
    for line in lines:
        if line.share is not None:
            due += line.occurrences
            done += line.share * line.occurrences
    return done / due if due else None


def owners_of(actions: Sequence[Action], period: Period) -> list[Person]:
    """Everybody who may have something to do by these actions in the period."""
    named = {one.person_id for action in actions for one in action.owners.all() if one.person_id}
    teams = {one.team.key for action in actions for one in action.owners.all() if one.team}
    members = people_in(teams_below(teams), period) if teams else []
    return list({person.pk: person for person in [*Person.objects.filter(pk__in=named), *members]}.values())


def _current(period: Period) -> Iterable[Action]:
    rows = Action.objects.current().touching(period.starts_on - LOOK_BACK, period.ends_on)
    return rows.select_related("initiative__kpi__goal").prefetch_related("owners")


def _look(
    people: Sequence[Person], actions: Sequence[Action], period: Period, reader: Reader
) -> tuple[Crew, list[Due], Done]:
    crew = Crew.of(people, _around(period, reader.calendar), organisation=reader.organisation)
    dues = [
        due_of(
            action, crew, today=known_until(action, reader), whole=_is_whole(action, reader), calendar=reader.calendar
        )
        for action in actions
    ]
    dues = [_within(due, period) for due in dues if due.quota.any()]
    return crew, dues, done_of(dues, crew, reader=reader)


def _around(period: Period, calendar: FiscalCalendar) -> Period:
    """Whole weeks and months around it, and what may have moved into it."""
    last = period.ends_on - ONE_DAY
    ends = [period_of(last, grain=grain, calendar=calendar).ends_on for grain in (Grain.WEEK, Grain.MONTH)]
    first = period.starts_on - LOOK_BACK
    starts = [period_of(first, grain=grain, calendar=calendar).starts_on for grain in (Grain.WEEK, Grain.MONTH)]
    return Period(min(starts), max(ends))


def _within(due: Due, period: Period) -> Due:
    """Only occurrences that share a day with the period."""
    columns = [column for column, one in enumerate(due.occurrences) if one.intersection(period)]
    some = tuple(due.occurrences[column] for column in columns)
    return Due(due.action, some, due.quota[:, columns], due.hours[:, columns], due.over[:, columns])


def _is_whole(action: Action, reader: Reader) -> bool:
    """Ticks are whole, and so is what a metric counts."""
    definition = reader.definitions.get(action.metric_key)
    return definition is None or definition.unit is Unit.COUNT


def _due_action(due: Due, done: Done, person: Person, row: int, column: int, reader: Reader) -> DueAction:
    period = due.occurrences[column]
    return DueAction(
        action=due.action,
        person=person,
        period=period,
        quota=float(due.quota[row, column]),
        done=float(done.amounts[due.action.pk][row, column]),
        is_counted=is_counted(due.action, reader),
        ticks=done.ticks_of(due.action.pk, person.pk, period),
    )


def _lines(due: Due, done: Done, crew: Crew, period: Period, *, today: date) -> Iterable[Adherence]:
    """Occurrences that end in the period; the running one as far as it is due."""
    running = [period.contains(today) and one.contains(today) for one in due.occurrences]
    counts = np.array([period.contains(one.ends_on - ONE_DAY) for one in due.occurrences]) | np.array(running)
    asked, amounts = due.by_now * counts, done.amounts[due.action.pk]
    for row, person in enumerate(crew.people):
        if not due.quota[row].any():
            continue
        kept = kept_up(done=amounts[row], due=asked[row])
        was_due = asked[row] > NOTHING
        whole = kept[was_due] >= asked[row][was_due] * (1 - NOTHING)
        yield Adherence(
            action=due.action,
            person_key=person.key,
            due=float(asked[row].sum()),
            done=float(kept.sum()),
            share=adherence_of(done=amounts[row], due=asked[row]),
            occurrences=int(was_due.sum()),
            kept=int(whole.sum()),
            run=run_length(kept=whole),
        )


def _shares_by_kpi(
    kpis: Sequence[Kpi], actions: Sequence[Action], period: Period, reader: Reader
) -> dict[int, float | None]:
    people = owners_of(actions, period)
    lines = adherence(person_keys=[one.key for one in people], period=period, reader=reader, actions=actions)
    by_kpi: dict[int, list[Adherence]] = {}
    for line in lines:
        by_kpi.setdefault(line.action.initiative.kpi_id, []).append(line)
    return {kpi.pk: combined(by_kpi.get(kpi.pk, [])) for kpi in kpis}
