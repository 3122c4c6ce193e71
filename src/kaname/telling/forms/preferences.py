"""What everybody chooses about how they are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.telling.choosing import Choice
from kaname.telling.kinds import Kind
from kaname.telling.models import Rhythm
from kaname.telling.models.channel import CHATS


class HoursForm(forms.Form):
    """Its fields are those of `set_hours`."""

    workday_starts_at = forms.TimeField(
        label=_("My working days begin at"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    at_any_time = forms.BooleanField(
        label=_("Send to me at any time, also in the evening, at weekends and on leave"), required=False
    )

    def __init__(self, *args: Any, usual: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workday_starts_at"].help_text = _(
            "Empty: at %(time)s, as for everybody. The day ends after your hours of that day and an hour for lunch."
        ) % {"time": usual}


class ChatForm(forms.Form):
    """One's own chat; an address that is kept already need not be typed again."""

    chat_service = forms.ChoiceField(
        label=_("Service"),
        required=False,
        choices=[("", pgettext_lazy("no chat service", "None")), *CHATS],
        widget=forms.Select(attrs={"autocomplete": "off"}),
    )
    chat_address = forms.CharField(
        label=_("Address of the incoming webhook"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
        help_text=_("The service gives it to you. It is kept secret and never shown again."),
    )


@dataclass(frozen=True)
class KindLine:
    """The controls of one kind."""

    kind: Kind
    in_product: BoundField | None
    mail: BoundField | None
    chat: BoundField | None


class KindsForm(forms.Form):
    """One line of controls for each kind; ways that are not there have none."""

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[Kind],
        choices: Mapping[str, Choice],
        mail: bool,
        chat: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._kinds, self._choices = kinds, choices
        for kind in kinds:
            own = choices[kind.key]
            if kind.listed:
                self.fields[f"{kind.key}:in_product"] = _shown(kind.label, own.in_product)
            if mail:
                self.fields[f"{kind.key}:mail"] = _rhythm(_("Mail"), kind.label, own.mail)
            if chat:
                self.fields[f"{kind.key}:chat"] = _rhythm(_("Chat"), kind.label, own.chat)

    def lines(self) -> Iterator[KindLine]:
        for kind in self._kinds:
            names = {way: f"{kind.key}:{way}" for way in ("in_product", "mail", "chat")}
            yield KindLine(kind, **{way: self[name] if name in self.fields else None for way, name in names.items()})

    def wanted(self) -> dict[str, Choice]:
        """What was chosen, by kind; what had no control stays as it was."""
        found = {}
        for kind in self._kinds:
            own = self._choices[kind.key]
            values = {way: self.cleaned_data.get(f"{kind.key}:{way}") for way in ("in_product", "mail", "chat")}
            found[kind.key] = Choice(
                own.in_product if values["in_product"] is None else bool(values["in_product"]),
                values["mail"] or own.mail,
                values["chat"] or own.chat,
            )
        return found


def _shown(kind: str | Promise, initial: bool) -> forms.BooleanField:
    label = _("%(kind)s: under What is new") % {"kind": kind}
    box = forms.CheckboxInput(attrs={"aria-label": label, "class": "form-check-input"})
    return forms.BooleanField(label=label, required=False, initial=initial, widget=box)


def _rhythm(way: str | Promise, kind: str | Promise, initial: str) -> forms.ChoiceField:
    label = f"{kind}: {way}"
    menu = forms.Select(attrs={"aria-label": label, "class": "form-select"})
    return forms.ChoiceField(label=label, choices=Rhythm.choices, initial=initial, widget=menu)
