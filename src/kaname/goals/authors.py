"""Who did something, by name."""

from __future__ import annotations

from django.utils.translation import pgettext

from kaname.goals.kept import Kept
from kaname.goals.models import CsfSelection, GoalChange, TargetRevision
from kaname.people.models import User


def author_of(row: GoalChange | CsfSelection | TargetRevision, kept: Kept) -> str:
    """As `author_name`; of who has no sign-in here, the name that came with a file and that the goal `kept`."""
    person = kept.author_behind(row) if row.by is None else None
    return author_name(row.by) if person is None else person.get("name") or person["key"]


def author_name(user: User | None) -> str:
    """The name of the user's person, else the sign-in's address; without a user it was the command line."""
    if user is None:
        return pgettext("who changed something", "the kaname command")
    person = getattr(user, "person", None)
    return person.name if person else user.email
