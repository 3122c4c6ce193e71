"""Decisions of the month that everybody who reads the report may know."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.people.models import Team
from kaname.reports.document import Column, Row, Table
from kaname.reports.monthly import cells
from kaname.reports.monthly.asked import Asked
from kaname.reviews.kinds import Kind
from kaname.reviews.models import Decision

# What two people agreed on stays between them, and what clients hear is told by other means.
NOT_REPORTED = (Kind.ONE_ON_ONE, Kind.CLIENT)
MOST_DECISIONS = 60


def decided_table(asked: Asked) -> Table:
    """Of meetings in which the whole team takes part; the organisation's report has those of all teams."""
    columns = (
        Column("decision", pgettext("of a meeting", "Decision"), numeric=False),
        Column("reason", _("Reason"), numeric=False),
        Column("meeting", _("Meeting"), numeric=False),
        Column("on", _("Decided on"), numeric=False),
    )
    rows = tuple(_row(one, asked) for one in _decisions(asked))
    restricted = asked.subject.is_organisation
    return Table("decisions", _("Decisions of meetings"), columns, rows, restricted=restricted, settled=False)


def _decisions(asked: Asked) -> list[Decision]:
    found = Decision.objects.standing().filter(
        meeting__cancelled_at=None,
        meeting__held_on__gte=asked.month.starts_on,
        meeting__held_on__lt=asked.month.ends_on,
    )
    found = found.exclude(meeting__kind__in=NOT_REPORTED)
    if asked.subject.is_organisation:
        found = found.filter(meeting__team__isnull=False)
    else:
        team: Team | None = asked.team
        if team is None:
            return []
        found = found.filter(meeting__team=team, meeting__teams=team)
    newest = found.select_related("meeting__team").distinct().order_by("-at", "-pk")[:MOST_DECISIONS]
    return list(newest)[::-1]


def _row(decision: Decision, asked: Asked) -> Row:
    meeting = decision.meeting
    name = str(meeting)
    if asked.subject.is_organisation and meeting.team is not None:
        name = _("%(team)s: %(meeting)s") % {"team": meeting.team.name, "meeting": name}
    return Row(
        str(decision.pk),
        (
            cells.words(decision.text),
            cells.words(decision.reason),
            cells.words(name),
            cells.words(asked.style.full_day(meeting.held_on)),
        ),
    )
