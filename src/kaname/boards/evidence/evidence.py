"""The evidence about a team or a person in a stretch of time: what packs, feedback and reports ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from kaname.boards.evidence.changes import KpiChange, changes_of
from kaname.boards.evidence.looked_at import LookedAt, look_at
from kaname.boards.evidence.observation import Observation
from kaname.boards.evidence.risk import at_risk, overloads
from kaname.boards.evidence.runs import in_full
from kaname.boards.evidence.stretch import Stretches
from kaname.boards.evidence.well import went_well
from kaname.boards.presentation.style import Style
from kaname.boards.queries.kept import kept
from kaname.boards.queries.members import spread_of
from kaname.boards.queries.plans import actions_in, adherence_of, people_of
from kaname.boards.selection import Subject
from kaname.facts.asking.question import People
from kaname.facts.metrics.definition import streams_of
from kaname.goals.actions.queries import Adherence, combined
from kaname.goals.kpi_tree.goal_tree import tree_below
from kaname.goals.kpis.split import Comparison, Split, split_between
from kaname.goals.kpis.split_words import split_sentence
from kaname.goals.models import Goal, Kpi, TargetProposal
from kaname.measures.direction import Direction
from kaname.measures.periods import FIRST_DAY, ONE_DAY, Period
from kaname.people.models import User


@dataclass(frozen=True)
class SplitFound:
    """What the difference of the goal's metric comes from, with its sentence."""

    split: Split
    goal: Goal
    metric_key: str
    sentence: str


@dataclass(frozen=True)
class PeersRange:
    """What the middle 80 % of comparable people reached in the stretch; never who. [unit of the metric]"""

    key: str
    low: float
    high: float
    own: float | None


@dataclass(frozen=True)
class Evidence:
    """Numbers and sentences about the subject; each sentence is in the language that was active when it was made.

    `adherence` is by action and person, as far as the user may see people; `kept` that of everybody together.
    """

    subject: Subject
    name: str
    stretches: Stretches
    month: Period
    changes: tuple[KpiChange, ...]
    split: SplitFound | None
    went_well: tuple[Observation, ...]
    at_risk: tuple[Observation, ...]
    overload: tuple[Observation, ...]
    adherence: tuple[Adherence, ...]
    kept: float | None
    pending: tuple[TargetProposal, ...]
    peers: tuple[PeersRange, ...]
    kpis: tuple[Kpi, ...]
    goal: Goal | None
    style: Style
    loaded_at: datetime | None

    @property
    def without_plan(self) -> tuple[Kpi, ...]:
        """KPIs for which nobody has planned anything yet."""
        planned = {line.action.initiative.kpi_id for line in self.adherence}
        return tuple(kpi for kpi in self.kpis if kpi.pk not in planned)


def evidence_of(
    subject: Subject,
    *,
    since: date,
    until: date,
    user: User,
    at: datetime,
    compared: Period | None = None,
) -> Evidence:
    """Everything that numbers say about since <= day < until, for this user.

    `compared` is the stretch before with as much working time where nobody chose another.

    Raises
    ------
    Http404
        If the subject's numbers are not the user's to see.
    """
    with look_at(subject, Period(since, until), compared=compared, user=user, at=at) as looked:
        changes = tuple(changes_of(looked))
        lines = _adherence(looked)
        sees = looked.asked.audience.sees_people
        return Evidence(
            subject=subject,
            name=looked.board.ledger.name,
            stretches=looked.stretches,
            month=looked.asked.selection.period,
            changes=changes,
            split=_split(looked),
            went_well=tuple(went_well(looked, changes, lines if subject.person else ())),
            at_risk=tuple(at_risk(looked)),
            overload=tuple(overloads(looked)),
            adherence=tuple(lines) if sees else (),
            kept=combined(lines),
            pending=tuple(_pending(looked)),
            peers=tuple(_peers(looked)),
            kpis=looked.kpis,
            goal=looked.goal,
            style=looked.style,
            loaded_at=looked.board.loaded_at,
        )


