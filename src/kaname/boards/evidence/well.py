"""What went well, best first: specific, and only what the numbers carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.boards.evidence.changes import KpiChange
from kaname.boards.evidence.firsts import firsts
from kaname.boards.evidence.looked_at import LookedAt
from kaname.boards.evidence.observation import Kind, Observation
from kaname.goals.actions.queries import Adherence
from kaname.goals.words import within_sentence
from kaname.measures.difference import CONFIDENCE
from kaname.measures.direction import Direction
from kaname.measures.phases import best_since
from kaname.measures.status import Status
from kaname.web.formats.quantities import percent, points

# Kept on 9 of 10 occasions is kept; fewer occasions say nothing.
KEPT_FROM, LEAST_OCCASIONS, LEAST_RUN = 0.9, 4, 5
SCORES = {
    Kind.REACHED: 6.0,
    Kind.IMPROVED: 5.0,
    Kind.BEST_WEEK: 4.0,
    Kind.FIRST: 3.5,
    Kind.STREAK: 3.0,
    Kind.KEPT: 2.0,
    Kind.AHEAD: 1.0,
}


def went_well(looked: LookedAt, changes: Sequence[KpiChange], kept: Sequence[Adherence]) -> list[Observation]:
    found = [*_by_target(looked), *_improved(looked, changes), *_best_weeks(looked), *_firsts(looked), *_actions(kept)]
    return sorted(found, key=lambda one: -one.score)


def _by_target(looked: LookedAt) -> Iterator[Observation]:
    for key in looked.keys:
        kpi = looked.on_board(key)
        if kpi is None or kpi.figure.target is None or kpi.figure.status not in (Status.REACHED, Status.AHEAD):
            continue
        params = {
            "metric": looked.name(key),
            "actual": looked.style.bare(kpi.figure.actual, kpi.definition),
            "target": looked.style.short(kpi.figure.target.value, kpi.definition),
            "month": looked.style.period(looked.asked.selection),
        }
        if kpi.figure.status is Status.REACHED:
            text, kind = _("%(metric)s: the target of %(month)s is reached, %(actual)s of %(target)s."), Kind.REACHED
        else:
            params["expected"] = looked.style.pace(kpi.figure.expected, kpi.definition)
            text, kind = (
                _("%(metric)s is ahead of pace: %(actual)s where %(expected)s would do by now (target %(target)s)."),
                Kind.AHEAD,
            )
        yield _of(kind, text % params, looked, key, kpi.figure.actual)


def _improved(looked: LookedAt, changes: Sequence[KpiChange]) -> Iterator[Observation]:
    for change in changes:
        if not change.is_better or change.difference is None:
            continue
        text = _share_sentence(looked, change) if change.tried is not None else _count_sentence(looked, change)
        size = abs(change.difference.size) / max(abs(change.difference.before), 1e-9)
        yield _of(Kind.IMPROVED, text, looked, change.key, change.value, more=min(0.9, size))


def _share_sentence(looked: LookedAt, change: KpiChange) -> str:
    difference = change.difference
    assert difference is not None  # noqa: S101 - the caller looked
    return _(
        "%(metric)s: %(before)s → %(after)s (of %(tried)s; the difference is %(low)s to %(high)s, %(sure)s interval)."
    ) % {
        "metric": change.name,
        "sure": percent(CONFIDENCE, digits=0),
        "before": percent(difference.before),
        "after": percent(difference.after),
        "tried": looked.style.short(change.tried, looked.definition(looked.parts[change.key][1])),
        "low": points(difference.low),
        "high": points(difference.high),
    }


def _count_sentence(looked: LookedAt, change: KpiChange) -> str:
    difference = change.difference
    assert difference is not None  # noqa: S101 - the caller looked
    return _(
        "%(metric)s: %(after)s, where the rate of before would bring %(before)s in the same time "
        "(the difference is %(low)s to %(high)s, %(sure)s interval)."
    ) % {
        "metric": change.name,
        "sure": percent(CONFIDENCE, digits=0),
        "after": looked.style.short(difference.after, change.definition),
        "before": looked.style.pace(difference.before, change.definition),
        "low": looked.style.signed(round(difference.low), change.definition),
        "high": looked.style.signed(round(difference.high), change.definition) if np.isfinite(difference.high) else "∞",
    }


def _best_week_sentence(*, per_hour: bool, since: bool) -> str:
    """Only what adds up is held against working time."""
    if per_hour and since:
        return _("%(metric)s: %(value)s last week, per working hour the best since the week of %(week)s.")
    if per_hour:
        return _("%(metric)s: %(value)s last week, per working hour the best of the last %(n)s weeks.")
    if since:
        return _("%(metric)s: %(value)s last week, the best value since the week of %(week)s.")
    return _("%(metric)s: %(value)s last week, the best value of the last %(n)s weeks.")


def _best_weeks(looked: LookedAt) -> Iterator[Observation]:
    """Of weeks that are over: counts and sums per working hour, others as they are."""
    last = looked.weeks[-1]
    if last.ends_on <= looked.stretches.now.days.starts_on:
        return
    hours = looked.week_hours
    for key in looked.keys:
        known, nature = looked.known_by_week(key), looked.board.ledger.natures[key]
        if nature.direction is Direction.RANGE:
            continue
        rates = np.divide(known, hours, out=np.full_like(known, np.nan), where=hours > 0) if nature.additive else known
        record = best_since(values=rates, lower_is_better=nature.direction is Direction.LOWER)
        if record is None:
            continue
        params = {
            "metric": looked.name(key),
            "value": looked.style.short(float(known[-1]), looked.definition(key)),
            "n": record.of,
        }
        if record.since is not None:
            params["week"] = looked.style.day(looked.weeks[record.since].starts_on, today=looked.today)
        text = _best_week_sentence(per_hour=nature.additive, since=record.since is not None) % params
        yield _of(Kind.BEST_WEEK, text, looked, key, float(known[-1]), more=record.of / 100)


def _firsts(looked: LookedAt) -> Iterator[Observation]:
    for first in firsts(looked) if looked.subject.person else ():
        text = _("First success: %(metric)s with “%(value)s”, where there was none for a year.") % {
            "metric": within_sentence(looked.name(first.key)),
            "value": first.entry,
        }
        yield _of(Kind.FIRST, text, looked, first.key, first.value)


def _actions(kept: Sequence[Adherence]) -> Iterator[Observation]:
    for line in kept:
        if line.run >= LEAST_RUN:
            text = ngettext(
                "“%(action)s” has been kept up %(n)s time in a row.",
                "“%(action)s” has been kept up %(n)s times in a row.",
                line.run,
            ) % {"action": line.action.name, "n": line.run}
            yield Observation(
                Kind.STREAK,
                text,
                SCORES[Kind.STREAK] + min(0.9, line.run / 100),
                value=line.run,
                person=line.person_key,
            )
        elif line.share is not None and line.share >= KEPT_FROM and line.occurrences >= LEAST_OCCASIONS:
            text = _("“%(action)s” was kept to %(share)s.") % {
                "action": line.action.name,
                "share": percent(line.share, digits=0),
            }
            score = SCORES[Kind.KEPT] + line.share - KEPT_FROM
            yield Observation(Kind.KEPT, text, score, value=line.share, person=line.person_key)


def _of(kind: Kind, text: str, looked: LookedAt, key: str, value: float | None, *, more: float = 0.0) -> Observation:
    return Observation(kind, text, SCORES[kind] + more, key=key, value=value, url=looked.asked.links.metric(key))
