from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.feedback.models import MOST_CHARACTERS, Visibility


class ComposeForm(forms.Form):
    """What is said, and who may read it."""

    text = forms.CharField(label=_("Your words"), max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 8}))
    visibility = forms.ChoiceField(
        label=_("Who may read it"), choices=Visibility.choices, widget=forms.RadioSelect, initial=Visibility.PRIVATE
    )


class TextForm(forms.Form):
    text = forms.CharField(label=_("Your words"), max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 8}))
