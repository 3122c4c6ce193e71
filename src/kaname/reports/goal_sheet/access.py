"""Who reads a goal sheet, and who may write which of its cells in which state."""

from __future__ import annotations

from enum import StrEnum

from django.shortcuts import get_object_or_404

from kaname.goals.reader import Reader
from kaname.people.models import Person
from kaname.reports.models import GoalSheet, SheetState
from kaname.reports.models.goal_sheet import GoalSheetQuerySet


class Side(StrEnum):
    """Whose hand writes: the person's own, or that of whoever manages them."""

    MEMBER = "member"
    MANAGER = "manager"


GOAL_FIELDS = ("item", "measure", "target", "weight")
SELF_FIELDS = ("actual", "self_rating", "self_comment")
MANAGER_FIELDS = ("manager_rating", "manager_comment")
FIELDS = (*GOAL_FIELDS, *SELF_FIELDS, *MANAGER_FIELDS)

WRITABLE: dict[tuple[Side, SheetState], tuple[str, ...]] = {
    (Side.MEMBER, SheetState.DRAFT): GOAL_FIELDS,
    (Side.MEMBER, SheetState.AGREED): SELF_FIELDS,
    (Side.MANAGER, SheetState.DRAFT): GOAL_FIELDS,
    (Side.MANAGER, SheetState.SUBMITTED): GOAL_FIELDS,
    (Side.MANAGER, SheetState.AGREED): MANAGER_FIELDS,
    (Side.MANAGER, SheetState.SELF_ASSESSED): MANAGER_FIELDS,
}
"""Everything else is only read."""


def sheet_for(reader: Reader, pk: int) -> GoalSheet:
    """A sheet that the reader may read. Raises Http404."""
    return get_object_or_404(visible(reader), pk=pk)


def visible(reader: Reader) -> GoalSheetQuerySet:
    """Sheets that the reader may read, with their people."""
    return GoalSheet.objects.visible_in(reader.scope, user=reader.user).select_related("person__user")


def side_of(sheet: GoalSheet, reader: Reader) -> Side | None:
    """None is somebody who only reads."""
    if sheet.person.user_id == reader.user.pk:
        return Side.MEMBER
    return Side.MANAGER if manages(sheet.person, reader) else None


def manages(person: Person, reader: Reader) -> bool:
    """Whether the reader writes the manager's part of the person's sheet."""
    if person.user_id == reader.user.pk:
        return False
    if reader.scope.everything:
        return True
    return bool(reader.scope.managed_team_keys) and person.key in reader.scope.person_keys


def writable(sheet: GoalSheet, reader: Reader) -> tuple[str, ...]:
    """The fields of rows that the reader may write now."""
    side = side_of(sheet, reader)
    return () if side is None else WRITABLE.get((side, SheetState(sheet.state)), ())
