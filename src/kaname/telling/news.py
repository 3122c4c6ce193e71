"""Telling people and the organisation's channels what happened. What leaves the product is only queued here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kaname.people.models import User
from kaname.telling.errors import TellingError
from kaname.telling.kinds import KINDS, Kind
from kaname.telling.message import Message
from kaname.telling.models import (
    Announcement,
    Channel,
    Delivery,
    Notice,
    PersonTelling,
    Preference,
    Rhythm,
    Waiting,
    Way,
)


@dataclass(frozen=True)
class News:
    """What one call tells everybody alike."""

    kind: Kind
    url: str
    at: datetime
    body: Message | None
    digest: bool
    once: str


def tell(
    users: Iterable[User],
    *,
    kind: str,
    title: Message,
    url: str,
    at: datetime,
    body: Message | None = None,
    digest: bool = False,
    once: str = "",
) -> None:
    """Tell these people something, each in the ways that they chose for this kind.

    `url` is a path of this server. With `digest` it may wait for the next morning also for those who want to know at
    once. `once` names what happened: who was told of it under this kind and name is not told again.

    Raises
    ------
    TellingError
        kind_unknown.
    """
    tell_each({user.pk: title for user in users}, kind=kind, url=url, at=at, body=body, digest=digest, once=once)


def tell_each(
    titles: Mapping[int, Message],
    *,
    kind: str,
    url: str,
    at: datetime,
    body: Message | None = None,
    digest: bool = False,
    once: str = "",
) -> None:
    """The same with another title for each user, by the user's id. At most five queries, however many they are."""
    news = News(_known(kind), url, at, body, digest, once)
    if not titles:
        return
    try:
        with transaction.atomic():
            _write(titles, news)
    except IntegrityError:
        # Somebody told the same once-only news at this moment.
        with transaction.atomic():
            _write(titles, news)


def announce(
    *,
    kind: str,
    title: Message,
    url: str,
    at: datetime,
    body: Message | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Tell the organisation's channels and webhooks that want news of this kind; `data` is for programs.

    Everybody in a chat room reads it, so it says nothing that is not everybody's to know.
    """
    wanting = [channel for channel in Channel.objects.all() if _known(kind).key in channel.kinds]
    if wanting:
        announce_to(wanting, kind=kind, title=title, url=url, at=at, body=body, data=data)


@transaction.atomic
def announce_to(
    channels: Sequence[Channel],
    *,
    kind: str,
    title: Message,
    url: str,
    at: datetime,
    body: Message | None = None,
    data: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
) -> list[Delivery]:
    """Queue a piece of news for these channels, for now or for `due_at`."""
    made = Announcement.objects.create(
        kind=kind, title=title.as_dict(), body=body and body.as_dict(), url=url, data=dict(data or {}), at=at
    )
    return [
        Delivery.objects.create(channel=channel, announcement=made, made_at=at, due_at=due_at or at)
        for channel in channels
    ]


def see(users: Collection[int], *, kinds: Collection[str], ats: Collection[datetime], at: datetime) -> None:
    """Say that these users (by id) have seen elsewhere what they were told of these kinds at these moments.

    What has not left the product yet is not sent any more.
    """
    if users and ats:
        Notice.objects.filter(user__in=users, kind__in=kinds, at__in=ats).mark_seen(at=at)


def _known(kind: str) -> Kind:
    if kind not in KINDS:
        raise TellingError("kind_unknown", kind=kind)
    return KINDS[kind]


def _write(titles: Mapping[int, Message], news: News) -> None:
    told = set()
    if news.once:
        known = Notice.objects.filter(user__in=titles, kind=news.kind.key, once=news.once)
        told = set(known.values_list("user", flat=True))
    chosen = {row.user_id: row for row in Preference.objects.filter(user__in=titles, kind=news.kind.key)}
    with_chat = set(
        PersonTelling.objects.filter(user__in=titles).exclude(chat_address="").values_list("user", flat=True)
    )
    made: list[Notice] = []
    waiting: list[Waiting] = []
    for user in sorted(set(titles) - told):
        notice, ways = _for_one(user, titles[user], news, chosen.get(user), has_chat=user in with_chat)
        if notice.in_product or ways or news.once:
            made.append(notice)
            waiting += [_waiting(notice, way, rhythm, news) for way, rhythm in ways.items()]
    Notice.objects.bulk_create(made)
    Waiting.objects.bulk_create(waiting)


def _for_one(
    user: int, title: Message, news: News, chosen: Preference | None, *, has_chat: bool
) -> tuple[Notice, dict[Way, Rhythm]]:
    kind = news.kind
    rhythms = {Way.MAIL: Rhythm(chosen.mail if chosen else kind.mail)}
    if has_chat:
        rhythms[Way.CHAT] = Rhythm(chosen.chat if chosen else kind.chat)
    notice = Notice(
        user_id=user,
        kind=kind.key,
        title=title.as_dict(),
        body=news.body and news.body.as_dict(),
        url=news.url,
        at=news.at,
        in_product=kind.listed and (chosen is None or chosen.in_product),
        once=news.once,
    )
    return notice, {way: rhythm for way, rhythm in rhythms.items() if rhythm != Rhythm.NEVER}


def _waiting(notice: Notice, way: Way, rhythm: Rhythm, news: News) -> Waiting:
    soon = Rhythm.DAILY if news.digest and rhythm == Rhythm.AT_ONCE else rhythm
    return Waiting(notice=notice, way=way, rhythm=soon, due_at=news.at)