def _adherence(looked: LookedAt) -> list[Adherence]:
    """Of the KPIs' actions in the stretch: the person's own, or everybody's of the team."""
    period = looked.stretches.now.days
    actions = actions_in(period, kpis=looked.kpis) if looked.kpis else []
    state, reader = looked.board.ledger.state, looked.goals_reader
    lines = adherence_of(actions, people_of(looked.board), period=period, state=state, reader=reader)
    return in_full(lines, period=period, state=state, reader=reader) if looked.subject.person else list(lines)


def _split(looked: LookedAt) -> SplitFound | None:
    """Over the goal's tree, of the subject's own numbers, where the whole earlier stretch is known."""
    goal, before = looked.goal, looked.stretches.before
    tree = None if goal is None else tree_below(goal)
    if goal is None or tree is None or before is None:
        return None
    keys = [key for key in dict.fromkeys(tree.keys) if key in looked.question.definitions]
    if (
        len(keys) < len(set(tree.keys))
        or looked.subject.person
        or not _known_since(before.days.starts_on, keys, looked)
    ):
        return None
    where = looked.subject.where
    now = looked.question.total(keys, period=looked.stretches.now.days, where=where)
    then = looked.question.past_total(keys, period=before.days, where=where)
    values, earlier = _array(tree.keys, now), _array(tree.keys, then)
    leaves = earlier[list(tree.tree.leaves)]
    comparison = Comparison.PRIOR_PERIOD
    found = split_between(comparison, tree, before=leaves, root=float(earlier[0]), to_date=values, period=before.days)
    if found is None or found.is_foreign:
        return None
    unit = looked.style.unit(looked.definition(goal.metric_key))
    sentence = split_sentence(found, goal.metric_key, unit=unit, reader=looked.goals_reader)
    return SplitFound(found, goal, goal.metric_key, sentence)


def _known_since(day: date, keys: Sequence[str], looked: LookedAt) -> bool:
    """Whether facts of everything behind the metrics were there by that day: a rise from nothing explains nothing."""

    def make() -> frozenset[str]:
        return frozenset(held.stream for held in looked.asked.store.census() if held.first_on <= day)

    known = kept(("streams known", day), make, state=None, days=Period(FIRST_DAY, day + ONE_DAY))
    return known >= set(streams_of(keys, looked.question.definitions))


def _array(keys: Sequence[str], values: object) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    found = dict(values)  # type: ignore[call-overload]
    return np.array([np.nan if (one := found.get(key)) is None else one for key in keys], dtype=np.float64)


def _pending(looked: LookedAt) -> list[TargetProposal]:
    """Proposals about the subject's targets, or those of the team's people, that wait for a decision."""
    reader, subject = looked.goals_reader, looked.subject
    rows = TargetProposal.objects.visible_to(reader.user, reader.scope).open().select_related("target", "by__person")
    if subject.person:
        return list(rows.filter(target__person__key=subject.person))
    if subject.team is None:
        return list(rows)
    below = looked.board.ledger.teams.below(subject.team)
    people = [one.key for one in looked.board.members.people if one.key]
    return [
        one
        for one in rows.select_related("target__team", "target__person")
        if (one.target.team and one.target.team.key in below) or (one.target.person and one.target.person.key in people)
    ]


def _peers(looked: LookedAt) -> list[PeersRange]:
    """Of the person's team in the stretch, with enough people in it that nobody can be picked out."""
    ledger = looked.board.ledger
    if looked.subject.person is None or looked.board.values.people is None or not looked.keys:
        return []
    where = ledger.selection.of(Subject(team=ledger.lines[0].key)).where
    people = People(looked.question, looked.keys, period=looked.stretches.now.days, where=where)
    found = []
    for key in looked.keys:
        spread = spread_of(people, key)
        if spread is not None and looked.definition(key).direction is not Direction.RANGE:
            found.append(PeersRange(key, *spread, looked.now.get(key)))
    return found
