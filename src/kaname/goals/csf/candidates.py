"""Candidates of a goal: adding, changing, taking off the list and putting back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.db.models import Max

from kaname.goals.csf.parts import CsfParts, checked
from kaname.goals.csf.set_aside import said_anew
from kaname.goals.decisions import require_may_edit
from kaname.goals.errors import GoalsError
from kaname.goals.models import Csf, Goal
from kaname.people.models import User


@transaction.atomic
def add_csf(goal: Goal, *, by: User | None, at: datetime, **parts: Unpack[CsfParts]) -> Csf:
    """Put a candidate at the end of the goal's list; only its name is needed.

    Raises
    ------
    GoalsError
        not_yours_to_set, csf_name_needed, cell_unknown, or what is wrong with another part.
    """
    require_may_edit(goal, by=by, at=at)
    cell = parts.get("cell")
    if cell is not None and cell.goal_id != goal.pk:
        raise GoalsError("cell_unknown")
    last = goal.csfs.aggregate(last=Max("position"))["last"] or 0
    csf = Csf(goal=goal, position=last + 1)
    parts.setdefault("name", "")
    return _saved(csf, checked(parts, of=csf))


@transaction.atomic
def change_csf(
    csf: Csf, *, by: User | None, at: datetime, typed: Mapping[str, str] | None = None, **parts: Unpack[CsfParts]
) -> Csf:
    """Change the parts that are given; `typed` is what was typed for some of them and cannot be read, word for word.

    Raises
    ------
    GoalsError
        not_yours_to_set, or what is wrong with a part.
    """
    require_may_edit(csf.goal, by=by, at=at)
    typed = typed or {}
    kept = {name: text for name, text in csf.typed.items() if name not in parts}
    csf.typed = kept | dict(typed)
    return _saved(csf, checked(parts, of=csf))


@transaction.atomic
def remove_csf(csf: Csf, *, by: User | None, at: datetime) -> None:
    """Take a candidate off the list; it can be put back. Raises GoalsError csf_is_selected, not_yours_to_set."""
    require_may_edit(csf.goal, by=by, at=at)
    Goal.objects.select_for_update().get(pk=csf.goal_id)  # nobody selects it meanwhile
    if csf.selections.filter(until_at=None).exists():
        raise GoalsError("csf_is_selected", csf=csf.name)
    csf.removed_at = at
    csf.save(update_fields=["removed_at"])


@transaction.atomic
def restore_csf(csf: Csf, *, by: User | None, at: datetime) -> None:
    """Put a candidate back on the list. Raises GoalsError not_yours_to_set."""
    require_may_edit(csf.goal, by=by, at=at)
    csf.removed_at = None
    csf.save(update_fields=["removed_at"])


def _saved(csf: Csf, parts: CsfParts) -> Csf:
    for name, value in parts.items():
        setattr(csf, name, value)
    said_anew(csf)
    csf.save()
    return csf
