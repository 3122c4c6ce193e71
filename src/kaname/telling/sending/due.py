"""What is due: waiting notices become one delivery per person and way, and each delivery is handed out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from kaname.people.models import Organisation
from kaname.telling.models import Delivery, PersonTelling, Service, Waiting, Way
from kaname.telling.sending.attempt import MOST_ATTEMPTS, give_up, pause_after
from kaname.telling.windows import Window, due, may_be_told, next_moment
from kaname.telling.working import organisation_windows, windows_of

MOST = 1000
"""Of a round; the next one takes the rest."""

LOOK_AGAIN = timedelta(days=7)
"""For people who are away for longer than calendars were looked at."""

HANDED_OUT_FOR = timedelta(minutes=10)
"""How long nobody else takes a delivery that was handed out."""


def gather(*, at: datetime, organisation: Organisation, sends_mail: bool) -> None:
    """Make deliveries of the notices whose time has come; the others wait for theirs."""
    _drop(Waiting.objects.filter(delivery=None, due_at__lte=at), sends_mail=sends_mail)
    waiting = list(
        Waiting.objects.filter(delivery=None, due_at__lte=at).select_related("notice__user").order_by("due_at")[:MOST]
    )
    users = list({one.notice.user_id: one.notice.user for one in waiting}.values())
    windows = windows_of(users, organisation=organisation, since=at) if users else {}
    ready: dict[tuple[int, str], list[int]] = defaultdict(list)
    for one in waiting:
        when = _when(one, windows[one.notice.user_id], at=at, organisation=organisation)
        if when <= at:
            ready[one.notice.user_id, one.way].append(one.pk)
        else:
            Waiting.objects.filter(pk=one.pk, delivery=None).update(due_at=when)
    for (user, way), found in ready.items():
        _together(user, way, found, at=at)


def _drop(waiting: QuerySet[Waiting], *, sends_mail: bool) -> None:
    """What was seen in the product, has nobody to reach any more, or no way to."""
    without_chat = ~Q(notice__user__in=PersonTelling.objects.exclude(chat_address="").values("user"))
    pointless = Q(notice__seen_at__isnull=False) | Q(notice__user__is_active=False) | Q(way=Way.CHAT) & without_chat
    if not sends_mail:
        pointless |= Q(way=Way.MAIL)
    waiting.filter(pointless).delete()


def _when(one: Waiting, windows: Sequence[Window], *, at: datetime, organisation: Organisation) -> datetime:
    """When to send it, or to look again; `at` if it is now."""
    when = due(one.rhythm, windows, at=one.notice.at, first_weekday=organisation.first_weekday)
    if when is None:
        return at + LOOK_AGAIN
    return when if when > at else next_moment(windows, at) or at + LOOK_AGAIN


@transaction.atomic
def _together(user: int, way: str, waiting: Sequence[int], *, at: datetime) -> None:
    """One delivery for all of them; those that another round took meanwhile are its own."""
    made = Delivery.objects.create(user_id=user, way=way, made_at=at, due_at=at)
    if not Waiting.objects.filter(pk__in=waiting, delivery=None).update(delivery=made):
        made.delete()


def handed_out(*, at: datetime, organisation: Organisation) -> Iterator[tuple[int, int]]:
    """(id, number of the attempt) of each delivery that is to be tried now; nobody else gets the same one.

    Outside of the receiver's working hours a delivery waits. Webhooks go to machines, which have none.
    """
    due_now = Delivery.objects.open().filter(due_at__lte=at).select_related("user", "channel").order_by("due_at", "pk")
    found = list(due_now[:MOST])
    users = list({one.user_id: one.user for one in found if one.user}.values())
    of_people = windows_of(users, organisation=organisation, since=at) if users else {}
    of_all = organisation_windows(organisation=organisation, since=at) if len(found) > len(users) else []
    for one in found:
        if one.attempts >= MOST_ATTEMPTS or _has_left(one):
            give_up(one, at=at, quietly=_has_left(one))
            continue
        windows = of_people.get(one.user_id or 0, of_all)
        if not _at_any_time(one) and not may_be_told(windows, at):
            Delivery.objects.filter(pk=one.pk).update(due_at=next_moment(windows, at) or at + LOOK_AGAIN)
            continue
        until = at + max(HANDED_OUT_FOR, pause_after(one.attempts + 1))
        same = Delivery.objects.open().filter(pk=one.pk, attempts=one.attempts, due_at=one.due_at)
        if same.update(due_at=until):
            yield one.pk, one.attempts + 1


def _has_left(one: Delivery) -> bool:
    return one.user is not None and not one.user.is_active


def _at_any_time(one: Delivery) -> bool:
    return one.channel is not None and (one.channel.service == Service.WEBHOOK or one.channel.at_any_time)
