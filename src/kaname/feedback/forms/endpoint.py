from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class EndpointForm(forms.Form):
    """The key is typed, never shown; left empty, the one that is kept stays."""

    is_on = forms.BooleanField(
        label=_("Let this service phrase drafts"),
        required=False,
        help_text=_("Without it, drafts are written on this machine alone."),
    )
    base_url = forms.CharField(
        label=_("Address"),
        max_length=300,
        help_text=_("Such as https://models.example.com/v1, or http://127.0.0.1:11434/v1 on this machine."),
    )
    model = forms.CharField(label=_("Model"), max_length=100)
    key = forms.CharField(
        label=_("Key"),
        max_length=300,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is never shown again. Leave it empty to keep the one that is stored."),
    )
