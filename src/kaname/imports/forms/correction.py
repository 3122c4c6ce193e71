"""A measurement corrected."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.typed import typing
from kaname.imports.models import Measurement
from kaname.imports.typed_numbers import typed_number


class CorrectionForm(forms.Form):
    """The right value, and why it changes."""

    value = forms.CharField(
        label=_("Value"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.CharField(label=_("Why it changes"), max_length=500, help_text=_("Kept in the history."))

    def __init__(
        self, *args: Any, measurement: Measurement, definition: MetricDefinition | None, currency: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.definition, self.currency = definition, currency
        if definition:
            self.fields["value"].initial = typing(measurement.value, metric=definition)

    def clean_value(self) -> Decimal | None:
        if self.definition is None:
            raise forms.ValidationError(_("This metric is no longer in use. Restore it under Settings, Metrics."))
        return typed_number(self.cleaned_data["value"], definition=self.definition, currency=self.currency)
