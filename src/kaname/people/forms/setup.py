"""The first page of a new installation."""

from __future__ import annotations

import unicodedata
from hmac import compare_digest
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.people.errors import PeopleError
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

    def __init__(self, *args: Any, expected_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._expected_code = expected_code

    def clean_code(self) -> str:
        """As it was printed, whatever stands between its groups and however large its letters are."""
        given = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", self.cleaned_data["code"]))).upper()
        if not compare_digest(given.encode(), self._expected_code.replace("-", "").encode()):
            raise forms.ValidationError(str(PeopleError("setup_code_wrong")), code="setup_code_wrong")
        return given

    def organisation_values(self) -> dict[str, str]:
        """Fields of the organisation."""
        keys = ("time_zone", "currency", "language")
        return {"name": self.cleaned_data["organisation"]} | {key: self.cleaned_data[key] for key in keys}
