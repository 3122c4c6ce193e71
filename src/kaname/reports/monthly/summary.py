"""The report in a few sentences: what went well first, then what it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from kaname.boards.queries.board import Kpi
from kaname.goals.actions.queries import Adherence
from kaname.goals.figures import GOOD, JUDGED
from kaname.goals.words import listed
from kaname.measures.status import Status
from kaname.reports.document import Section
from kaname.reports.monthly.month_split import MonthSplit
from kaname.reports.monthly.numbers import MonthNumbers
from kaname.reports.monthly.results import attained_sentence
from kaname.reports.monthly.trend import best_sentence
from kaname.reports.monthly.well import observed_well
from kaname.web.formats.periods import full_day

MOST_GOOD, MOST_OPEN = 5, 3


def summary_section(
    numbers: MonthNumbers,
    splits: Sequence[MonthSplit],
    split_sentences: Sequence[str],
    kept: Sequence[Adherence],
) -> Section:
    """Sentences made from the numbers; each can be looked up in the tables below."""
    good = list(dict.fromkeys(well(numbers, kept)))[:MOST_GOOD]
    open_ones = list(to_do(numbers))[:MOST_OPEN]
    counted = attained_sentence(numbers.kpis)
    missing = list(_facts_missing(numbers))
    why = [split_sentences[0]] if splits and open_ones else []
    return Section(
        key="summary",
        title=_("In short"),
        sentences=(*missing, *([counted] if counted else []), *good, *open_ones, *why),
        empty="" if missing or counted or good or open_ones else _("There is nothing to judge in this month."),
    )


def _facts_missing(numbers: MonthNumbers) -> Iterator[str]:
    """Which numbers are not those of the whole month: some of its facts had not come in."""
    stale: dict[date, list[str]] = {}
    for kpi in numbers.kpis if numbers.asked.over else ():
        if kpi.figure.status is Status.STALE and kpi.loaded_at is not None:
            day = numbers.asked.organisation.today(kpi.loaded_at)
            stale.setdefault(day, []).append(numbers.asked.style.name(kpi.definition))
    for day, names in sorted(stale.items()):
        params = {"metrics": listed(names), "day": full_day(day, language=numbers.asked.language)}
        yield _("Not the whole month: the facts of %(metrics)s were last loaded on %(day)s.") % params


def well(numbers: MonthNumbers, kept: Sequence[Adherence]) -> Iterator[str]:
    """What went well: targets that were reached, best months, and what surely improved."""
    reached = [kpi for kpi in numbers.kpis if kpi.figure.status in GOOD and kpi.figure.attainment is not None]
    for kpi in sorted(reached, key=lambda one: -(one.figure.attainment or 0.0)):
        yield _judged(kpi, numbers, good=True)
    for kpi in (*numbers.kpis, *numbers.others):
        if sentence := best_sentence(kpi, numbers):
            yield sentence
    yield from observed_well(numbers, kept)


def to_do(numbers: MonthNumbers) -> Iterator[str]:
    """What was not reached, the farthest first."""
    missed = [kpi for kpi in numbers.kpis if kpi.figure.status in JUDGED - GOOD and kpi.figure.attainment is not None]
    for kpi in sorted(missed, key=lambda one: one.figure.attainment or 0.0):
        yield _judged(kpi, numbers, good=False)


def _judged(kpi: Kpi, numbers: MonthNumbers, *, good: bool) -> str:
    style, figure = numbers.asked.style, kpi.figure
    params = {
        "metric": style.name(kpi.definition),
        "actual": style.short(figure.actual, kpi.definition),
        "target": style.short(figure.asked, kpi.definition),
        "share": style.percent(figure.attainment),
    }
    # With a baseline the attainment is the share of the gap, which says nothing beside actual and target.
    plain = figure.target is not None and figure.target.baseline is not None
    if not numbers.asked.over:
        sentence = _("%(metric)s stands at %(actual)s; its target is %(target)s.")
    elif good and plain:
        sentence = _("%(metric)s reached its target of %(target)s with %(actual)s.")
    elif good:
        sentence = _("%(metric)s reached its target of %(target)s with %(actual)s (%(share)s).")
    elif plain:
        sentence = _("%(metric)s came to %(actual)s; its target was %(target)s.")
    else:
        sentence = _("%(metric)s came to %(actual)s; its target was %(target)s (%(share)s).")
    return sentence % params
