"""Telling people that it is their turn with a goal sheet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kaname.goals.authors import author_name
from kaname.goals.reader import Reader
from kaname.people.models import Membership, User
from kaname.reports.goal_sheet.access import Side
from kaname.reports.models import GoalSheet, SheetState
from kaname.telling.kinds import Kind
from kaname.telling.message import Message
from kaname.telling.operations import tell

SHEETS = "reports.goal_sheet"
SHEET_KIND = Kind(SHEETS, _("My goal sheet, or one of my team, waits for me"))

SENTENCES = {
    SheetState.DRAFT: gettext_noop("%(by)s sent the goal sheet of %(person)s back."),
    SheetState.SUBMITTED: gettext_noop("The goal sheet of %(person)s is submitted."),
    SheetState.AGREED: gettext_noop("The goals of %(person)s are agreed."),
    SheetState.SELF_ASSESSED: gettext_noop("%(person)s handed in the assessment of their goals."),
    SheetState.CLOSED: gettext_noop("The goal sheet of %(person)s is closed."),
}


def tell_of_step(sheet: GoalSheet, side: Side, *, note: str, reader: Reader) -> None:
    """The other side of it."""
    title = Message(SENTENCES[SheetState(sheet.state)], {"by": author_name(reader.user), "person": sheet.person.name})
    users = _managers(sheet, reader) if side is Side.MEMBER else [sheet.person.user]
    told = [user for user in users if user is not None and user.pk != reader.user.pk]
    body = Message.as_is(note) if note else None
    tell(told, kind=SHEETS, title=title, url=sheet.get_absolute_url(), at=reader.at, body=body)


def _managers(sheet: GoalSheet, reader: Reader) -> list[User | None]:
    here = Membership.objects.in_force_on(reader.today).filter(person=sheet.person).select_related("manager__user")
    return [stay.manager.user for stay in here if stay.manager is not None]
