"""Which facts to delete."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kaname.facts.streams import STREAMS
from kaname.imports.erasure import Selection
from kaname.imports.models import Source
from kaname.people.models import Person


class DeletionForm(forms.Form):
    """By source, kind of fact, person and period; at least one of them."""

    source = forms.ChoiceField(label=_("Source"), required=False)
    stream = forms.ChoiceField(label=_("Kind of fact"), required=False)
    person = forms.ModelChoiceField(
        label=pgettext_lazy("whose facts", "Person"),
        required=False,
        to_field_name="key",
        queryset=Person.objects.all(),
        empty_label=_("everybody"),
    )
    since = forms.DateField(
        label=_("From this day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Up to and with this day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, sources: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        known = sorted({*sources, *Source.objects.values_list("key", flat=True)})
        self.fields["source"].choices = [("", _("all sources")), *((key, key) for key in known)]  # type: ignore[attr-defined]
        streams = [(key, stream.name[language]) for key, stream in STREAMS.items()]
        self.fields["stream"].choices = [("", _("every kind")), *streams]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something has to be chosen, and the period has to run forward."""
        data = super().clean() or {}
        if data.get("since") and data.get("last") and data["since"] > data["last"]:
            self.add_error("last", _("The last day has to be the first day or later."))
        if not self.errors and not any(data.values()):
            raise ValidationError(_("Choose at least a source, a kind of fact, a person or a period."))
        return data

    def selection(self) -> Selection:
        """What a valid form says, its period half-open."""
        data = self.cleaned_data
        return Selection(
            stream=data["stream"],
            source=data["source"],
            person_key=data["person"].key if data["person"] else "",
            since=data["since"],
            until=data["last"] + timedelta(days=1) if data["last"] else None,
        )
