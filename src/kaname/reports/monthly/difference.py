"""Where the difference came from: the splits of the month as sentences, waterfalls and tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.goals.kpis.split_words import NAMES, split_sentence, steps_of
from kaname.reports.document import Chart, ChartKind, Column, Row, Section, Series, Table
from kaname.reports.monthly import cells
from kaname.reports.monthly.month_split import MonthSplit
from kaname.reports.monthly.numbers import MonthNumbers


def difference_section(numbers: MonthNumbers, splits: Sequence[MonthSplit]) -> Section:
    """One chart and one table for each thing that the month is held against."""
    return Section(
        key="difference",
        title=_("Where the difference comes from"),
        sentences=tuple(_sentence(one, numbers) for one in splits),
        tables=tuple(_table(one, numbers) for one in splits),
        charts=tuple(_chart(one, numbers) for one in splits),
        empty=""
        if splits
        else _("A goal with a KPI tree, and numbers to compare with, show here which part made the difference."),
    )


def _sentence(one: MonthSplit, numbers: MonthNumbers) -> str:
    unit = numbers.asked.reader.unit(numbers.asked.reader.metrics[one.metric_key].definition)
    return split_sentence(one.split, one.metric_key, unit=unit, reader=numbers.asked.reader)


def _title(one: MonthSplit) -> str:
    return _("%(metric)s against: %(what)s") % {"metric": one.name, "what": str(NAMES[one.split.comparison])}


def _steps(one: MonthSplit, numbers: MonthNumbers) -> list[tuple[str, float]]:
    return steps_of(one.split, reader=numbers.asked.reader)


def _chart(one: MonthSplit, numbers: MonthNumbers) -> Chart:
    steps = _steps(one, numbers)
    definition = numbers.asked.reader.metrics[one.metric_key].definition
    return Chart(
        key=f"split-{one.split.comparison.value}",
        kind=ChartKind.WATERFALL,
        title=_title(one),
        sentence=_sentence(one, numbers),
        labels=(str(NAMES[one.split.comparison]), *(name for name, _part in steps), _("Actual")),
        series=(Series(one.name, (one.split.before, *(part for _name, part in steps), one.split.after)),),
        unit=numbers.asked.style.unit(definition),
        better=str(definition.direction),
    )


def _table(one: MonthSplit, numbers: MonthNumbers) -> Table:
    """From the first total through the parts to the actual, with each metric's own values before and after."""
    definition, style = numbers.asked.reader.metrics[one.metric_key].definition, numbers.asked.style
    columns = (
        Column("part", _("What"), numeric=False),
        Column("effect", one.name),
        Column("before", pgettext("of two values", "Before")),
        Column("after", pgettext("of two values", "After")),
    )
    blank = (cells.nothing(), cells.nothing())
    start = Row(
        "before",
        (cells.words(str(NAMES[one.split.comparison])), cells.amount(one.split.before, definition, style), *blank),
    )
    end = Row("after", (cells.words(_("Actual")), cells.amount(one.split.after, definition, style), *blank))
    parts = sorted(one.split.parts.items(), key=lambda item: -abs(item[1]))
    rows = [_part(key, part, one, numbers) for key, part in parts]
    for key, name, part in (
        ("unplanned", _("Not in the plan"), one.split.unplanned),
        ("outside", _("Outside the tree"), one.split.outside),
    ):
        if part:
            rows.append(Row(key, (cells.words(name), cells.change(part, definition, style), *blank)))
    return Table(f"split-{one.split.comparison.value}", _title(one), columns, (start, *rows, end))


def _part(key: str, part: float, one: MonthSplit, numbers: MonthNumbers) -> Row:
    style, metrics = numbers.asked.style, numbers.asked.reader.metrics
    then, now = one.split.leaves[key]
    own = metrics[key].definition
    return Row(
        f"part-{key}",
        (
            cells.words(style.name(own)),
            cells.change(part, metrics[one.metric_key].definition, style),
            cells.amount(None if then != then else then, own, style),
            cells.amount(None if now != now else now, own, style),
        ),
    )
