"""Handing in a file of people and saying what its columns are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kaname.people.roster.columns import FIELDS, LABELS, PeopleColumns

BYTES_MOST = 20 * 1024 * 1024
ORDERS = (
    ("", _("As the column shows by itself")),
    ("ymd", _("Year, month, day")),
    ("dmy", _("Day, month, year")),
    ("mdy", _("Month, day, year")),
)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, TSV or Excel with one person per row and a header; any encoding, up to 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > BYTES_MOST:
            raise ValidationError(_("This file has more than 20 MB. Split it, or leave out columns."))
        return file


class ColumnsForm(forms.Form):
    """Which column is which; its values stand in the address, so that the preview can be shown again."""

    def __init__(self, *args: Any, headers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", _("not in the file")), *((header, header) for header in headers)]
        for field in FIELDS:
            self.fields[field] = forms.ChoiceField(label=LABELS[field], choices=columns, required=field == "name")
        self.fields["day_order"] = forms.ChoiceField(label=_("Dates are"), choices=ORDERS, required=False)
        self.fields["deactivate_missing"] = forms.BooleanField(
            label=_("Deactivate people who are not in the file (administrators excepted)"), required=False
        )

    def columns(self) -> PeopleColumns:
        """Exactly what was chosen, nothing recognised besides."""
        chosen = {field: self.cleaned_data[field] or None for field in FIELDS}
        return PeopleColumns(**chosen, day_order=self.cleaned_data["day_order"] or None, detect=False)
