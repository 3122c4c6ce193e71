"""The overload guard in words: what is asked of an hour, what people ever reached, and what would fix it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.goals.kpis.overload_watch import Overload, overload_of
from kaname.goals.models import Goal, Kpi
from kaname.goals.owners import TargetOwner
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.measures.overload import Relief
from kaname.web.formats.digits import as_decimal, grouped, rounded
from kaname.web.formats.quantities import counted, percent, short
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class OverloadLine:
    """One target that asks too much, or of which that cannot be said; `reliefs` each fix it alone."""

    overload: Overload
    name: str
    text: str
    reliefs: tuple[str, ...]


def overload_lines(
    goal: Goal,
    kpis: Iterable[Kpi],
    *,
    keys: Sequence[str],
    asked: Sequence[float],
    actuals: Sequence[float],
    reader: Reader,
) -> list[OverloadLine]:
    """KPIs of the goal's owner that ask more of an hour than 9 of 10 comparable people ever reached.

    `asked` and `actuals` are the tree's values by node, in the order of `keys`. [unit of each metric]
    """
    found = []
    values = {key: (want, have) for key, want, have in zip(keys, asked, actuals, strict=True)}
    for kpi in kpis:
        want, have = values.get(kpi.metric_key, (math.nan, math.nan))
        if kpi.team_id is not None or not math.isfinite(want):
            continue
        overload = overload_of(
            kpi.metric_key,
            target=float(want),
            actual=float(have) if math.isfinite(have) else None,
            team=goal.team,
            period=goal.period,
            reader=reader,
        )
        if overload is not None and overload.too_much:
            found.append(overload_line(overload, reader=reader))
    return found


def overload_line(overload: Overload, *, reader: Reader) -> OverloadLine:
    unit = reader.unit(reader.definitions[overload.metric_key])
    name = metric_name(overload.metric_key, reader.definitions)
    named = {"team": TargetOwner(team=overload.team).name(reader.organisation), "metric": name}
    return OverloadLine(overload, name, _text(overload, named, unit, reader), tuple(_reliefs(overload, unit, reader)))


def _text(overload: Overload, named: dict[str, str], unit: Unit, reader: Reader) -> str:
    if overload.hours <= 0:
        return _("%(team)s, %(metric)s: %(remaining)s would still be to do, and no working time is left.") % (
            named | {"remaining": short(overload.remaining, unit, language=reader.language)}
        )
    text = _(
        "%(team)s, %(metric)s: %(required)s an hour would be needed from now on. %(not_above)s of %(people)s "
        "comparable people never went above %(reached)s an hour in any of the last 12 months."
    )
    return text % {
        **named,
        "required": an_hour(overload.required, unit, reader),
        "reached": an_hour(overload.threshold.rate or 0.0, unit, reader),
        "people": overload.threshold.people,
        "not_above": overload.threshold.not_above,
    }


def _reliefs(overload: Overload, unit: Unit, reader: Reader) -> Iterable[str]:
    relief, hours = overload.relief, Unit("hours")
    if overload.fewer_meetings_a_week is not None:
        fewer = math.ceil(overload.fewer_meetings_a_week * 10) / 10
        yield ngettext(
            "%(fewer)s fewer meetings a week (of %(meetings)s, %(people)s person)",
            "%(fewer)s fewer meetings a week (of %(meetings)s, %(people)s people)",
            overload.people,
        ) % {
            "fewer": short(fewer, hours, language=reader.language),
            "meetings": short(overload.meetings_a_week, hours, language=reader.language),
            "people": overload.people,
        }
    yield from relief_words(relief, unit, reader=reader)


def relief_words(relief: Relief, unit: Unit, *, reader: Reader) -> Iterable[str]:
    """More time, or less to do: each alone would bring what is asked down to what people reached."""
    if relief.more_hours is not None:
        yield _("%(more)s more working time until the end") % {
            "more": short(math.ceil(relief.more_hours), Unit("hours"), language=reader.language)
        }
    if relief.lower_target and relief.lower_by is not None:
        yield _("a target lower by %(share)s, %(value)s still to do") % {
            "share": percent(relief.lower_by),
            "value": short(math.floor(relief.lower_target), unit, language=reader.language),
        }


def an_hour(rate: float, unit: Unit, reader: Reader) -> str:
    """A rate with three digits: 1.90件, 0.042件."""
    if unit.kind == "currency":
        return short(round(rate), unit, language=reader.language)
    places = max(0, 2 - math.floor(math.log10(abs(rate)))) if rate else 0
    return counted(grouped(rounded(as_decimal(rate), min(places, 6)), None), unit.counter, language=reader.language)
