"""What can be wrong with feedback: stable codes, with words for the screen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kaname.web.refusal import Refusal

MESSAGES = {
    "text_needed": _("Write something first."),
    "text_too_long": _("A message can have up to {limit} characters."),
    "not_yours_to_write": _("You can write to your colleagues, your manager and the people whom you manage."),
    "no_manager": _("{person} has no manager at the moment. Choose who may read it again."),
    "no_team": _("{person} is in no team at the moment. Choose who may read it again."),
    "too_late_to_edit": _("A message can be edited for {minutes} minutes. Withdraw it, or write another one."),
    "withdrawn": _("This message was withdrawn."),
    "visibility_unknown": _("Choose who may read it."),
    "kind_unknown": _("A message is feedback or thanks."),
    "service_failed": _("The service did not answer as expected ({problem}). The draft was written without it."),
    "address_unsafe": _("Give an address that begins with https://, or http:// on this machine itself."),
}
DEFAULTS = {"minutes": 15, "limit": 4000}


class FeedbackError(Refusal):
    """Something about feedback that cannot be done as asked; `code` is stable, `params` fill its sentence."""

    sentences = MESSAGES

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, **{**DEFAULTS, **params})
