"""When monthly reports are made by themselves, and of whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.reports.models import LATEST_DAY, ReportLanguages

OF = (
    ("of_organisation", _("Of the organisation")),
    ("of_teams", _("Of every team")),
    ("of_people", _("Of every person")),
)


class ReportSettingsForm(forms.Form):
    """Its fields are those of the model ReportSettings."""

    automatic = forms.BooleanField(
        label=_("Make monthly reports by themselves"),
        required=False,
        help_text=_("Otherwise they are made by hand, as previews that are issued when they are right."),
    )
    working_day = forms.IntegerField(
        label=_("On which working day of the following month"),
        min_value=1,
        max_value=LATEST_DAY,
        help_text=_("The 3rd gives everybody two days to enter what is missing. Holidays do not count."),
    )
    of_organisation = forms.BooleanField(label=OF[0][1], required=False)
    of_teams = forms.BooleanField(label=OF[1][1], required=False)
    of_people = forms.BooleanField(label=OF[2][1], required=False)
    languages = forms.ChoiceField(label=_("Languages of the reports"), choices=ReportLanguages.choices)
    managers_read_organisation = forms.BooleanField(
        label=_("Managers read the organisation's report"),
        required=False,
        help_text=_("They see its totals. What other teams did stays with executives and administrators."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("automatic") and not any(cleaned.get(name) for name, _label in OF):
            self.add_error("of_organisation", _("Choose at least one, or switch the making off."))
        return cleaned
