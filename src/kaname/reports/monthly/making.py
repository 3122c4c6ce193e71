"""A report from beginning to end."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from kaname.boards.presentation.titles import headline
from kaname.goals.words import sentence
from kaname.measures.periods import Grain
from kaname.reports.document import ReportDocument, Section, Term
from kaname.reports.monthly.asked import Asked
from kaname.reports.monthly.decisions import decisions_section
from kaname.reports.monthly.difference import difference_section
from kaname.reports.monthly.month_split import month_splits
from kaname.reports.monthly.next_month import next_month_section
from kaname.reports.monthly.numbers import MonthNumbers, month_numbers
from kaname.reports.monthly.parts import parts_section
from kaname.reports.monthly.plans import actions_section, plans_in
from kaname.reports.monthly.results import results_section
from kaname.reports.monthly.summary import summary_section
from kaname.reports.monthly.trend import trend_section


@dataclass(frozen=True)
class Made:
    """A report, and whether anything happened that is worth a report."""

    document: ReportDocument
    any_actual: bool


def make_report(asked: Asked) -> Made:
    """The whole report in the language that is asked for, whatever language is active."""
    with translation.override(asked.language):
        numbers = month_numbers(asked)
        return Made(_document(numbers), numbers.any_actual)


def _document(numbers: MonthNumbers) -> ReportDocument:
    asked = numbers.asked
    period = asked.style.period_name(asked.month, Grain.MONTH)
    subject = numbers.board.ledger.name
    return ReportDocument(
        language=asked.language,
        title=_("Monthly report of %(subject)s, %(period)s") % {"subject": subject, "period": period},
        sentence=headline(numbers.board, asked.style),
        organisation=asked.organisation.name,
        subject=subject,
        period=period,
        starts_on=asked.month.starts_on,
        ends_on=asked.month.ends_on,
        made=asked.style.moment(asked.at),
        sections=_sections(numbers),
        definitions=_definitions(numbers),
        labels=_labels(asked),
    )


def _sections(numbers: MonthNumbers) -> tuple[Section, ...]:
    splits = month_splits(numbers)
    difference = difference_section(numbers, splits)
    parts, plans = parts_section(numbers), plans_in(numbers)
    return (
        summary_section(numbers, splits, difference.sentences, plans.kept),
        results_section(numbers),
        difference,
        trend_section(numbers),
        *([parts] if parts else []),
        actions_section(numbers, plans),
        decisions_section(numbers),
        next_month_section(numbers),
    )


def _definitions(numbers: MonthNumbers) -> tuple[Term, ...]:
    """What each number of the report means, as it was when the report was made."""
    metrics = numbers.asked.reader.metrics
    keys = [kpi.key for kpi in (*numbers.kpis, *numbers.others)]
    keys += [stand.line.goal.metric_key for stand in numbers.goals]
    definitions = {key: metric.definition for key, metric in metrics.items()}
    return tuple(
        Term(key, numbers.asked.style.name(definitions[key]), sentence(definitions[key], definitions))
        for key in dict.fromkeys(keys)
    )


def _labels(asked: Asked) -> dict[str, str]:
    """Words that stand around the report in files."""
    return {
        "made": _("Made on %(at)s") % {"at": asked.style.moment(asked.at)},
        "definitions": _("What the numbers mean"),
        "metric": _("Metric"),
        "meaning": _("How it comes about"),
        "charts": _("Charts"),
        "unseen": _("Not shown"),
        "total": _("Total"),
        "rise": _("Rise"),
        "fall": _("Fall"),
    }
