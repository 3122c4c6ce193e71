"""Targets that were changed in the month, with the reasons."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.goals.models import TargetRevision
from kaname.goals.period_choices import name as period_name
from kaname.goals.words import metric_name
from kaname.measures.periods import instants_of
from kaname.reports.document import Cell, Column, Row, Table
from kaname.reports.monthly import cells
from kaname.reports.monthly.asked import Asked


def revisions_table(asked: Asked) -> Table:
    """The subject's own targets alone: what was asked of single people is not for everybody who reads this."""
    columns = (
        Column("metric", _("Metric"), numeric=False),
        Column("period", _("Period"), numeric=False),
        Column("old", pgettext("of two values", "Before")),
        Column("new", pgettext("of two values", "After")),
        Column("reason", _("Reason"), numeric=False),
        Column("on", _("Decided on"), numeric=False),
    )
    rows = tuple(_row(one, asked) for one in _revisions(asked))
    return Table("revisions", _("Targets that were changed"), columns, rows, settled=False)


def _revisions(asked: Asked) -> list[TargetRevision]:
    since, until = instants_of(asked.month, zone=asked.organisation.zone)
    subject = asked.subject
    if subject.person:
        whose = Q(target__person__key=subject.person)
    else:
        whose = Q(target__person=None, target__team__key=subject.team) if subject.team else _of_organisation()
    found = TargetRevision.objects.filter(whose, at__gte=since, at__lt=until).exclude(old_value=None)
    return list(found.select_related("target").order_by("at", "pk"))


def _of_organisation() -> Q:
    return Q(target__person=None, target__team=None)


def _row(revision: TargetRevision, asked: Asked) -> Row:
    target, reader = revision.target, asked.reader
    return Row(
        str(revision.pk),
        (
            cells.words(metric_name(target.metric_key, reader.definitions)),
            cells.words(period_name(target.period, calendar=reader.calendar, language=reader.language)),
            _value(revision, revision.old_value, asked),
            _value(revision, revision.new_value, asked),
            cells.words(revision.reason),
            cells.words(asked.style.full_day(asked.organisation.today(revision.at))),
        ),
    )


def _value(revision: TargetRevision, value: object, asked: Asked) -> Cell:
    """No new value: the target was withdrawn."""
    metric = asked.reader.metrics.get(revision.target.metric_key)
    if value is None:
        return cells.words(_("withdrawn"))
    number = float(str(value))
    return cells.amount(number, metric.definition, asked.style) if metric else Cell(f"{number:g}", number)
