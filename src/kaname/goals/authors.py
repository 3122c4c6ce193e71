"""Who did something, by name."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import pgettext

from kaname.goals.kept import Kept
from kaname.goals.models import CsfSelection, GoalChange, TargetProposal, TargetRevision
from kaname.people.models import User


def author_of(row: GoalChange | CsfSelection | TargetRevision, kept: Kept) -> str:
    """As `author_name`; of who has no sign-in here, the name that came with a file and that the goal `kept`."""
    return _named(row.by, kept.author_behind(row))


def decider_of(proposal: TargetProposal, kept: Kept) -> str:
    """The same of who decided about a proposal."""
    return _named(proposal.decided_by, kept.decider_behind(proposal))


def _named(user: User | None, behind: Mapping[str, str] | None) -> str:
    return behind.get("name") or behind["key"] if user is None and behind else author_name(user)


def author_name(user: User | None) -> str:
    """The name of the user's person, else the sign-in's address; without a user it was the command line."""
    if user is None:
        return pgettext("who changed something", "the kaname command")
    person = getattr(user, "person", None)
    return person.name if person else user.email
