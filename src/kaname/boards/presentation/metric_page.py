"""What stands behind one number, ready for its templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.boards.asking import Asked, fields_seen
from kaname.boards.links import Links
from kaname.boards.presentation.cards import card_of, without_the_unknown
from kaname.boards.presentation.course_chart import course_chart, teams_of
from kaname.boards.presentation.fields import field_name, value_name
from kaname.boards.presentation.style import Style
from kaname.boards.queries.board import Board
from kaname.boards.queries.metric import PERSON, TEAM, Behind, Breakdown, Part, Slice
from kaname.boards.selection import Subject
from kaname.facts.evaluate import can_compute
from kaname.facts.metrics.definition import Arithmetic, MetricDefinition, Ratio, streams_of
from kaname.facts.metrics.fields import fields_of
from kaname.facts.streams import STREAMS
from kaname.goals.problems import problem_words
from kaname.goals.words import steps
from kaname.insights.events.marks import marks_of
from kaname.measures.operation import Operation
from kaname.web.charts import lines
from kaname.web.charts.chart import Chart, Series
from kaname.web.choices import Choice
from kaname.web.formats.digits import as_decimal, grouped

SIGNS = {
    Operation.SUM: " + ",
    Operation.DIFFERENCE: " − ",
    Operation.PRODUCT: " × ",
    Operation.RATIO: " ÷ ",
}


@dataclass(frozen=True)
class SliceRow:
    """A line of the breakdown; `width` is its part of the longest bar in percent."""

    label: str
    url: str
    value: str
    exact: str
    share: str
    width: str


def metric_context(behind: Behind, asked: Asked, key: str) -> dict[str, Any]:
    """The part that changes with the facts."""
    style, store, board, breakdown = asked.reader.style, asked.store, behind.board, behind.breakdown
    (kpi,) = board.kpis
    definition, definitions = kpi.definition, board.ledger.definitions
    streams = streams_of([key], definitions)
    groupings = groupings_of(asked, fields_of(key, definitions), streams)
    problems = can_compute(definition, definitions=definitions, store=store)
    return {
        "asked": asked,
        "board": board,
        "card": card_of(kpi, board, style, links=asked.links, audience=asked.audience),
        "about": definition.about[style.language],
        "steps": [(step.depth, style.name(step.definition), step.sentence) for step in steps(definition, definitions)],
        "days": days_words(asked, style),
        "streams": [STREAMS[stream].name[style.language] for stream in streams],
        "adds": board.ledger.natures[key].additive,
        "formula": formula(definition, behind.parts, kpi.figure.actual, style),
        "problems": [problem_words(problem, definitions=definitions) for problem in problems],
        "charts": charts(board, style),
        "groupings": [
            Choice(label, asked.links.metric(key, by=name) + "#breakdown", name == (breakdown and breakdown.by))
            for name, label in groupings.items()
        ],
        "divided_by": groupings[breakdown.by] if breakdown else "",
        "breakdown": breakdown,
        "slices": slices(breakdown, asked, definition, style, streams) if breakdown else [],
        "filters": filters(asked, key, style, streams),
        "links": asked.links,
    }


def days_words(asked: Asked, style: Style) -> str:
    """First and last day."""
    return style.days(asked.selection.period.starts_on, asked.selection.last_day, today=asked.reader.today)


def formula(definition: MetricDefinition, parts: Sequence[Part], value: float | None, style: Style) -> str:
    """The arithmetic with the real numbers: 42 ÷ 120 = 35.0%. Nothing where the number is counted directly, or none."""
    if value is None:
        return ""
    known = [style.exact(part.value, part.definition) for part in parts]
    result = style.exact(value, definition)
    match definition.computation:
        case Ratio():
            return f"{SIGNS[Operation.RATIO].join(known)} = {result}"
        case Arithmetic(operation=Operation.WEIGHTED_SUM, weights=weights):
            factors = [grouped(as_decimal(weight), None) for weight in weights]
            weighted = (f"{factor} × {text}" for factor, text in zip(factors, known, strict=False))
            return f"{' + '.join(weighted)} = {result}"
        case Arithmetic(operation=operation):
            return f"{SIGNS[operation].join(known)} = {result}"
    return ""


def groupings_of(asked: Asked, fields: Sequence[str], streams: Iterable[str] = STREAMS) -> dict[str, str]:
    """By what the reader may divide the number: teams and people only where they may see these."""
    narrowed = {field for field, _value in asked.selection.filters}
    found = {}
    if asked.audience.sees_people and asked.selection.subject.person is None:
        found = {TEAM: pgettext("whose number it is", "Team"), PERSON: pgettext("whose number it is", "Person")}
    style, shown = asked.reader.style, fields_seen(fields, asked.audience) - narrowed
    return found | {field: field_name(field, style, streams=streams) for field in fields if field in shown}


def slices(
    breakdown: Breakdown, asked: Asked, definition: MetricDefinition, style: Style, streams: Sequence[str]
) -> list[SliceRow]:
    longest = max((abs(one.value or 0) for one in breakdown.slices), default=0)
    return [
        SliceRow(
            label=_slice_name(one, breakdown.by, style, streams),
            url=_slice_url(one, breakdown.by, asked, definition.key),
            value=style.short(one.value, definition),
            exact=style.exact(one.value, definition),
            share="" if one.share is None else style.percent(one.share, digits=1),
            width=f"{100 * abs(one.value or 0) / longest:.1f}" if longest else "0",
        )
        for one in breakdown.slices
    ]


def _slice_name(one: Slice, by: str, style: Style, streams: Sequence[str]) -> str:
    if one.key is None:
        return {TEAM: _("No team"), PERSON: _("Nobody known")}.get(by) or _("Empty")
    if by in (TEAM, PERSON):
        return one.name
    named = value_name(one.key, by, style, streams=streams)
    return one.name if named == one.key else named


def _slice_url(one: Slice, by: str, asked: Asked, key: str) -> str:
    """The same number of one part alone."""
    selection, subject = asked.selection, asked.selection.subject
    if one.key is None:
        return ""
    if by == TEAM:
        return Links(selection.of(Subject(team=one.key))).metric(key)
    if by == PERSON:
        return Links(selection.of(Subject(team=subject.team, person=one.key))).metric(key)
    return Links(selection.filtered(by, one.key)).metric(key)


def filters(asked: Asked, key: str, style: Style, streams: Sequence[str]) -> list[Choice]:
    """Each filter in force, with the address without it."""

    def words(field: str, value: str) -> str:
        named = {
            "field": field_name(field, style, streams=streams),
            "value": value_name(value, field, style, streams=streams),
        }
        return _("%(field)s: %(value)s") % named

    return [
        Choice(words(field, value), Links(asked.selection.filtered(field, None)).metric(key))
        for field, value in asked.selection.filters
    ]


def charts(board: Board, style: Style) -> list[Chart]:
    """The course of the period, where it has one, and the last periods; none of what there is no data for."""
    (kpi,) = board.kpis
    found = []
    if board.course and kpi.figure.actual is not None:
        found.append(course_chart(board.course, board.ledger, board.progress, style))
    if kpi.loaded_at and any(kpi.series):
        found.append(history_chart(board, style))
    return found


def history_chart(board: Board, style: Style) -> Chart:
    """The last periods."""
    (kpi,) = board.kpis
    grain = board.ledger.selection.grain
    words = {"metric": style.name(kpi.definition), "count": len(board.values.periods)}
    title = _("%(metric)s over the last %(count)s periods") % words
    return lines.line(
        key="history",
        title=title,
        summary=title,
        labels=[style.short_period(period, grain) for period in board.values.periods],
        series=[Series(_("Actual"), without_the_unknown(kpi.series))],
        unit=style.unit(kpi.definition),
        language=style.language,
        period_label=_("Period"),
        height=190,
        marks=marks_of(board.values.periods, teams=teams_of(board.ledger), state=board.ledger.state),
    )
