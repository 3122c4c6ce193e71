"""Goal sheets by period and person, and who has filled in what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from kaname.goals.period_choices import choices, code, read_code
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.measures.periods import ONE_DAY, Grain, Period, period_of
from kaname.people.models import Person, Role
from kaname.people.models.person import PersonQuerySet
from kaname.reports.errors import ReportsError
from kaname.reports.goal_sheet.access import manages, visible
from kaname.reports.goal_sheet.beginning import begin_sheet
from kaname.reports.goal_sheet.steps import progress_of
from kaname.reports.models import GoalSheet, SheetState
from kaname.web.choices import with_query
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

LOOKS = {"draft": "neutral", "submitted": "risk", "agreed": "ontrack", "self_assessed": "risk", "closed": "ahead"}


@dataclass(frozen=True)
class SheetLine:
    """A person, and their sheet of the period where there is one."""

    person: Person
    sheet: GoalSheet | None
    goals: int = 0
    self_rated: int = 0
    manager_rated: int = 0
    weights: str = ""
    may_begin: bool = False

    @property
    def look(self) -> str:
        return LOOKS[self.sheet.state] if self.sheet else "neutral"


@require_safe
@for_reader
def goal_sheets(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Of the running fiscal half until another period is chosen."""
    period = _period(request, reader)
    lines = list(_lines(request, reader, period))
    context: dict[str, Any] = {
        "reader": reader,
        "lines": lines,
        "period": period,
        "period_name": period_name(period, calendar=reader.calendar, language=reader.language),
        "periods": choices(reader.today, calendar=reader.calendar, language=reader.language, also=period),
        "period_code": code(period),
        "states": SheetState.choices,
        "state": request.GET.get("state", ""),
        "own": next((one for one in lines if one.person.user_id == reader.user.pk), None),
        "missing": [one for one in lines if one.may_begin],
        "table_url": with_query(request).replace(request.path, f"{request.path}table/", 1),
    }
    return render(request, "reports/goal_sheets.html", context)


@require_safe
@for_reader
def goal_sheets_table(request: SignedInRequest, reader: Reader) -> HttpResponseBase:
    """The same rows as CSV or Excel."""
    header = [
        pgettext("of a person, in a table", "Name"),
        _("From"),
        _("Until"),
        pgettext("of a goal sheet", "State"),
        _("Goals"),
        _("Rated by themselves"),
    ]
    header += [_("Rated by the manager"), _("Changed")]
    period = _period(request, reader)
    rows = (
        [
            line.person.name,
            period.starts_on,
            period.ends_on - ONE_DAY,
            line.sheet.get_state_display() if line.sheet else _("none yet"),
            line.goals,
            line.self_rated,
            line.manager_rated,
            line.sheet.changed_at.astimezone(reader.organisation.zone) if line.sheet else None,
        ]
        for line in _lines(request, reader, period)
    )
    return table_response(pgettext("name of a file", "goal sheets"), header, rows, form=request.GET.get("form"))


@require_POST
@for_reader
def goal_sheet_new(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Begin the sheet of one person, or of several at once."""
    period = read_code(request.POST.get("period", "")) or _period(request, reader)
    keys = request.POST.getlist("person")
    people = [get_object_or_404(_people(reader), key=key) for key in keys]
    made: list[GoalSheet] = []
    for person in people:
        try:
            made.append(begin_sheet(person, period=period, reader=reader))
        except ReportsError as error:
            messages.error(request, str(error))
    if len(made) == 1 and len(people) == 1:
        return redirect(made[0])
    if made:
        messages.success(request, _("%(n)s goal sheets are begun.") % {"n": len(made)})
    return redirect(f"{reverse('reports:goal_sheets')}?period={code(period)}")


def _period(request: SignedInRequest, reader: Reader) -> Period:
    asked = read_code(request.GET.get("period", ""))
    return asked or period_of(reader.today, grain=Grain.HALF, calendar=reader.calendar)


def _people(reader: Reader) -> PersonQuerySet:
    return Person.objects.active().not_left_by(reader.today).visible_to(reader.user, on=reader.today)


def _lines(request: SignedInRequest, reader: Reader, period: Period) -> Iterator[SheetLine]:
    """Everybody whose numbers the reader sees and who is in a team, by name; and who has a sheet anyway."""
    rows = visible(reader).filter(starts_on=period.starts_on, ends_on=period.ends_on).prefetch_related("rows")
    sheets = {sheet.person_id: sheet for sheet in rows}
    people = {person.pk: person for person in _people(reader).filter(memberships__isnull=False).distinct()}
    people |= {sheet.person_id: sheet.person for sheet in sheets.values()}
    state = request.GET.get("state", "")
    for person in sorted(people.values(), key=lambda one: (one.name, one.pk)):
        sheet = sheets.get(person.pk)
        if state and (sheet is None or sheet.state != state):
            continue
        if sheet is None:
            own = person.user_id == reader.user.pk
            begins = own or (manages(person, reader) and person.role in {Role.MEMBER, Role.MANAGER})
            yield SheetLine(person, None, may_begin=begins)
        else:
            goals, own_rated, manager_rated, weights = progress_of(sheet)
            yield SheetLine(person, sheet, goals, own_rated, manager_rated, f"{(weights * 100).normalize():f}%")
