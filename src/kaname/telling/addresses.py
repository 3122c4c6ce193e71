"""Whether an address is one that its service gives out and that the server may call."""

from __future__ import annotations

from kaname.telling.errors import TellingError
from kaname.telling.models import Service
from kaname.telling.sending import chat, guard

LINE_WORKS = "https://webhook.worksmobile.com/message/"


def checked_address(service: str, address: str, *, allow_private: bool) -> str:
    """The address as it is kept.

    Raises
    ------
    TellingError
        address_needed, address_not_http, address_unreadable, address_unknown, address_private, or which service's
        address it is not.
    """
    found = address.strip()
    if not found:
        raise TellingError("address_needed")
    if service in (Service.SLACK, Service.TEAMS, Service.GOOGLE_CHAT):
        chat.checked(service, found)
        return found
    # What stands for LINE WORKS inside a network is an administrator's to allow.
    if service == Service.LINE_WORKS and not allow_private and not found.startswith(LINE_WORKS):
        raise TellingError("address_not_line_works")
    guard.resolved(*guard.checked(found), allow_private=allow_private)
    return found
