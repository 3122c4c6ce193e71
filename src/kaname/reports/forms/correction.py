"""Why a report is corrected."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 500


class CorrectionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody who reads the report sees the reason and every number that changed."),
    )
