"""How far the people of a board keep their plans; made anew when a plan, a tick or a fact of the days has changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Prefetch

from kaname.boards.queries.board import Board
from kaname.boards.queries.carried import carried_kpis
from kaname.boards.queries.kept import NO_FACTS, kept
from kaname.goals.actions.cadence import LOOK_BACK, Cadence
from kaname.goals.actions.done import known_until
from kaname.goals.actions.queries import Adherence, adherence, combined
from kaname.goals.models import Action, ActionOwner, ActionTick, Kpi
from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY, Period

# A week or month that touches a period begins at most so long before it, and ends so long after it.
AROUND = timedelta(days=31)


@dataclass(frozen=True)
class KpiPlan:
    """How many actions move a KPI here, and the share of what was due of them that was done; None: nothing was due."""

    kpi: Kpi
    n_actions: int
    share: float | None


def plans_here(board: Board, *, reader: Reader) -> Mapping[str, KpiPlan]:
    """The plan of each KPI that the subject carries, by metric; one without any action has none of it here.

    It is kept by those whom the board shows: on a team's board by its people, whoever else has the same plan.
    """
    ledger = board.ledger
    period, today = ledger.selection.period, board.progress.today
    day = min(max(today, period.starts_on), period.ends_on - ONE_DAY)
    kpis = carried_kpis(ledger, day=day)
    actions = actions_in(period, kpis=kpis) if kpis else []
    here = [action for action in actions if _is_here(action, board)]
    lines = adherence_of(here, people_of(board), period=period, state=ledger.state, reader=reader)
    return {kpi.metric_key: _plan(kpi, here, lines) for kpi in kpis}


def people_of(board: Board) -> tuple[str, ...]:
    """Keys of the subject's people: who worked for it in the period."""
    if person := board.ledger.selection.subject.person:
        return (person,)
    return tuple(one.key for one in board.members.people if one.key and one.row is not None)


def actions_in(period: Period, *, kpis: Sequence[Kpi] | None = None) -> list[Action]:
    """Those of which something may be due in the period, of these KPIs; of all without any."""
    rows = Action.objects.current().touching(period.starts_on - LOOK_BACK, period.ends_on)
    if kpis is not None:
        rows = rows.filter(initiative__kpi__in=[kpi.pk for kpi in kpis])
    owners = Prefetch("owners", ActionOwner.objects.select_related("team", "person"))
    return list(rows.select_related("initiative__kpi").prefetch_related(owners))


def adherence_of(
    actions: Sequence[Action], person_keys: Iterable[str], *, period: Period, state: Hashable, reader: Reader
) -> tuple[Adherence, ...]:
    """`goals.actions.queries.adherence`, made anew where something it depends on has changed."""
    people = tuple(person_keys)
    if not actions or not people:
        return ()

    def make() -> tuple[Adherence, ...]:
        return tuple(adherence(person_keys=people, period=period, reader=reader, actions=actions))

    known = tuple(known_until(action, reader) for action in actions)
    key = ("adherence", people, period, reader.today, known, tuple(map(_written, actions)), _ticked(actions, period))
    return kept(key, make, state=state, days=_days_counted(actions, period, reader))


def _plan(kpi: Kpi, actions: Sequence[Action], lines: Sequence[Adherence]) -> KpiPlan:
    n_actions = sum(action.initiative.kpi_id == kpi.pk for action in actions)
    return KpiPlan(kpi, n_actions, combined(line for line in lines if line.action.initiative.kpi_id == kpi.pk))


def _is_here(action: Action, board: Board) -> bool:
    """Whether it is somebody's of the board, by name or through a team at, above or below the subject's."""
    teams, subject = board.ledger.teams, board.ledger.selection.subject
    if subject.is_organisation:
        return True
    own = subject.team or (board.ledger.lines[0].key if board.ledger.lines else None)
    near = {node.key for node in teams.path(own)}
    if own is not None and not subject.person:
        near |= teams.below(own)
    people = people_of(board)
    owners = action.owners.all()
    return any(
        one.person.key in people if one.person else one.team is not None and one.team.key in near for one in owners
    )


def _written(action: Action) -> Hashable:
    """All of it that decides what is due and how it is called."""
    owners = tuple(sorted((one.team_id or 0, one.person_id or 0) for one in action.owners.all()))
    rule = (action.cadence, action.on_closed, action.quota, action.scales, action.starts_on, action.ends_on)
    return (action.pk, action.name, action.initiative_id, action.initiative.kpi_id, *rule, action.metric_key, owners)


def _ticked(actions: Sequence[Action], period: Period) -> Hashable:
    """Changes with every tick around the period, and with every one that is taken back."""
    days = (period.starts_on - AROUND, period.ends_on + AROUND)
    rows = ActionTick.objects.filter(action__in=[one.pk for one in actions], done_on__gte=days[0], done_on__lt=days[1])
    found = rows.aggregate(n=Count("pk"), newest=Max("pk"), undone=Count("undone_at"))
    return tuple(found.values())


def _days_counted(actions: Sequence[Action], period: Period, reader: Reader) -> Period:
    """The days of the facts that count: what is due day by day is due when its day is over."""
    counted = [Cadence.read(one.cadence) for one in actions if one.metric_key in reader.definitions]
    if any(cadence.is_free for cadence in counted):
        return Period(period.starts_on - AROUND, period.ends_on + AROUND)
    over = min(period.ends_on, reader.today)
    return Period(period.starts_on, over) if counted and period.starts_on < over else NO_FACTS
