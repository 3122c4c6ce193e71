"""The organisation's channels and webhooks: adding, changing, trying and removing them, and sending again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kaname.people.models import Change, User
from kaname.telling.addresses import checked_address
from kaname.telling.errors import TellingError
from kaname.telling.message import Message
from kaname.telling.models import Channel, Delivery, Service
from kaname.telling.news import announce_to
from kaname.telling.sending.answer import Answer
from kaname.telling.sending.attempt import attempt, to_own_chat
from kaname.telling.sending.letter import Item, Letter
from kaname.telling.sending.webhook import new_secret

SAMPLE = "telling.sample"
OUT_OF_REACH = timedelta(days=1)


@transaction.atomic
def add_channel(
    *,
    name: str,
    service: str,
    address: str,
    kinds: Collection[str],
    at_any_time: bool,
    allows_private: bool,
    by: User | None,
    at: datetime,
) -> Channel:
    """A new channel; a webhook gets a secret. Raises TellingError for an address that cannot be."""
    channel = Channel.objects.create(
        name=name,
        service=service,
        address=checked_address(service, address, allow_private=allows_private),
        secret=new_secret() if service == Service.WEBHOOK else "",
        kinds=sorted(kinds),
        at_any_time=at_any_time,
        allows_private=allows_private,
        by=by,
        created_at=at,
    )
    _record("channel.added", channel, by=by, at=at)
    return channel


@transaction.atomic
def edit_channel(channel: Channel, *, address: str = "", by: User | None, at: datetime, **values: Any) -> None:
    """Change what is known of it; without an address the one that it has stays. Raises TellingError."""
    for name, value in values.items():
        setattr(channel, name, sorted(value) if name == "kinds" else value)
    channel.address = checked_address(channel.service, address or channel.address, allow_private=channel.allows_private)
    channel.save()
    _record("channel.edited", channel, by=by, at=at)


@transaction.atomic
def remove_channel(channel: Channel, *, by: User | None, at: datetime) -> None:
    """Take it away with its deliveries; the log of changes keeps that it was there."""
    _record("channel.removed", channel, by=by, at=at)
    channel.delete()


def send_sample(channel: Channel, *, by: User, at: datetime, base_url: str) -> Delivery:
    """Send a sample now, whatever the hour, and give what came back; it is not tried again."""
    (delivery,) = announce_to(
        [channel],
        kind=SAMPLE,
        title=Message(gettext_noop("Kaname can reach this place.")),
        body=Message(
            gettext_noop("%(name)s sent this sample to “%(channel)s”."),
            {"name": str(getattr(by, "person", by)), "channel": channel.name},
        ),
        url=reverse("telling:channels"),
        at=at,
        # So late that nobody else takes it meanwhile.
        due_at=at + OUT_OF_REACH,
    )
    attempt(delivery.pk, 1, at=at, base_url=base_url, last=True)
    delivery.refresh_from_db()
    return delivery


def send_own_sample(user: User, *, at: datetime, base_url: str) -> Answer:
    """Send a sample to the user's own chat now; raises SendingError with what came back."""
    title = Message(gettext_noop("Kaname can reach this place.")).text()
    url = base_url + reverse("telling:preferences")
    item = Item(title, "", url, at)
    return to_own_chat(user, Letter(title, [item], url, _("Open in Kaname")))


def send_again(delivery: Delivery, *, at: datetime) -> None:
    """Begin anew with what was sent or given up; raises TellingError (delivery_waits)."""
    ended = Delivery.objects.filter(pk=delivery.pk).exclude(sent_at=None, given_up_at=None)
    if not ended.update(sent_at=None, given_up_at=None, attempts=0, due_at=at):
        raise TellingError("delivery_waits")


def _record(what: str, channel: Channel, *, by: User | None, at: datetime) -> None:
    details = {"service": channel.get_service_display(), "kinds": ", ".join(channel.kinds)}
    Change(at=at, by=by, what=what, subject=channel.name, details=details).save()
