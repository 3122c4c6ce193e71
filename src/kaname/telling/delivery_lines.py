"""Deliveries as pages and files show them."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.telling.message import Message
from kaname.telling.models import Delivery, State

TONES = {State.SENT: "ontrack", State.GIVEN_UP: "off", State.RETRYING: "risk", State.WAITING: "neutral"}


@dataclass(frozen=True)
class DeliveryLine:
    """One delivery: to whom, what of it an administrator may read, and what came back."""

    delivery: Delivery
    receiver: str
    way: str
    what: str
    said: str

    @property
    def tone(self) -> str:
        return TONES[self.delivery.state]

    @property
    def ended(self) -> bool:
        return self.delivery.state in (State.SENT, State.GIVEN_UP)


def line(one: Delivery, *, zone: ZoneInfo) -> DeliveryLine:
    """Of a delivery that comes with its receiver, announcement and `count` of notices."""
    parts = (one.why, str(one.status) if one.status and not one.failure else "", one.answer)
    said = " ".join(part for part in parts if part)
    if one.channel is not None and one.announcement is not None:
        what = Message.from_dict(one.announcement.title).text(zone=zone)
        return DeliveryLine(one, one.channel.name, one.channel.get_service_display(), what, said)
    count = getattr(one, "count", 0)
    what = ngettext("%(count)d notice", "%(count)d notices", count) % {"count": count}
    receiver = str(getattr(one.user, "person", one.user) or _("Somebody"))
    return DeliveryLine(one, receiver, one.get_way_display(), what, said)
