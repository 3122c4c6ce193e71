"""What people choose about how they are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from django.db import transaction

from kaname.people.models import User
from kaname.telling.addresses import checked_address
from kaname.telling.errors import TellingError
from kaname.telling.kinds import KINDS
from kaname.telling.models import PersonTelling, Preference


@dataclass(frozen=True)
class Choice:
    """How one person hears of one kind."""

    in_product: bool
    mail: str
    chat: str


def choices_of(user: User) -> dict[str, Choice]:
    """For every kind: what the user chose, else the kind's own."""
    chosen = {row.kind: row for row in Preference.objects.filter(user=user.pk)}
    return {
        key: Choice(own.in_product, own.mail, own.chat)
        if (own := chosen.get(key))
        else Choice(True, kind.mail, kind.chat)
        for key, kind in KINDS.items()
    }


@transaction.atomic
def choose(user: User, wanted: Mapping[str, Choice]) -> None:
    """Keep choices by kind; raises TellingError (kind_unknown)."""
    for key, choice in wanted.items():
        if key not in KINDS:
            raise TellingError("kind_unknown", kind=key)
        values = {"in_product": choice.in_product, "mail": choice.mail, "chat": choice.chat}
        Preference.objects.update_or_create(user=user, kind=key, defaults=values)


def reach_of(user: User) -> PersonTelling:
    """Where and when the user can be reached; not saved where they have not chosen yet."""
    return PersonTelling.objects.filter(user=user.pk).first() or PersonTelling(user=user)


def set_hours(user: User, *, workday_starts_at: time | None, at_any_time: bool) -> None:
    """When the user's working day begins (None: as the organisation's), and whether they are told outside of it."""
    values = {"workday_starts_at": workday_starts_at, "at_any_time": at_any_time}
    PersonTelling.objects.update_or_create(user=user, defaults=values)


def set_chat(user: User, *, service: str, address: str) -> None:
    """Where the user wants messages; both empty: nowhere. Raises TellingError for an address that cannot be."""
    kept = checked_address(service, address, allow_private=False) if service else ""
    values = {"chat_service": service, "chat_address": kept}
    PersonTelling.objects.update_or_create(user=user, defaults=values)
