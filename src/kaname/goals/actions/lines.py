"""Action plans as pages show them: each action with its owners, its rhythm and how far it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from kaname.goals.actions.cadence import Cadence
from kaname.goals.actions.queries import Adherence, adherence, combined, owners_of
from kaname.goals.actions.words import cadence_words, owners_words, quota_words
from kaname.goals.goal_words import goal_name
from kaname.goals.models import Action, Initiative, Kpi
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.measures.periods import Period
from kaname.people.models import Person


@dataclass(frozen=True)
class PersonKept:
    """How far one person kept an action."""

    name: str
    line: Adherence


@dataclass(frozen=True)
class ActionLine:
    """`share` is how far all owners keep it; `people` are those whom the reader may see by name.

    `quota` is how much each occurrence asks for, in words: empty for once.
    """

    action: Action
    quota: str
    owners: str
    cadence: str
    counted_by: str
    share: float | None
    people: tuple[PersonKept, ...]


@dataclass(frozen=True)
class InitiativeLine:
    initiative: Initiative
    actions: tuple[ActionLine, ...]
    share: float | None
    editable: bool


@dataclass(frozen=True)
class PlanLine:
    """A KPI with its plan in a period; without initiatives it has none yet."""

    kpi: Kpi
    name: str
    goal_name: str
    initiatives: tuple[InitiativeLine, ...]
    share: float | None

    @property
    def url(self) -> str:
        return reverse("goals:plan", args=[self.kpi.goal.key, self.kpi.pk])


def plan_lines(kpis: Sequence[Kpi], *, period: Period, reader: Reader, archived: bool = False) -> list[PlanLine]:
    """The plans that the reader may see of these KPIs, those without any as well."""
    rows = Initiative.objects.filter(kpi__in=kpis) if archived else Initiative.objects.current().filter(kpi__in=kpis)
    initiatives = list(rows.visible_in(reader.scope).select_related("team", "kpi__goal__team", "kpi__team"))
    own = Action.objects.filter(initiative__in=initiatives).select_related("initiative__kpi__goal")
    actions = list(
        (own if archived else own.filter(archived_at=None)).prefetch_related("owners__team", "owners__person")
    )
    people = {person.key: person for person in owners_of(actions, period)}
    running = [action for action in actions if action.archived_at is None and action.initiative.archived_at is None]
    kept = adherence(person_keys=list(people), period=period, reader=reader, actions=running)
    return [_plan(kpi, initiatives, actions, kept, people, reader) for kpi in kpis]


def _plan(
    kpi: Kpi,
    initiatives: Sequence[Initiative],
    actions: Sequence[Action],
    kept: Sequence[Adherence],
    people: Mapping[str, Person],
    reader: Reader,
) -> PlanLine:
    mine = [one for one in initiatives if one.kpi_id == kpi.pk]
    lines = tuple(
        _initiative(one, [act for act in actions if act.initiative_id == one.pk], kept, people, reader) for one in mine
    )
    of_kpi = [line for line in kept if line.action.initiative.kpi_id == kpi.pk]
    return PlanLine(
        kpi, metric_name(kpi.metric_key, reader.definitions), goal_name(kpi.goal, reader), lines, combined(of_kpi)
    )


def _initiative(
    found: Initiative,
    actions: Sequence[Action],
    kept: Sequence[Adherence],
    people: Mapping[str, Person],
    reader: Reader,
) -> InitiativeLine:
    team = found.team or found.kpi.team or found.kpi.goal.team
    of_these = [line for line in kept if line.action.initiative_id == found.pk]
    return InitiativeLine(
        found,
        tuple(_action(one, kept, people, reader) for one in actions),
        combined(of_these),
        editable=reader.may_set(team=team, person=None),
    )


def _action(found: Action, kept: Sequence[Adherence], people: Mapping[str, Person], reader: Reader) -> ActionLine:
    lines = [line for line in kept if line.action.pk == found.pk]
    seen = reader.scope.person_keys
    return ActionLine(
        action=found,
        quota=quota_words(float(found.quota), found.metric_key, reader),
        owners=owners_words(found),
        cadence=cadence_words(Cadence.read(found.cadence)),
        counted_by=metric_name(found.metric_key, reader.definitions) if found.metric_key else "",
        share=combined(lines),
        people=tuple(
            PersonKept(people[line.person_key].name, line)
            for line in lines
            if line.person_key in seen and line.share is not None
        ),
    )
