"""One attempt at a delivery, and what follows from it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_noop

from kaname.people.models import Organisation, Person, Role, User
from kaname.people.queries import organisation as the_organisation
from kaname.telling.message import Message
from kaname.telling.models import Channel, Delivery, Notice, PersonTelling, Service, State, Way
from kaname.telling.news import tell
from kaname.telling.sending import chat, line_works, mail, webhook
from kaname.telling.sending.answer import LONGEST, Answer, SendingError
from kaname.telling.sending.letter import Letter, announcement_letter, letter_of

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(minutes=1)
GROWTH = 3


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1, 3, 9, 27, 81, 243, 729 minutes; 18 hours until the eighth."""
    return FIRST_PAUSE * int(GROWTH ** (attempts - 1))


def attempt(pk: int, number: int, *, at: datetime, base_url: str, last: bool = False) -> None:
    """Try a delivery for the `number`th time, which happens once however often it is asked for.

    A failure is tried again after a pause that grows; after the last try, or when trying again is no use, it is given
    up and the administrators are told.
    """
    if not Delivery.objects.open().filter(pk=pk, attempts=number - 1).update(attempts=number, attempted_at=at):
        return
    delivery = Delivery.objects.select_related("user", "channel", "announcement").get(pk=pk)
    with translation.override(_language_of(delivery)):
        try:
            answer = _send(delivery, at=at, base_url=base_url)
        except SendingError as failed:
            _fail(delivery, failed, at=at, last=last)
        except Exception:
            logger.exception("Something could not be sent.")
            _fail(
                delivery,
                SendingError(Message(gettext_noop("Kaname itself failed; its log says how."))),
                at=at,
                last=last,
            )
        else:
            changes = {"status": answer.status, "answer": answer.text, "failure": None, "sent_at": at}
            Delivery.objects.filter(pk=pk).update(**changes)


def _language_of(delivery: Delivery) -> str:
    own = delivery.user.language if delivery.user else ""
    return own or the_organisation().language


def _send(delivery: Delivery, *, at: datetime, base_url: str) -> Answer:
    organisation = the_organisation()
    if delivery.user is not None:
        notices = [one.notice for one in delivery.waiting.select_related("notice").order_by("notice__at", "pk")]
        return _to_person(delivery, delivery.user, notices, organisation, at=at, base_url=base_url)
    assert delivery.channel is not None and delivery.announcement is not None  # noqa: S101, PT018 - a constraint says so
    letter = announcement_letter(delivery.announcement, base_url=base_url, zone=organisation.zone)
    if delivery.channel.service == Service.WEBHOOK:
        return _to_webhook(delivery, delivery.channel, letter, at=at)
    return _to_chat(delivery.channel.service, delivery.channel.address, letter, delivery.channel.allows_private)


def _to_person(
    delivery: Delivery, user: User, notices: list[Notice], organisation: Organisation, *, at: datetime, base_url: str
) -> Answer:
    if not notices:
        raise SendingError(Message(gettext_noop("What was to be sent is not there any more.")), permanent=True)
    letter = letter_of(notices, base_url=base_url, zone=organisation.zone)
    if delivery.way == Way.MAIL:
        settings_url = base_url + reverse("telling:preferences")
        return mail.send(user.email, letter, key=delivery.key, settings_url=settings_url, at=at)
    return to_own_chat(user, letter)


def to_own_chat(user: User, letter: Letter) -> Answer:
    """Send to where the user reads messages; raises SendingError."""
    own = PersonTelling.objects.filter(user=user.pk).exclude(chat_address="").first()
    if own is None:
        raise SendingError(Message(gettext_noop("There is no address any more.")), permanent=True)
    return _to_chat(own.chat_service, own.chat_address, letter, False)


def _to_chat(service: str, address: str, letter: Letter, allow_private: bool) -> Answer:
    if service == Service.LINE_WORKS:
        return line_works.send(address, letter, allow_private=allow_private)
    return chat.send(service, address, letter)


def _to_webhook(delivery: Delivery, channel: Channel, letter: Letter, *, at: datetime) -> Answer:
    told = delivery.announcement
    assert told is not None  # noqa: S101 - the caller looked
    data = {"title": letter.title, "text": letter.text, "url": letter.url, **told.data}
    event: dict[str, Any] = {"type": told.kind, "timestamp": told.at.isoformat(), "data": data}
    return webhook.send(
        channel.address, channel.secret, key=told.key, event=event, at=at, allow_private=channel.allows_private
    )


def _fail(delivery: Delivery, failed: SendingError, *, at: datetime, last: bool) -> None:
    changes: dict[str, Any] = {
        "status": failed.status,
        "failure": failed.reason.as_dict(),
        "answer": failed.text[:LONGEST],
        "due_at": at + pause_after(delivery.attempts),
    }
    Delivery.objects.filter(pk=delivery.pk).update(**changes)
    if last or failed.permanent or delivery.attempts >= MOST_ATTEMPTS:
        give_up(delivery, at=at, quietly=last)


def give_up(delivery: Delivery, *, at: datetime, quietly: bool = False) -> None:
    """Stop trying, and tell the administrators, once a day for each receiver."""
    if not Delivery.objects.open().filter(pk=delivery.pk).update(given_up_at=at) or quietly:
        return
    receiver = delivery.channel.name if delivery.channel else str(delivery.user)
    of = f"channel:{delivery.channel_id}" if delivery.channel_id else f"{delivery.way}:{delivery.user_id}"
    people = Person.objects.active().filter(role=Role.ADMINISTRATOR, user__is_active=True).select_related("user")
    tell(
        [person.user for person in people if person.user],
        kind="telling.given_up",
        title=Message(gettext_noop("What was to be sent to %(receiver)s did not arrive."), {"receiver": receiver}),
        url=f"{reverse('telling:deliveries')}?state={State.GIVEN_UP.value}",
        at=at,
        once=f"{of}:{the_organisation().today(at)}",
    )
