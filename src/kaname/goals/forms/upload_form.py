"""A file handed in to be looked at first: uploaded, or pasted as text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 2_000_000  # [B]


class UploadForm(forms.Form):
    """Either of the two; both is an error, as it would not be clear which counts."""

    file = forms.FileField(label=_("File"), required=False)
    text = forms.CharField(
        label=_("or paste it here"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "k-code"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, text = data.get("file"), data.get("text")
        if file and file.size > LARGEST_FILE:
            self.add_error("file", _("The file is larger than 2 MB. Split it."))
        if bool(file) == bool(text) and not self.errors:
            self.add_error("file", _("Choose a file, or paste its content."))
        return data
