"""Slack, Microsoft Teams and Google Chat through apprise, which knows how each wants its messages."""

from __future__ import annotations

import logging
import re
import threading
from importlib import import_module
from typing import Any

from django.utils.translation import gettext_noop

from kaname.telling.errors import TellingError
from kaname.telling.message import Message
from kaname.telling.models import Service
from kaname.telling.sending.answer import Answer, SendingError
from kaname.telling.sending.letter import Letter

# Loaded when somebody is written to: all of apprise takes longer than the rest of a command.
PLUGINS = {
    Service.SLACK: ("apprise.plugins.slack", "NotifySlack"),
    Service.TEAMS: ("apprise.plugins.workflows", "NotifyWorkflows"),
    Service.GOOGLE_CHAT: ("apprise.plugins.google_chat", "NotifyGoogleChat"),
}
TAKEN = frozenset(
    "host port token_a token_b token_c mode workflow signature version power_automate routing_id "
    "workspace webhook_key webhook_token thread_key".split()
)
"""What an address may say; templates, time-outs, redirects and certificates are not its to choose."""

STATUS = re.compile(r"error=(\d{3})")
SECONDS = 10.0
LONGEST = 3000
"""Of a text; longer ones would come in several messages."""


def checked(service: str, address: str) -> Any:
    """The sender of an address as its service gives it out, and of no other host than the service's own.

    Raises
    ------
    TellingError
        address_not_slack, address_not_teams, address_not_google_chat.
    """
    from apprise import AppriseAsset

    refused = TellingError(f"address_not_{service}")
    module, name = PLUGINS[Service(service)]
    plugin = getattr(import_module(module), name)
    written = address.startswith("https://") and address.isascii() and address.isprintable() and " " not in address
    asked = plugin.parse_native_url(address) if written else None
    if not asked:
        raise refused
    asset = AppriseAsset(app_id="Kaname", app_desc="Kaname", async_mode=False, http_redirects=False)
    how = {"asset": asset, "include_image": False, "verify": True, "redirect": False, "cto": SECONDS, "rto": SECONDS}
    try:
        return plugin(**{name: value for name, value in asked.items() if name in TAKEN}, **how)
    except TypeError as error:
        raise refused from error


def send(service: str, address: str, letter: Letter) -> Answer:
    """Send through the service; raises SendingError with what it said."""
    try:
        sender = checked(service, address)
    except TellingError as error:
        raise SendingError(error.message, permanent=True) from error
    text = "\n".join(part for part in (letter.text[:LONGEST], f"{letter.action}: {letter.url}") if part)
    with Said() as said:
        sent = sender.notify(body=text, title=letter.title, body_format="text")
    if not sent:
        found = STATUS.search(said.text)
        status = int(found.group(1)) if found else None
        reason = Message(gettext_noop("No connection."))
        if status:
            reason = Message(gettext_noop("The receiver answered %(status)s."), {"status": status})
        raise SendingError(reason, status=status, text=said.text)
    return Answer(200)


class Said(logging.Handler):
    """Keeps what apprise logs of this thread's message: its only way of telling what came back."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._lines: list[str] = []
        self._thread = threading.get_ident()

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self._lines.append(record.getMessage())

    def __enter__(self) -> Said:
        logging.getLogger("apprise").addHandler(self)
        return self

    def __exit__(self, *raised: object) -> None:
        logging.getLogger("apprise").removeHandler(self)
