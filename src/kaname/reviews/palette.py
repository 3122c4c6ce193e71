"""What the command palette finds in reviews."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from kaname.goals.reader import Reader
from kaname.people.models import User
from kaname.reviews.searching import find
from kaname.reviews.words import name_of
from kaname.web.palette import HITS_PER_SOURCE, Hit

LEAST_LETTERS = 2


def reviews(query: str, user: AbstractBaseUser | AnonymousUser) -> Iterable[Hit]:
    """Notes, decisions, follow-ups, topics and titles of the reviews that the user may read."""
    if not isinstance(user, User) or len(query) < LEAST_LETTERS:
        return
    reader = Reader(user=user, at=timezone.now())
    for found in find(query, reader=reader, limit=HITS_PER_SOURCE):
        meeting = found.passage.meeting
        label = f"{found.before}{found.hit}{found.after}".strip()
        kind = found.passage.get_kind_display()
        yield Hit(label, meeting.get_absolute_url(), kind, detail=name_of(meeting, reader), icon="reviews")
