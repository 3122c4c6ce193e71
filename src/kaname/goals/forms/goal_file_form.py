"""A file of goals handed in, and what it may do."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.goals.exchange.result import GoalsImport
from kaname.goals.forms.upload_form import UploadForm


class GoalFileForm(UploadForm):
    """Both boxes are for the whole file; they are asked for once somebody has seen what they would do."""

    create_missing = forms.BooleanField(label=_("Make what is not here yet"), required=False)
    replace_changed = forms.BooleanField(label=_("Replace what is otherwise here"), required=False)

    def allows(self, result: GoalsImport) -> bool:
        """Whether the boxes that the file needs are ticked; an error stands beside each that is not."""
        data = self.cleaned_data
        if result.missing and not data["create_missing"]:
            self.add_error("create_missing", _("The file names what is not here yet. Tick this to make it."))
        if result.replaces and not data["replace_changed"]:
            self.add_error("replace_changed", _("Tick this if what is here may give way to the file."))
        return not self.errors
