"""What was done for the KPIs: their plans, how far they were kept, and which KPIs have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.goals.actions.effect import effect_of_initiative
from kaname.goals.actions.effect_words import effect_words
from kaname.goals.actions.queries import Adherence, Plan, adherence, combined, owners_of, plans_of
from kaname.goals.models import Action, Initiative, Kpi
from kaname.goals.words import quoted
from kaname.measures.effect import EffectGrade
from kaname.people.queries import people_in, teams_below
from kaname.reports.document import Cell, Column, Row, Section, Table
from kaname.reports.monthly import cells
from kaname.reports.monthly.asked import Asked
from kaname.reports.monthly.numbers import MonthNumbers, kpis_above
from kaname.web.formats.quantities import short
from kaname.web.formats.units import Unit

COUNT = Unit("number")


@dataclass(frozen=True)
class Plans:
    """The plans of the month by the KPI's id, and how far the subject's people kept each action."""

    kpis: Sequence[Kpi]
    by_kpi: Mapping[int, Plan]
    kept: Sequence[Adherence]


def plans_in(numbers: MonthNumbers) -> Plans:
    """Of the subject's KPIs, and of those above for which its people have actions."""
    asked = numbers.asked
    kpis = [*numbers.agreed, *kpis_above(asked)]
    plans = plans_of(kpis, period=asked.month, reader=asked.reader)
    return Plans(kpis, plans, _adherence(plans.values(), asked))


def actions_section(numbers: MonthNumbers, found: Plans) -> Section:
    """Plans with their adherence, and KPIs that have none."""
    asked, plans, lines = numbers.asked, found.by_kpi, found.kept
    plan = _plan_table(found.kpis, plans, lines, numbers)
    return Section(
        key="actions",
        title=pgettext("part of a report", "What was done"),
        sentences=(
            *_kept(lines, asked),
            *_effects(found, asked),
            *(_without(kpi, numbers) for kpi in numbers.agreed if kpi.pk not in plans),
        ),
        tables=(plan,) if plan.rows else (),
        empty=""
        if numbers.agreed or plan.rows
        else _("KPIs that are agreed under a goal show their action plans here."),
    )


def _adherence(plans: Iterable[Plan], asked: Asked) -> list[Adherence]:
    """Of the subject's people alone."""
    actions = [action for plan in plans for _initiative, some in plan.initiatives for action in some]
    if not actions:
        return []
    owners = {person.key for person in owners_of(actions, asked.month)} & _people(asked, actions)
    return adherence(person_keys=sorted(owners), period=asked.month, reader=asked.reader, actions=actions)


def _people(asked: Asked, actions: Sequence[Action]) -> set[str]:
    subject = asked.subject
    if subject.person:
        return {subject.person}
    if subject.team:
        return {person.key for person in people_in(teams_below({subject.team}), asked.month)}
    return {person.key for person in owners_of(actions, asked.month)}


def _kept(lines: Sequence[Adherence], asked: Asked) -> list[str]:
    share = combined(lines)
    if share is None:
        return []
    return [_("%(share)s of the actions that were due were done.") % {"share": asked.style.percent(share)}]


def _effects(found: Plans, asked: Asked) -> Iterator[str]:
    """Whether each initiative helped, with its grade; a person's part in it cannot be told from the team's."""
    if asked.subject.person:
        return
    below = None if asked.subject.team is None else teams_below({asked.subject.team})
    for plan in found.by_kpi.values():
        for initiative, _actions in plan.initiatives:
            inside = below is None or (initiative.team is not None and initiative.team.key in below)
            known = effect_of_initiative(initiative, reader=asked.reader) if inside else None
            if known is None or known.effect is None or known.effect.grade is EffectGrade.TOO_LITTLE_DATA:
                continue
            words = effect_words(known, reader=asked.reader)
            params = {"initiative": quoted(initiative.name), "verdict": words.verdict, "sentence": words.sentence}
            params["grade"] = words.grade
            yield (
                pgettext("whether an initiative helped", "%(initiative)s: %(verdict)s %(sentence)s (%(grade)s)")
                % params
            )


def _without(kpi: Kpi, numbers: MonthNumbers) -> str:
    definition = numbers.asked.reader.metrics[kpi.metric_key].definition
    return _("%(metric)s has no action plan yet.") % {"metric": numbers.asked.style.name(definition)}


def _plan_table(
    kpis: Sequence[Kpi], plans: Mapping[int, Plan], lines: Sequence[Adherence], numbers: MonthNumbers
) -> Table:
    columns = (
        Column("action", _("Action"), numeric=False),
        Column("initiative", _("Initiative"), numeric=False),
        Column("kpi", "KPI", numeric=False),
        Column("due", pgettext("of an action", "Due")),
        Column("done", pgettext("of an action", "Done")),
        Column("adherence", _("Adherence")),
    )
    rows = [
        _action_row(action, initiative, kpi, lines, numbers)
        for kpi in kpis
        if kpi.pk in plans
        for initiative, actions in plans[kpi.pk].initiatives
        for action in actions
        if kpi in numbers.agreed or any(line.action.pk == action.pk for line in lines)
    ]
    # Ticks and plans are changed afterwards as people go on working: they are kept here as they were. An action may be
    # one person's alone, so that only those who manage them read it.
    restricted = not numbers.asked.subject.person
    return Table("actions", _("Actions"), columns, tuple(rows), restricted=restricted, settled=False)


def _action_row(
    action: Action, initiative: Initiative, kpi: Kpi, lines: Sequence[Adherence], numbers: MonthNumbers
) -> Row:
    style = numbers.asked.style
    own = [line for line in lines if line.action.pk == action.pk]
    # One action has one unit, so that its share is that of the two sums beside it.
    due, done = sum(line.due for line in own), sum(line.done for line in own)
    definition = numbers.asked.reader.metrics[kpi.metric_key].definition
    return Row(
        str(action.pk),
        (
            cells.words(str(action)),
            cells.words(initiative.name),
            cells.words(style.name(definition)),
            _amount(due, own, style.language),
            _amount(done, own, style.language),
            cells.share(done / due if due else None, style),
        ),
    )


def _amount(value: float, own: Sequence[Adherence], language: str) -> Cell:
    return Cell(short(value, COUNT, language=language), value, COUNT) if own else cells.nothing()


def next_actions(numbers: MonthNumbers) -> Table:
    """What goes on or begins in the next month for the subject's KPIs."""
    asked, until = numbers.asked, numbers.next_month
    columns = (
        Column("action", _("Action"), numeric=False),
        Column("initiative", _("Initiative"), numeric=False),
        Column("kpi", "KPI", numeric=False),
    )
    plans = plans_of(numbers.agreed, period=until, reader=asked.reader)
    rows = tuple(
        Row(
            str(action.pk),
            (
                cells.words(str(action)),
                cells.words(initiative.name),
                cells.words(asked.style.name(asked.reader.metrics[plan.kpi.metric_key].definition)),
            ),
        )
        for plan in plans.values()
        for initiative, actions in plan.initiatives
        for action in actions
        if action.starts_on < until.ends_on and (action.ends_on is None or action.ends_on > until.starts_on)
    )
    return Table("next_actions", _("Actions of the next month"), columns, rows, settled=False)
