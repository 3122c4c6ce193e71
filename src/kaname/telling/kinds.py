"""What people can be told about. Slices declare their kinds when they start."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from kaname.people.models import Role
from kaname.telling.models.rhythm import Rhythm


@dataclass(frozen=True)
class Kind:
    """One kind of news and how it reaches people who have not chosen.

    `listed` says that the news stands among the notices of the product; a slice that shows its own there says no.
    `announced` names what of it the organisation's channels and webhooks are told through `announce`, "" for nothing;
    `administrators` says that nobody else is told.
    """

    key: str
    label: str | Promise
    mail: Rhythm = Rhythm.DAILY
    chat: Rhythm = Rhythm.AT_ONCE
    listed: bool = True
    announced: str | Promise = ""
    administrators: bool = False


KINDS: dict[str, Kind] = {}


def declare(*kinds: Kind) -> None:
    """Add kinds; declaring one again changes it."""
    KINDS.update({kind.key: kind for kind in kinds})


def kinds_for(role: str) -> list[Kind]:
    """Those that somebody in this role can be told, in the order in which they were declared."""
    return [kind for kind in KINDS.values() if role == Role.ADMINISTRATOR or not kind.administrators]


def announced() -> list[Kind]:
    """Those that channels and webhooks can be told."""
    return [kind for kind in KINDS.values() if kind.announced]
