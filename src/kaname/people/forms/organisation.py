"""Settings of the organisation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.people.forms.calendar import WeekField
from kaname.people.forms.choices import MONTHS, WEEKDAYS, currencies, holiday_countries, time_zones
from kaname.people.models.user import Language


class OrganisationForm(forms.Form):
    """Its fields are those of the model Organisation."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        help_text=_("Used where nobody has chosen one, such as in files."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=currencies,
        help_text=_("Amounts are shown in it; changing it does not convert them."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        help_text=_("It decides to which day a fact belongs. Facts that are already loaded keep their day."),
    )
    fiscal_start_month = forms.TypedChoiceField(label=_("Fiscal year starts in"), choices=MONTHS, coerce=int)
    first_weekday = forms.TypedChoiceField(label=_("Weeks start on"), choices=WEEKDAYS, coerce=int)
    weekday_hours = WeekField(
        label=_("Working hours by weekday"), help_text=_("0 on days off. People may have their own.")
    )
    workday_starts_at = forms.TimeField(
        label=_("Working days begin at"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_(
            "Mails and messages wait until then. A working day ends after its hours and an hour for lunch. "
            "People may have their own beginning."
        ),
    )
    holiday_country = forms.ChoiceField(
        label=_("Public holidays of"),
        choices=holiday_countries,
        required=False,
        help_text=_("Company holidays such as 年末年始 and お盆 are entered under Holidays."),
    )
