"""The verdict on a goal in words: one sentence, and the arithmetic behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kaname.goals.kgi.capacity import Capacity
from kaname.goals.kgi.market import MarketGrowth
from kaname.goals.kgi.outlook_words import likely, method, outlook_lines
from kaname.goals.kgi.verdict import Verdict
from kaname.goals.kgi.verdict_line import VerdictLine
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.words import name_of
from kaname.measures.feasibility import Feasibility, Grade, PastChange
from kaname.measures.outlook.months_ahead import OutlookGrade
from kaname.measures.required_change import Basis
from kaname.web.formats import quantities
from kaname.web.formats.quantities import growth
from kaname.web.formats.units import Unit

GRADES: dict[Grade, tuple[str | Promise, str]] = {
    Grade.MET_OFTEN: (gettext_lazy("This was reached in every second earlier period or more often."), "ahead"),
    Grade.WITHIN_REACH: (gettext_lazy("Within reach: it was reached before, more than once in four."), "ontrack"),
    Grade.AMBITIOUS_WITHIN_REACH: (gettext_lazy("Ambitious, but within reach: it was reached before, seldom."), "risk"),
    Grade.NEVER_REACHED: (
        gettext_lazy("Never reached before: something has to be done differently than so far."),
        "off",
    ),
    Grade.TOO_LITTLE_DATA: (gettext_lazy("Too little is known for a verdict."), "neutral"),
}


@dataclass(frozen=True)
class PastLine:
    """One earlier change as the table and the picture show it; `at` is its place on the picture. [0-100]"""

    period: str
    before: float
    now: float
    change: str
    reached: bool
    at: float


@dataclass(frozen=True)
class VerdictWords:
    """What the page shows; `required_at` is the place of what is required on the picture. [0-100]

    `grade` follows the outlook where it is tested, and what was reached before elsewhere. `method` says how the
    outlook comes about.
    """

    grade: str
    kind: str
    lines: list[VerdictLine]
    past: list[PastLine]
    required: str
    required_at: float | None
    zero_at: float | None
    method: list[str]


def words_of(verdict: Verdict, *, unit: Unit, reader: Reader) -> VerdictWords | None:
    """None until there is a target and something to compare it with."""
    feasible = verdict.feasibility
    if feasible is None:
        return None
    grade, kind = _grade(verdict, feasible)
    scale = _Scale.around(feasible)
    lines = [
        *outlook_lines(verdict, unit=unit, reader=reader),
        *_history(verdict, feasible, unit=unit, reader=reader),
        *_market(verdict, feasible, reader=reader),
        *_capacity(verdict, feasible),
    ]
    return VerdictWords(
        grade=str(grade),
        kind=kind,
        lines=lines,
        past=[_past_line(one, verdict, feasible, unit=unit, reader=reader, scale=scale) for one in feasible.past],
        required=_change(feasible.required.nearest, feasible, unit=unit, reader=reader),
        required_at=scale.place(feasible.required.nearest),
        zero_at=scale.place(0.0),
        method=method(verdict),
    )


def _grade(verdict: Verdict, feasible: Feasibility) -> tuple[str | Promise, str]:
    if verdict.probability is not None and _follows_outlook(verdict):
        return likely(verdict.probability)
    return GRADES[feasible.grade]


def _follows_outlook(verdict: Verdict) -> bool:
    outlook = verdict.ground.outlook
    return verdict.probability is not None and outlook is not None and outlook.grade is OutlookGrade.TESTED


def _history(verdict: Verdict, feasible: Feasibility, *, unit: Unit, reader: Reader) -> Iterator[VerdictLine]:
    if feasible.past:
        required = _change(feasible.required.nearest, feasible, unit=unit, reader=reader)
        params = {"required": required, "reached": feasible.reached, "n": feasible.n}
        yield VerdictLine("history", _counted(feasible) % params, _percentile(feasible))
    if feasible.grade is Grade.TOO_LITTLE_DATA and not _follows_outlook(verdict):
        yield VerdictLine("data", _needed(verdict, feasible))
    if feasible.prior is not None:
        yield VerdictLine(
            "prior",
            _itself(verdict) % {"change": _change(feasible.prior.change, feasible, unit=unit, reader=reader)},
            _step(feasible.prior, feasible, unit=unit, reader=reader),
        )


def _itself(verdict: Verdict) -> str:
    if verdict.by_same_days:
        return _("So far the baseline itself has changed by %(change)s against the same days of the year before it.")
    return _("The baseline itself changed by %(change)s against the year before it.")


def _counted(feasible: Feasibility) -> str:
    if _holds_the_baseline(feasible):
        return ngettext(
            "The change of %(reached)s of %(n)s earlier period would have kept it within the range.",
            "The changes of %(reached)s of %(n)s earlier periods would have kept it within the range.",
            feasible.n,
        )
    return ngettext(
        "%(required)s or better was reached in %(reached)s of %(n)s earlier period.",
        "%(required)s or better was reached in %(reached)s of %(n)s earlier periods.",
        feasible.n,
    )


def _holds_the_baseline(feasible: Feasibility) -> bool:
    """Whether the target is a range that the baseline lies in, so that standing still is enough."""
    return isfinite(feasible.required.least) and isfinite(feasible.required.most)


def _needed(verdict: Verdict, feasible: Feasibility) -> str:
    if verdict.ground.since is None:
        return _("Nothing was imported for this metric yet. Three changes between comparable periods are needed.")
    return ngettext(
        "A verdict needs three changes between comparable periods: %(n)s more period of facts.",
        "A verdict needs three changes between comparable periods: %(n)s more periods of facts.",
        feasible.needed,
    ) % {"n": feasible.needed}


def _percentile(feasible: Feasibility) -> str:
    if feasible.percentile is None:
        return ""
    return _("Of the earlier changes, %(share)s fell short of it (equal ones count half).") % {
        "share": quantities.percent(feasible.percentile, digits=0)
    }


def _market(verdict: Verdict, feasible: Feasibility, *, reader: Reader) -> Iterator[VerdictLine]:
    if feasible.market is not None and feasible.beyond_market is not None:
        shown = {"market": growth(feasible.market), "own": growth(feasible.beyond_market)}
        sums = [_ratio_of(feasible.required.nearest, feasible.market, feasible.beyond_market)]
        if verdict.asked.series is not None:
            sums.insert(0, _series(verdict.asked.series, reader))
        yield VerdictLine(
            "market",
            _("The market changes by %(market)s; by its own strength the team has to change by %(own)s.") % shown,
            " · ".join(sums),
        )


def _series(series: MarketGrowth, reader: Reader) -> str:
    """Market size, FY2026 ÷ FY2025: 106 ÷ 100 − 1 = +6%."""
    definition = reader.definitions[series.metric_key]
    unit = reader.unit(definition)
    later, earlier = (
        period_name(one, calendar=reader.calendar, language=reader.language) for one in (series.later, series.earlier)
    )
    now, before = (quantities.exact(one, unit, language=reader.language) for one in (series.now, series.before))
    name = name_of(definition.name)
    return f"{name}, {later} ÷ {earlier}: {now} ÷ {before} − 1 = {growth(series.rate)}"


def _capacity(verdict: Verdict, feasible: Feasibility) -> Iterator[VerdictLine]:
    capacity = verdict.ground.capacity
    if feasible.capacity is None or feasible.per_hour is None or not (capacity.people_before or capacity.people_now):
        return
    shown = {"change": growth(feasible.capacity), "people": _people(capacity), "each": growth(feasible.per_hour)}
    yield VerdictLine(
        "capacity",
        _("Working time changes by %(change)s (%(people)s): each hour has to bring %(each)s.") % shown,
        _ratio_of(feasible.required.nearest, feasible.capacity, feasible.per_hour)
        + " · "
        + _("%(before)s h then, %(now)s h now")
        % {"before": f"{capacity.hours_before:,.0f}", "now": f"{capacity.hours_now:,.0f}"},
    )


def _people(capacity: Capacity) -> str:
    return ngettext("%(before)s → %(now)s person", "%(before)s → %(now)s people", capacity.people_now) % {
        "before": capacity.people_before,
        "now": capacity.people_now,
    }


def _ratio_of(required: float, rate: float, result: float) -> str:
    """(1 + 20%) ÷ (1 + 6%) − 1 = +13.2%."""
    return f"(1 {_plus(required)}) ÷ (1 {_plus(rate)}) − 1 = {growth(result)}"


def _plus(ratio: float) -> str:
    return f"{'−' if ratio < 0 else '+'} {quantities.growth(abs(ratio)).removeprefix('+')}"


def _step(change: PastChange, feasible: Feasibility, *, unit: Unit, reader: Reader) -> str:
    before, now = (quantities.exact(value, unit, language=reader.language) for value in (change.before, change.now))
    result = _change(change.change, feasible, unit=unit, reader=reader)
    if feasible.required.basis is Basis.GROWTH:
        return f"{now} ÷ {before} − 1 = {result}"
    return f"{now} − {before} = {result}"


def _change(change: float, feasible: Feasibility, *, unit: Unit, reader: Reader) -> str:
    if feasible.required.basis is Basis.GROWTH:
        return growth(change)
    return quantities.signed(change, unit, language=reader.language)


def _past_line(
    one: PastChange, verdict: Verdict, feasible: Feasibility, *, unit: Unit, reader: Reader, scale: _Scale
) -> PastLine:
    period = verdict.ground.past.periods[one.place or 0]
    return PastLine(
        period=period_name(period, calendar=reader.calendar, language=reader.language),
        before=one.before,
        now=one.now,
        change=_change(one.change, feasible, unit=unit, reader=reader),
        reached=one.reached,
        at=scale.place(one.change) or 0.0,
    )


@dataclass(frozen=True)
class _Scale:
    """Places of changes on a line that holds them all, with a margin at both ends."""

    low: float
    high: float

    @classmethod
    def around(cls, feasible: Feasibility) -> _Scale:
        changes = [0.0, feasible.required.nearest, *(one.change for one in feasible.past)]
        low, high = min(changes), max(changes)
        margin = (high - low) * 0.08 or 1.0
        return cls(low - margin, high + margin)

    def place(self, change: float) -> float | None:
        return round(100 * (change - self.low) / (self.high - self.low), 2)
