"""One list of all that is new for somebody: what happened to their targets, and what other slices told them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from kaname.goals.models import TargetNotice
from kaname.goals.notice_lines import NoticeGroup, groups_at, moments
from kaname.goals.notices import notices_of
from kaname.goals.reader import Reader
from kaname.telling.models.notice import NoticeQuerySet
from kaname.telling.queries import notices_of as told_to


@dataclass(frozen=True)
class ToldLine:
    """One notice from telling, in the reader's language."""

    at: datetime
    title: str
    body: str
    url: str
    seen: bool


@dataclass(frozen=True)
class EverythingNew:
    """The notices of both kinds, one page at a time."""

    reader: Reader
    of_targets: QuerySet[TargetNotice]
    told: NoticeQuerySet

    def moments(self) -> QuerySet[Any, Any]:
        """When something happened, what is not seen yet first, then the newest."""
        both = moments(self.of_targets).order_by().union(moments(self.told).order_by())
        return both.order_by("rank", "-at")

    def at(self, ats: Sequence[datetime]) -> list[NoticeGroup | ToldLine]:
        """All of these moments, in their order. Two queries."""
        place = {at: number for number, at in enumerate(ats)}
        zone = self.reader.organisation.zone
        found: list[NoticeGroup | ToldLine] = [*groups_at(list(place), self.of_targets, self.reader)]
        for one in self.told.filter(at__in=place):
            words = {"title": one.title_text(zone=zone), "body": one.body_text(zone=zone)}
            url = reverse("telling:notice", args=[one.pk])
            found.append(ToldLine(at=one.at, url=url, seen=one.seen_at is not None, **words))
        return sorted(found, key=lambda one: place[one.at])


def everything_new(reader: Reader) -> EverythingNew:
    """For the reader, of the last 90 days."""
    user, at = reader.user, reader.at
    return EverythingNew(reader, notices_of(user, at=at), told_to(user, at=at))
