"""When reports are made by themselves; written the first time that somebody asks."""

from __future__ import annotations

from datetime import date, datetime

from kaname.measures.periods import Grain, previous
from kaname.people.models import User
from kaname.people.queries import organisation
from kaname.reports.models import ReportSettings
from kaname.reports.monthly.due import month_of


def current_settings(*, at: datetime) -> ReportSettings:
    """The settings; where nobody chose any, the usual ones from the month before on."""
    found = ReportSettings.objects.filter(pk=1).first()
    if found is not None:
        return found
    return ReportSettings.objects.get_or_create(pk=1, defaults={"since": _month_before(at)})[0]


def change_settings(*, by: User, at: datetime, **chosen: object) -> None:
    """What was switched off for a while is not made up for: reports begin again with the month before."""
    settings = current_settings(at=at)
    if chosen.get("automatic") and not settings.automatic:
        settings.since = _month_before(at)
    for name, value in chosen.items():
        setattr(settings, name, value)
    settings.changed_at, settings.changed_by = at, by
    settings.save()


def _month_before(at: datetime) -> date:
    known = organisation()
    calendar = known.calendar()
    return previous(month_of(known.today(at), calendar), grain=Grain.MONTH, calendar=calendar).starts_on
