"""What can be wrong with telling people: stable codes, with words for the screen."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from kaname.telling.message import Message
from kaname.web.refusal import Refusal

MESSAGES = {
    "kind_unknown": _("There is no such kind of notice: %(kind)s."),
    "address_not_http": _("The address has to begin with https:// or http://."),
    "address_unreadable": _("This is not an address of the web."),
    "address_private": _(
        "%(host)s is an address inside a network. Only an administrator can allow this, for one channel at a time."
    ),
    "address_unknown": _("There is no host called %(host)s."),
    "address_not_slack": _(
        "This is not the address of an incoming webhook of Slack: https://hooks.slack.com/services/…"
    ),
    "address_not_teams": _(
        "This is not the address of a workflow of Microsoft Teams: https://….logic.azure.com/workflows/… or "
        "https://….api.powerplatform.com/…"
    ),
    "address_not_google_chat": _(
        "This is not the address of a webhook of Google Chat: https://chat.googleapis.com/v1/spaces/…"
    ),
    "address_not_line_works": _(
        "This is not the address of an incoming webhook of LINE WORKS: https://webhook.worksmobile.com/message/…"
    ),
    "address_needed": _("Enter the address."),
    "delivery_waits": _("This is still waiting to be sent."),
}


class TellingError(Refusal):
    """What cannot be done as asked; `code` is stable, `params` fill its sentence."""

    sentences = MESSAGES

    @property
    def message(self) -> Message:
        """Its sentence, for whoever reads it later."""
        return Message(MESSAGES[self.code], self.params)

    def __str__(self) -> str:
        return self.message.text()
