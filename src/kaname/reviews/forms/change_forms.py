"""Moving and cancelling one review."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.people.forms.days import DayField
from kaname.reviews.models.series import LONGEST_MINUTES
from kaname.reviews.scheduling.changing import LONGEST_NOTE

WHY = _("Everybody who takes part can read it.")


class TimeField(forms.TimeField):
    """A time of day, with the browser's own clock."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class MinutesField(forms.IntegerField):
    """How long something is. [min]"""

    def __init__(self) -> None:
        super().__init__(label=_("Minutes"), min_value=1, max_value=LONGEST_MINUTES)


class MoveForm(forms.Form):
    day = DayField(label=_("Day"))
    time_of_day = TimeField(label=_("Time"))
    minutes = MinutesField()
    note = forms.CharField(label=_("Why"), max_length=LONGEST_NOTE, help_text=WHY)


class CancelForm(forms.Form):
    note = forms.CharField(label=_("Why"), max_length=LONGEST_NOTE, help_text=WHY)
