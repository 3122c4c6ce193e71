"""Why on demand: any KPI, team and two periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kaname.goals.models import Kpi
from kaname.goals.reader import Reader
from kaname.insights.changes.groups import TEAM, Group
from kaname.insights.changes.metrics import watched_keys
from kaname.insights.changes.names import Names
from kaname.insights.changes.page import Block, block_of
from kaname.insights.changes.segments import segment_fields
from kaname.insights.changes.setting import Setting
from kaname.insights.changes.why.finding import find_why
from kaname.insights.changes.why.kept import as_kept
from kaname.insights.changes.why.market import beside_peers
from kaname.insights.changes.why.reading import PERSON
from kaname.insights.changes.why.words import peers_sentence
from kaname.insights.series import parts_of
from kaname.measures.periods import ONE_DAY, Grain, Period, period_of
from kaname.people.models import Team

# Further back nobody knows who worked how long. [d]
LONGEST = timedelta(days=800)


@dataclass(frozen=True)
class AskedWhy:
    """The question in the address; what it leaves open is the last whole month beside the one before."""

    metric: str
    team: str
    before: Period
    after: Period
    by: str = ""
    problem: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], reader: Reader) -> AskedWhy:
        keys = keys_for(reader)
        metric = query.get("metric", "")
        team = query.get("team", "")
        if not can_be_taken_apart(metric, reader):
            metric = _first(keys)
        if not reader.scope.sees(team=team or None, person=None):
            team = next(iter(sorted(reader.scope.team_keys)), "")
            metric = metric if team else ""
        running = period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar)
        last = period_of(running.starts_on - ONE_DAY, grain=Grain.MONTH, calendar=reader.calendar)
        earlier = period_of(last.starts_on - ONE_DAY, grain=Grain.MONTH, calendar=reader.calendar)
        before = _stretch(query.get("b1"), query.get("b2"), earlier)
        after = _stretch(query.get("a1"), query.get("a2"), last)
        problem = _problem(before, after, reader.today)
        return cls(metric, team, before or earlier, after or last, query.get("by", ""), problem)


def _first(keys: Sequence[str]) -> str:
    """A KPI of a goal, if there is one: teams have facts of it."""
    carried = set(Kpi.objects.current().values_list("metric_key", flat=True))
    return next((key for key in keys if key in carried), keys[0] if keys else "")


def _stretch(first: str | None, last: str | None, otherwise: Period) -> Period | None:
    """None where the address has no days that make sense."""
    if not first and not last:
        return otherwise
    try:
        begin, end = date.fromisoformat(first or ""), date.fromisoformat(last or "") + ONE_DAY
        return Period(begin, end) if begin < end else None
    except (ValueError, OverflowError):
        return None


def _problem(before: Period | None, after: Period | None, today: date) -> str:
    if before is None or after is None:
        return _("Give both periods a first and a last day, the first not after the last.")
    if before.ends_on > after.starts_on:
        return _("The earlier period ends before the later one begins.")
    if after.ends_on > today + ONE_DAY or today - before.starts_on > LONGEST:
        return _("The periods lie in the last two years, and not in the future.")
    return ""


def keys_for(reader: Reader) -> list[str]:
    """KPIs whose number follows from that of their days."""
    keys = watched_keys(reader.definitions, reader.today)
    return [key for key in keys if can_be_taken_apart(key, reader)]


def can_be_taken_apart(key: str, reader: Reader) -> bool:
    definition = reader.definitions.get(key)
    return definition is not None and parts_of(definition, reader.definitions) is not None


def why_page(asked: AskedWhy, reader: Reader) -> dict[str, Any]:
    """Everything that the page shows."""
    names = Names(reader)
    block, peers = (None, "") if asked.problem or not asked.metric else _answer(asked, reader, names)
    teams = Team.objects.filter(key__in=reader.scope.team_keys).order_by("name").values_list("key", "name")
    whole = [("", names.team(""))] if reader.scope.everything else []
    return {
        "asked": asked,
        "before_last": asked.before.ends_on - ONE_DAY,
        "after_last": asked.after.ends_on - ONE_DAY,
        "answer": block,
        "peers": peers,
        "headline": _headline(asked, block, names) if block else _("Why did a number move?"),
        "fields": [(field, names.field(field)) for field in _fields(asked, reader)],
        "metrics": [(key, names.metric(key)) for key in dict.fromkeys([*keys_for(reader), asked.metric]) if key],
        "teams": [*whole, *teams],
        "whose": names.team(asked.team),
    }


def _fields(asked: AskedWhy, reader: Reader) -> list[str]:
    """By which the number can be taken apart."""
    if not asked.metric:
        return []
    people = [PERSON, TEAM] if asked.team else [TEAM]
    return [*people, *segment_fields(asked.metric, reader.definitions)]


def _answer(asked: AskedWhy, reader: Reader, names: Names) -> tuple[Block | None, str]:
    days = (reader.today - asked.before.starts_on).days + 1
    group, stretches = Group(asked.team or None), (asked.before, asked.after)
    with Setting.at(reader.at, days=days) as setting:
        until = setting.known_until(asked.metric)
        if until is None:
            return None, ""
        found = find_why(
            asked.metric,
            group,
            stretches,
            setting,
            fields=[asked.by] if asked.by in _fields(asked, reader) else None,
            preferred=keys_for(reader),
        )
        peers = beside_peers(found.basis, group, stretches, setting) if found else None
    if found is None:
        return None, ""
    return block_of(asked.metric, as_kept(found, stretches), names, key="why"), peers_sentence(peers, "", names)


def _headline(asked: AskedWhy, block: Block, names: Names) -> str:
    """From where to where it moved."""
    words = {
        "whose": names.team(asked.team),
        "metric": names.metric(asked.metric),
        "before": block.ends[0],
        "after": block.ends[1],
    }
    return _("%(whose)s: %(metric)s went from %(before)s to %(after)s") % words
