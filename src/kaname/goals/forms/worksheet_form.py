"""An observation on a worksheet, kept while it is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.goals.csf.areas import SHEETS
from kaname.goals.csf.parts import LONGEST_DESCRIPTION
from kaname.goals.csf.worksheets import LONGEST_TEXT, CellParts
from kaname.goals.forms.csf_form import written
from kaname.goals.forms.linked_metrics import linked
from kaname.goals.models import WorksheetCell
from kaname.goals.reader import Reader

STRENGTH_LABELS = {
    WorksheetCell.Sheet.VALUE_CHAIN.value: pgettext_lazy("of an activity", "Strength or weakness"),
    WorksheetCell.Sheet.FIVE_FORCES.value: pgettext_lazy("of a force", "How strong is it?"),
}


class CellForm(forms.Form):
    """`parts` is what is kept: everything but a text that is too long."""

    text = forms.CharField(label=_("What do you observe?"), max_length=LONGEST_TEXT, required=False, widget=written(2))
    strength = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    evidence = forms.CharField(
        label=_("What shows it?"), max_length=LONGEST_DESCRIPTION, required=False, widget=written(2)
    )

    def __init__(self, data: Any, *, cell: WorksheetCell, reader: Reader) -> None:
        super().__init__(data, auto_id=f"cell-{cell.pk}-%s")
        self.cell, self.reader = cell, reader
        offered = SHEETS[cell.sheet].strengths
        self.fields["strength"].label = STRENGTH_LABELS[cell.sheet]
        self.fields["strength"].choices = [("", "—"), *offered.items()]  # type: ignore[attr-defined]
        self.fields["strength"].widget.attrs["class"] = "form-select"
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"cell-{cell.pk}-{name}_problem"
        self.is_valid()

    @classmethod
    def of(cls, cell: WorksheetCell, *, reader: Reader) -> CellForm:
        """The form as it was left."""
        return cls(cls.standing(cell), cell=cell, reader=reader)

    @staticmethod
    def standing(cell: WorksheetCell) -> dict[str, Any]:
        """What stands in it."""
        strength = "" if cell.strength is None else str(cell.strength)
        return {"text": cell.text, "strength": strength, "evidence": cell.evidence}

    @property
    def parts(self) -> CellParts:
        parts: dict[str, Any] = dict(self.cleaned_data)
        if "metric_keys" in self.data:
            parts["metric_keys"] = linked(self.data, already=self.cell.metric_keys, reader=self.reader)
        return parts  # type: ignore[return-value]
