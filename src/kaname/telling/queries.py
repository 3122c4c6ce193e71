"""What pages ask about notices, choices and deliveries."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from kaname.people.models import User
from kaname.telling.choosing import choices_of, reach_of
from kaname.telling.models import Notice
from kaname.telling.models.notice import NoticeQuerySet

__all__ = ["SHOWN_FOR", "choices_of", "notices_of", "reach_of", "unseen"]

SHOWN_FOR = timedelta(days=90)
"""Older notices are kept, but no page shows them."""


def notices_of(user: User, *, at: datetime) -> NoticeQuerySet:
    """What the user was told in the last 90 days, the newest first."""
    return Notice.objects.visible_to(user).filter(at__gte=at - SHOWN_FOR)


def unseen(user: AbstractBaseUser | AnonymousUser, at: datetime) -> int:
    """How many notices the user has not seen yet."""
    return notices_of(user, at=at).unseen().count() if isinstance(user, User) else 0
