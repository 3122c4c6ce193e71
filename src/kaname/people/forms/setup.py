"""The first page of a new installation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.people.forms.choices import currencies, time_zones
from kaname.people.forms.passwords import PasswordForm
from kaname.people.models.user import Language


class SetupForm(PasswordForm):
    """The code from the terminal, the organisation and its first administrator."""

    code = forms.CharField(
        label=_("Set-up code"),
        help_text=_("Kaname printed it in the terminal when it started: 12 letters and digits."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    organisation = forms.CharField(label=_("Name of the organisation"), max_length=200)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, initial="Asia/Tokyo")
    currency = forms.ChoiceField(label=_("Currency"), choices=currencies, initial="JPY")
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your email"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    field_order = ("code", "organisation", "time_zone", "currency", "language", "name", "email")

    def organisation_values(self) -> dict[str, str]:
        """Fields of the organisation."""
        keys = ("time_zone", "currency", "language")
        return {"name": self.cleaned_data["organisation"]} | {key: self.cleaned_data[key] for key in keys}
