"""The action plan of a KPI as the part of a file."""

from __future__ import annotations

from django.db.models import Prefetch

from kaname.goals.exchange.kinds import figure_of
from kaname.goals.exchange.naming import Named
from kaname.goals.exchange.part import CreatedPart
from kaname.goals.exchange.plan_document import ActionPart, InitiativePart, OwnerPart
from kaname.goals.kept import Kept
from kaname.goals.models import Action, ActionOwner, Initiative, Kpi

INITIATIVES = Initiative.objects.select_related("team", "created_by__person").order_by("position", "pk")
OWNERS = ActionOwner.objects.select_related("team", "person")
KPIS = (
    Kpi.objects.select_related("team")
    .order_by("pk")
    .prefetch_related(
        Prefetch("initiatives", INITIATIVES),
        Prefetch("initiatives__actions", Action.objects.order_by("position", "pk")),
        Prefetch("initiatives__actions__owners", OWNERS),
    )
)
"""KPIs with their plans, as they are written."""


def plan_parts(kpi: Kpi, named: Named, kept: Kept) -> list[InitiativePart] | None:
    """The initiatives of a KPI that `KPIS` read; None where it has none."""
    return [_initiative(one, named, kept) for one in kpi.initiatives.all()] or None


def _initiative(found: Initiative, named: Named, kept: Kept) -> InitiativePart:
    return InitiativePart.model_construct(
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        name=found.name,
        why=found.why,
        team=named.team(found.team),
        created=CreatedPart.model_construct(
            by=named.author(found.created_by, kept.author_behind(found)), at=found.created_at
        ),
        archived_at=found.archived_at,
        actions=[_action(one, named) for one in found.actions.all()],
    )


def _action(found: Action, named: Named) -> ActionPart:
    owners = (
        OwnerPart.model_construct(team=named.team(one.team), person=named.person(one.person))
        for one in found.owners.all()
    )
    return ActionPart.model_construct(
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        name=found.name,
        description=found.description,
        cadence=found.cadence,
        on_closed=found.on_closed,
        quota=figure_of(found.quota),
        scales=found.scales,
        metric=named.metric(found.metric_key),
        owners=sorted(owners, key=lambda owner: owner.place),
        archived_at=found.archived_at,
    )
