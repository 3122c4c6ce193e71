"""Days on which the whole organisation is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kaname.people import operations
from kaname.people.access import administrators_only, today
from kaname.people.forms.calendar import HolidayForm
from kaname.people.models import CompanyHoliday
from kaname.people.public_holidays import public_holidays
from kaname.people.publishing import calendar_change
from kaname.people.queries import organisation
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest

YEARS_BACK, YEARS_AHEAD = 20, 20


@dataclass(frozen=True)
class Suggestion:
    """Company holidays as most Japanese companies have them; the last day is included."""

    name: str | Promise
    starts_on: date
    last_on: date


def suggestions(year: int) -> list[Suggestion]:
    """お盆 of a year, and 年末年始 from its end."""
    return [
        Suggestion(gettext_lazy("Obon"), date(year, 8, 13), date(year, 8, 15)),
        Suggestion(gettext_lazy("New Year holidays"), date(year, 12, 29), date(year + 1, 1, 3)),
    ]


@administrators_only
def holidays(request: SignedInRequest) -> HttpResponse:
    """Public and company holidays of one year; POST adds one of the company."""
    year = _year(request)
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_on(form), calendar_change():
            operations.add_company_holiday(**form.cleaned_data, by=request.user, at=timezone.now())
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("“%(name)s” is in the calendar.") % {"name": form.cleaned_data["name"]})
        return redirect(f"{request.path}?year={year}")
    since, until = date(year, 1, 1), date(year + 1, 1, 1)
    own = CompanyHoliday.objects.touching(since, until)
    country = organisation().holiday_country
    entered = set(CompanyHoliday.objects.values_list("starts_on", flat=True))
    context = {
        "form": form,
        "year": year,
        "own": own,
        "public": public_holidays(country=country, since=since, until=until, language=get_language() or ""),
        "suggestions": [one for one in suggestions(year) if one.starts_on not in entered],
    }
    return render(request, "people/holidays.html", context, status=422 if form.errors else 200)


@administrators_only
def holiday_removal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then open the days again."""
    row = get_object_or_404(CompanyHoliday, pk=pk)
    if request.method == "POST":
        year = row.starts_on.year
        with calendar_change():
            operations.remove(row, by=request.user, at=timezone.now())
        messages.success(request, _("Removed."))
        return redirect(f"{reverse('people:calendar')}?year={year}")
    return render(request, "people/holiday_removal.html", {"holiday": row})


def _year(request: SignedInRequest) -> int:
    this = today().year
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    return min(max(year, this - YEARS_BACK), this + YEARS_AHEAD)
