"""Telling people that a report was issued or corrected."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from kaname.people.models import Membership, Person, Role, User
from kaname.people.queries import organisation
from kaname.reports.models import MonthlyReport, ReportCorrection
from kaname.telling.operations import Message, announce, tell
from kaname.web.formats.periods import MONTH, dated

KIND = "reports.issued"


def tell_issued(report: MonthlyReport, *, at: datetime, correction: ReportCorrection | None = None) -> None:
    """Tell those whose numbers it holds and who lead them; who made the correction knows it.

    The organisation's channels hear that it is there, of nobody's personal one.
    """
    title = gettext_noop("The monthly report of %(subject)s for %(month)s is there")
    if correction is not None:
        title = gettext_noop("The monthly report of %(subject)s for %(month)s was corrected")
    subject = report.team or report.person
    params = {
        "subject": subject.name if subject else organisation().name,
        "month": {language: dated(report.month, MONTH, language=language) for language in ("ja", "en")},
    }
    said, url = Message(title, params), reverse("reports:monthly", args=[report.pk])
    tell(
        [user for user in receivers(report, at=at) if correction is None or user != correction.by],
        kind=KIND,
        title=said,
        url=url,
        at=at,
        body=Message.as_is(correction.reason) if correction else None,
        once=f"{report.pk}-{correction.number if correction else 0}",
    )
    if report.person is None:
        data = {"report": report.pk, "month": f"{report.month:%Y-%m}", "corrected": correction is not None}
        announce(kind=KIND, title=said, url=url, at=at, data=data)


def receivers(report: MonthlyReport, *, at: datetime) -> list[User]:
    """Of the organisation: executives. Of a team: its people and managers. Of a person: they and their manager."""
    day = organisation().today(at)
    able = Person.objects.active().not_left_by(day).filter(user__is_active=True)
    if report.team is None and report.person is None:
        found = able.filter(role=Role.EXECUTIVE)
    else:
        stays = Membership.objects.in_force_on(day)
        own = stays.filter(person=report.person) if report.person else stays.filter(team=report.team)
        found = able.filter(Q(pk__in=own.values("person")) | Q(pk__in=own.values("manager")))
    return list(User.objects.filter(person__in=found))
