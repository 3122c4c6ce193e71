"""The next best move on a goal's page: the moves, what helped before, and where to begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kaname.goals.goal_page.beside import Beside
from kaname.goals.goal_words import known_name
from kaname.goals.models import Goal, Initiative, Kpi
from kaname.goals.reader import Reader
from kaname.insights.goal_outlook.move_lines import MoveLine, move_lines
from kaname.insights.goal_outlook.tried import tried_before
from kaname.insights.models import GoalOutlook
from kaname.web.formats.chances import chance
from kaname.web.formats.quantities import as_pace, growth, short

MOST_MOVES = 4


@dataclass(frozen=True)
class Helped:
    """An initiative that moved the number the right way before."""

    initiative: Initiative
    change: str
    grade: str


@dataclass(frozen=True)
class Move:
    """A move with what helped before, and the form for something new; empty where the number is no KPI of the goal."""

    line: MoveLine
    helped: list[Helped]
    start_url: str


def next_move_beside(goal: Goal, reader: Reader) -> Beside | None:
    """Nothing before the goal's tree was looked ahead."""
    found = GoalOutlook.objects.filter(goal=goal).select_related("goal").first()
    if found is None or not goal.period.contains(reader.today):
        return None
    lines = move_lines(found, reader)[:MOST_MOVES]
    helped = _helped(found, reader)
    kpis = dict(Kpi.objects.current().filter(goal=goal, team=None).values_list("metric_key", "pk"))
    shown: dict[str, Any] = {
        "goal": goal,
        "moves": [Move(line, helped.get(line.metric_key, []), _start(goal, line, kpis, reader)) for line in lines],
        "missing": [known_name(key, reader) for key in found.missing],
        "too_wide": _too_wide(found),
        "two": two_outlooks(found, reader),
    }
    return Beside("insights/next_move.html", shown)


def two_outlooks(found: GoalOutlook, reader: Reader) -> str:
    """The goal's own outlook, which decides, beside that of its tree, and why they differ."""
    root = found.nodes[0] if found.nodes else {}
    metric = reader.definitions.get(found.goal.metric_key)
    if metric is None or root.get("expected") is None or root.get("own_expected") is None:
        return ""
    unit = reader.unit(metric)
    words = {
        name: short(as_pace(root[key], unit), unit, language=reader.language)
        for name, key in (("own", "own_expected"), ("tree", "expected"))
    }
    words |= {"own_chance": chance(root["own_probability"]), "tree_chance": chance(root["probability"])}
    return (
        _(
            "Status and probability follow the goal’s own history: %(own)s (%(own_chance)s). For comparison, its "
            "parts, each looked ahead alone and then put together, come to %(tree)s (%(tree_chance)s). The two rest "
            "on different histories, so they need not agree; moves and scenarios keep to the first."
        )
        % words
    )


def _too_wide(found: GoalOutlook) -> bool:
    """Whether the goal's interval is still too wide for a probability."""
    root = found.nodes[0] if found.nodes else {}
    known = root.get("expected") is not None and root.get("target") is not None
    return known and root.get("own_probability") is None and root.get("probability") is None


def _helped(found: GoalOutlook, reader: Reader) -> Mapping[str, list[Helped]]:
    """By metric, the best first; only what the reader may see, and what was sure to go the right way."""
    tried = tried_before({move["metric_key"] for move in found.moves})
    good = {one.initiative: one for one in tried if one.helped}
    rows = Initiative.objects.visible_in(reader.scope).filter(pk__in=good) if good else []
    helped: dict[str, list[Helped]] = {}
    for initiative in sorted(rows, key=lambda one: -abs(good[one.pk].change)):
        one = good[initiative.pk]
        line = Helped(initiative, growth(one.change), one.grade.value)
        helped.setdefault(one.metric_key, []).append(line)
    return helped


def _start(goal: Goal, line: MoveLine, kpis: Mapping[str, int], reader: Reader) -> str:
    if line.metric_key not in kpis or not reader.may_set(team=goal.team, person=None):
        return ""
    query = urlencode({"why": f"{line.headline}. {line.gain}"})
    return f"{reverse('goals:initiative_new', args=[goal.key, kpis[line.metric_key]])}?{query}"
