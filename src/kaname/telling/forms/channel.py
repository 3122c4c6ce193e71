"""A channel or webhook of the organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.telling.kinds import announced
from kaname.telling.models import Channel, Service, State

HINTS = {
    Service.SLACK: _("Slack: https://hooks.slack.com/services/… (app “Incoming WebHooks”)"),
    Service.TEAMS: _(
        "Microsoft Teams: the address that the workflow “Post to a channel when a webhook request is received” shows"
    ),
    Service.GOOGLE_CHAT: _("Google Chat: https://chat.googleapis.com/v1/spaces/… (Apps & integrations, Webhooks)"),
    Service.LINE_WORKS: _("LINE WORKS: https://webhook.worksmobile.com/message/… (app “Incoming Webhook”)"),
    Service.WEBHOOK: _("Webhook: the address of your own system; what it gets is signed"),
}


class ChannelForm(forms.Form):
    """Its fields are those of `add_channel`; of a channel that is there, the service stays and an address may."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Such as the name of the chat room."))
    service = forms.ChoiceField(label=_("Service"), choices=Service.choices)
    address = forms.CharField(
        label=_("Address"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What is told there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    at_any_time = forms.BooleanField(
        label=_("At any time, also when the organisation is closed"),
        required=False,
        help_text=_("Chats wait for working hours otherwise. Webhooks are always told at once."),
    )
    allows_private = forms.BooleanField(
        label=_("The address is inside our own network"),
        required=False,
        help_text=_("For webhooks and LINE WORKS. Without it, Kaname refuses to call such addresses."),
    )

    def __init__(self, *args: Any, channel: Channel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind.key, kind.announced) for kind in announced()]  # type: ignore[attr-defined]
        if channel is not None:
            del self.fields["service"]
            self.fields["address"].help_text = _("Now %(hint)s. Leave it empty to keep it.") % {"hint": channel.hint}
        else:
            self.fields["address"].required = True


class DeliveryFilter(forms.Form):
    """Which deliveries a page shows; what cannot be read filters nothing."""

    state = forms.ChoiceField(label=_("State"), required=False)
    to = forms.ChoiceField(label=_("Receiver"), required=False)

    def __init__(self, *args: Any, channels: list[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("All states")), *State.choices]  # type: ignore[attr-defined]
        listed = [(str(one.pk), one.name) for one in channels]
        everybody = [("", _("All receivers")), ("people", _("Single people"))]
        self.fields["to"].choices = [*everybody, *listed]  # type: ignore[attr-defined]
