"""One KPI as a card: number, target, pace and status together, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from kaname.boards.audience import Audience
from kaname.boards.links import Links
from kaname.boards.presentation.changes import change_words, compared_words, previous_words, year_words
from kaname.boards.presentation.ends import End, end_of
from kaname.boards.presentation.style import Style
from kaname.boards.queries.board import Board, Change, Kpi
from kaname.boards.queries.plans import KpiPlan
from kaname.boards.selection import Span
from kaname.facts.metrics.definition import Entered, MetricDefinition
from kaname.goals.figures import Figure
from kaname.goals.targets import Origin, ResolvedTarget
from kaname.measures.direction import Direction
from kaname.measures.status import Status
from kaname.web.formats.units import Unit

Plans = Mapping[str, KpiPlan]
ORIGINS: dict[Origin, Callable[[], str]] = {
    Origin.EXACT: lambda: "",
    Origin.SUMMED: lambda: _("sum of the targets of the parts of this period"),
    Origin.PRORATED: lambda: _("share of a longer target, by working time"),
    Origin.COVERING: lambda: _("set for a longer period"),
    Origin.SHARED: lambda: _("part of the team's target, by working time"),
    Origin.ABOVE: lambda: _("target of the team or organisation above"),
}


@dataclass(frozen=True)
class ChangeLine:
    """What changed, against what, and the days of that in full."""

    words: str
    against: str
    compared: str


@dataclass(frozen=True)
class Card:
    """Ready to be shown; shares are of the target. `is_key` where a target makes the metric a KPI.

    `plan_url` says that a goal follows the metric; `plan` is None where nobody has planned anything for it here.
    """

    key: str
    label: str
    url: str
    value: float | None
    unit: Unit
    status: Status
    filled: float | None
    by_now: float | None
    target: str
    target_ids: Sequence[int]
    origin: str
    facts: Sequence[str]
    changes: Sequence[ChangeLine]
    spark: Sequence[float | None]
    spark_label: str
    loaded_at: str
    is_key: bool
    chart_url: str
    target_url: str = ""
    entry_url: str = ""
    why_url: str = ""
    plan: KpiPlan | None = None
    plan_url: str = ""
    end: End | None = None


def cards_of(board: Board, style: Style, *, audience: Audience, plans: Plans | None = None) -> list[Card]:
    """`plans` are those of the KPIs of goals, by metric."""
    links, known = Links(board.ledger.selection), plans or {}
    return [card_of(kpi, board, style, links=links, audience=audience, plan=known.get(kpi.key)) for kpi in board.kpis]


def card_of(
    kpi: Kpi, board: Board, style: Style, *, links: Links, audience: Audience, plan: KpiPlan | None = None
) -> Card:
    """`audience` decides what may be done from the card."""
    target, back = kpi.figure.target, links.board()
    typed = isinstance(kpi.definition.computation, Entered) and audience.types_numbers
    return Card(
        key=kpi.key,
        label=style.name(kpi.definition),
        url=links.metric(kpi.key),
        value=kpi.figure.actual,
        unit=style.unit(kpi.definition),
        status=kpi.figure.status,
        filled=kpi.figure.filled,
        by_now=kpi.figure.filled_by_now,
        target=target_words(target, kpi.definition, style) if target else "",
        target_ids=target.target_ids if target and target.is_own else (),
        origin=ORIGINS[target.origin]() if target else "",
        facts=_facts(kpi.figure, kpi.definition, style),
        changes=_changes(kpi, board, style),
        spark=without_the_unknown(kpi.series),
        spark_label=_spark_label(kpi, board, style),
        loaded_at=style.moment(kpi.loaded_at),
        is_key=target is not None,
        chart_url=links.board(chart=kpi.key),
        target_url=links.set_target(kpi.key, back=back) if audience.sets_targets else "",
        entry_url=links.type_number(kpi.key, on=_typing_day(board).isoformat(), back=back) if typed else "",
        why_url=links.why(kpi.key) if target else "",
        plan=plan if plan and plan.n_actions else None,
        plan_url=links.plan(plan.kpi) if plan else "",
        end=end_of(kpi, board, style),
    )


def _typing_day(board: Board) -> date:
    """Today, or the last day of a period that is over."""
    return min(board.progress.today, board.ledger.selection.period.ends_on - timedelta(days=1))


def target_words(target: ResolvedTarget, definition: MetricDefinition, style: Style, *, bare: bool = False) -> str:
    """The target, with its counter word unless `bare`; both ends of a range."""
    written = style.bare if bare else style.short
    value = written(target.value, definition)
    if target.upper is not None:
        return _("%(low)s to %(high)s") % {"low": value, "high": written(target.upper, definition)}
    return _("at most %(value)s") % {"value": value} if definition.direction is Direction.LOWER else value


def _facts(shown: Figure, definition: MetricDefinition, style: Style) -> list[str]:
    """Attainment, what remains and where it should be by now."""
    if shown.target is None or shown.actual is None:
        return []
    found = [_attained(shown, style)]
    if shown.nature.additive:
        found.append(_left(shown, definition, style))
        if shown.share < 1:
            found.append(_("pace %(expected)s") % {"expected": style.pace(shown.expected, definition)})
    return [words for words in found if words]


def _attained(shown: Figure, style: Style) -> str:
    share = shown.filled
    if share is None:
        return ""
    words = {"share": style.percent(share)}
    if shown.nature.is_budget:
        return _("%(share)s used") % words
    if shown.nature.direction is Direction.LOWER:
        return _("attained %(share)s (lower is better)") % words
    return _("attained %(share)s") % words


def _left(shown: Figure, definition: MetricDefinition, style: Style) -> str:
    remaining = shown.remaining
    if remaining is None or shown.nature.direction is Direction.RANGE:
        return ""
    words = {"amount": style.bare(abs(remaining), definition)}
    if remaining > 0:
        return (_("%(amount)s left") if shown.nature.is_budget else _("%(amount)s to go")) % words
    return _("%(amount)s above the target") % words if remaining < 0 else ""


def _changes(kpi: Kpi, board: Board, style: Style) -> list[ChangeLine]:
    """Against the period before and a year before, which of a year are the same."""
    span, today = board.ledger.selection.span, board.progress.today
    lines: list[tuple[Change | None, Callable[[Change], str]]] = [
        (kpi.previous, lambda change: previous_words(span, change)),
        (None if span is Span.YEAR else kpi.year_before, year_words),
    ]
    return [
        ChangeLine(
            change_words(change, kpi, style), against(change), compared_words(change.earlier, style, today=today)
        )
        for change, against in lines
        if change is not None and change.difference is not None
    ]


def without_the_unknown(series: Sequence[float | None]) -> list[float | None]:
    """A line that begins with its first number: what comes before it may well be no data."""
    first = next((place for place, value in enumerate(series) if value), len(series))
    return [None] * first + list(series[first:])


def _spark_label(kpi: Kpi, board: Board, style: Style) -> str:
    grain, periods, today = board.ledger.selection.grain, board.values.periods, board.progress.today
    words = {
        "metric": style.name(kpi.definition),
        "first": style.period_name(periods[0], grain, today=today),
        "last": style.period_name(periods[-1], grain, today=today),
    }
    return _("%(metric)s from %(first)s to %(last)s") % words
