"""The KPIs of a goal in a file into the ledger, with their plans.

Rows that are here stay the same rows, so that nobody's ticks are lost: a KPI is known by its team and metric, an
initiative and an action by their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kaname.goals.exchange.document import GoalPart, KpiPart
from kaname.goals.exchange.ledger import Ledger
from kaname.goals.exchange.pairing import paired
from kaname.goals.exchange.plan_document import ActionPart, InitiativePart, OwnerPart
from kaname.goals.models import Action, ActionOwner, Goal, Initiative, Kpi

Pairs = list[tuple[KpiPart, Kpi | None]]


def write_kpis(goal: Goal, part: GoalPart, ledger: Ledger) -> None:
    """Make the goal's KPIs and plans those of the file, and delete what it does not have: see `lost_actions`."""
    pairs, others = _pairs(goal, part)
    Kpi.objects.filter(pk__in=[kpi.pk for kpi in others]).delete()
    # A place and a metric are taken by one KPI at a time, also while they are exchanged.
    Kpi.objects.filter(goal=goal, removed_at=None).update(removed_at=ledger.at)
    for kpi_part, held in pairs:
        kpi = held or Kpi(goal=goal)
        kpi.team, kpi.metric_key, kpi.position = ledger.team(kpi_part.team), kpi_part.metric, kpi_part.position
        kpi.grain, kpi.reason, kpi.removed_at = kpi_part.grain, kpi_part.reason, kpi_part.removed_at
        kpi.save()
        if kpi_part.initiatives is not None:
            _initiatives(kpi, kpi_part.initiatives, ledger)


def lost_actions(goal: Goal, part: GoalPart) -> list[Action]:
    """Actions that the file does not have and somebody has ticked, in the order of their names."""
    pairs, others = _pairs(goal, part)
    lost = {action.pk for kpi in others for one in kpi.initiatives.all() for action in one.actions.all()}
    for kpi_part, kpi in pairs:
        if kpi is not None and kpi_part.initiatives is not None:
            lost.update(action.pk for action in _left_out(kpi, kpi_part.initiatives))
    return list(Action.objects.filter(pk__in=lost, ticks__isnull=False).distinct().order_by("name", "pk"))


def _pairs(goal: Goal, part: GoalPart) -> tuple[Pairs, list[Kpi]]:
    if goal.pk is None:
        return [(kpi, None) for kpi in part.kpis], []
    here = sorted(goal.kpis.all(), key=lambda kpi: (kpi.removed_at is not None, kpi.pk))
    return paired(
        part.kpis,
        here,
        of_part=lambda kpi: (kpi.team, kpi.metric),
        of_here=lambda kpi: (kpi.team.key if kpi.team else None, kpi.metric_key),
    )


def _left_out(kpi: Kpi, parts: Sequence[InitiativePart]) -> Iterator[Action]:
    pairs, others = paired(parts, kpi.initiatives.all(), of_part=_name, of_here=_name)
    for initiative in others:
        yield from initiative.actions.all()
    for part, found in pairs:
        if found is not None:
            yield from paired(part.actions, found.actions.all(), of_part=_name, of_here=_name)[1]


def _initiatives(kpi: Kpi, parts: Sequence[InitiativePart], ledger: Ledger) -> None:
    pairs, others = paired(parts, kpi.initiatives.all(), of_part=_name, of_here=_name)
    Initiative.objects.filter(pk__in=[one.pk for one in others]).delete()
    for position, (part, held) in enumerate(pairs, start=1):
        found = held or Initiative(kpi=kpi)
        author, at = (part.created.by, part.created.at) if part.created else (None, ledger.at)
        _set(found, part, {"name", "why", "starts_on", "ends_on", "archived_at"})
        found.team, found.position, found.created_at = ledger.team(part.team), position, at
        found.created_by = ledger.user(author) if part.created else ledger.by
        found.save()
        ledger.keep_author(found, author)
        _actions(found, part.actions, ledger)


def _actions(initiative: Initiative, parts: Sequence[ActionPart], ledger: Ledger) -> None:
    pairs, others = paired(parts, initiative.actions.all(), of_part=_name, of_here=_name)
    Action.objects.filter(pk__in=[one.pk for one in others]).delete()
    same = {"name", "description", "cadence", "on_closed", "quota", "scales", "starts_on", "ends_on"}
    for position, (part, held) in enumerate(pairs, start=1):
        found = held or Action(initiative=initiative)
        _set(found, part, same | {"archived_at"})
        found.metric_key, found.position = part.metric or "", position
        found.save()
        _owners(found, part.owners, ledger)


def _owners(action: Action, parts: Sequence[OwnerPart], ledger: Ledger) -> None:
    action.owners.all().delete()
    ActionOwner.objects.bulk_create(
        ActionOwner(action=action, team=ledger.team(part.team), person=ledger.person(part.person)) for part in parts
    )


def _set(row: Any, part: Any, names: set[str]) -> None:
    for name in names:
        setattr(row, name, getattr(part, name))


def _name(one: Any) -> str:
    return str(one.name)
