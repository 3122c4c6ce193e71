"""What is known of a source."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.imports.models import Source


class SourceForm(forms.ModelForm[Source]):
    """Its name, and how often new data should come."""

    class Meta:
        model = Source
        fields = ("name", "expected_every_days")
        labels: ClassVar = {"name": _("Name"), "expected_every_days": _("New data comes every … days")}
        help_texts: ClassVar = {
            "name": _("What people call it, such as Salesforce or the call log."),
            "expected_every_days": _("When nothing came for longer, the source is shown as out of date. Empty: never."),
        }
