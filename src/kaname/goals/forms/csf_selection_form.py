"""Why a candidate is selected."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CsfSelectionForm(forms.Form):
    """The reason is what people read on the goal's page."""

    reason = forms.CharField(
        label=_("Why this one?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who carries the goal can read it, now and later."),
    )
