"""The bell in the frame of every page: whether something waits for its reader. Slices count it, as for the palette."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from kaname.web.navigation import BELL, address

Source = Callable[[AbstractBaseUser | AnonymousUser, datetime], int]
"""Called with the reader and the time; how much they have not seen yet. One query at most: every page asks."""

SOURCES: list[Source] = []
MOST_SHOWN = 99


@dataclass(frozen=True)
class Bell:
    """Where it leads, "" while there is no such page, and what it counts."""

    url: str
    count: int

    @property
    def shown(self) -> str:
        return f"{MOST_SHOWN}+" if self.count > MOST_SHOWN else str(self.count)


def bell_for(user: AbstractBaseUser | AnonymousUser | None, *, at: datetime) -> Bell:
    """Nobody who has not signed in has one; on some error pages it is not even known who asks."""
    if user is None or not user.is_authenticated or not (url := address(BELL)):
        return Bell(url="", count=0)
    return Bell(url=url, count=sum(source(user, at) for source in SOURCES))
