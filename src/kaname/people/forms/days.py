"""Days as people enter them: a range by its first and its last day, both included."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.measures.periods import within_reach


class DayField(forms.DateField):
    """One day, with the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and not within_reach(value):
            raise forms.ValidationError(_("Choose a day from 1900 to 2199."), code="out_of_reach")


class DayRangeForm(forms.Form):
    """`cleaned_data` has starts_on and ends_on, the day after the last; None where a bound was left open."""

    starts_on = DayField(label=_("First day"))
    last_on = DayField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts_on, last_on = values.get("starts_on"), values.pop("last_on", None)
        if starts_on and last_on and last_on < starts_on:
            self.add_error("last_on", _("The last day is before the first."))
        values["ends_on"] = day_after(last_on)
        return values


class OpenDayRangeForm(DayRangeForm):
    """Both bounds may be left open."""

    starts_on = DayField(label=_("From"), required=False, help_text=_("Empty: since ever."))
    last_on = DayField(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))


def day_after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None
