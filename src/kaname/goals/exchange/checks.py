"""Whether the parts of a goal in a file belong together, and whether what they name is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaname.goals.csf.areas import SHEETS
from kaname.goals.errors import GoalsError
from kaname.goals.exchange.document import CellPart, GoalPart
from kaname.goals.exchange.found import Found
from kaname.goals.exchange.metric_matching import unknown_metric
from kaname.goals.exchange.person_matching import unknown_person
from kaname.goals.exchange.plan_checks import plan_problems
from kaname.goals.exchange.target_checks import target_problems
from kaname.goals.exchange.team_matching import unknown_team
from kaname.goals.exchange.tree_checks import tree_problems
from kaname.goals.kgi.drafting import require_key
from kaname.goals.kpis.grain_names import GRAIN_NAMES
from kaname.goals.metrics_yaml import Path
from kaname.goals.whole_units import require_whole
from kaname.people.queries import organisation

Problems = Iterator[tuple[Path, str]]


def goal_problems(goal: GoalPart, found: Found) -> Problems:
    """What is wrong with one goal, with the place within it."""
    yield from _key(goal)
    yield from _names(goal, found)
    yield from _whole(goal, found)
    yield from _parent(goal, found)
    yield from _worksheets(goal)
    yield from _csfs(goal)
    yield from tree_problems(goal, found)
    yield from _kpis(goal, found)
    yield from plan_problems(goal, found)
    yield from _twice(goal.planned, "planned")
    yield from target_problems(goal)


def _key(goal: GoalPart) -> Problems:
    try:
        require_key(goal.key)
    except GoalsError as error:
        yield ("key",), str(error)


def _names(goal: GoalPart, found: Found) -> Problems:
    """Everything that is named by a key is here, or in the file."""
    for path, key in _metric_keys(goal):
        if key not in found.metrics.known:
            yield path, unknown_metric(key)
    for path, part in _owned(goal):
        if part.team is not None and found.teams.key_of(part.team) is None:
            yield (*path, "team"), unknown_team(part.team)
        person = getattr(part, "person", None)
        if person is not None and found.people.key_of(person) is None:
            yield (*path, "person"), unknown_person(person)


def _whole(goal: GoalPart, found: Found) -> Problems:
    """What a draft should reach comes in whole units, as on the page; what counts already stands as it was decided."""
    metric = found.metrics.known.get(goal.metric or "")
    if metric is None or goal.published_at is not None:
        return
    for name in ("value", "upper"):
        try:
            if (value := getattr(goal, name)) is not None:
                require_whole(value, metric.definition, currency=organisation().currency)
        except GoalsError as error:
            yield (name,), str(error)


def _owned(goal: GoalPart) -> Iterator[tuple[Path, Any]]:
    yield (), goal
    for name in ("kpis", "planned", "targets"):
        for place, part in enumerate(getattr(goal, name)):
            yield (name, place), part


def _metric_keys(goal: GoalPart) -> Iterator[tuple[Path, str]]:
    if goal.metric is not None:
        yield ("metric",), goal.metric
    if goal.market is not None and goal.market.metric is not None:
        yield ("market", "metric"), goal.market.metric
    for name in ("kpis", "planned", "targets"):
        for place, part in enumerate(getattr(goal, name)):
            yield (name, place, "metric"), part.metric
    yield from ((("sheet", "metrics", key), key) for key in goal.sheet.get("metrics", {}))
    for name in ("worksheets", "csfs"):
        for place, part in enumerate(getattr(goal, name)):
            yield from (((name, place, "metrics", at), key) for at, key in enumerate(part.metrics))


def _parent(goal: GoalPart, found: Found) -> Problems:
    seen, above = {goal.key}, goal.parent
    if above is not None and above not in found.parents:
        yield ("parent",), _("There is no goal %(key)s here or in the file.") % {"key": above}
        return
    while above is not None and above not in seen:
        seen.add(above)
        above = found.parents.get(above)
    if above is not None:
        yield ("parent",), str(GoalsError("parent_is_below"))


def _worksheets(goal: GoalPart) -> Problems:
    yield from _numbers(goal.worksheets, "worksheets")
    for place, cell in enumerate(goal.worksheets):
        yield from ((("worksheets", place, name), words) for name, words in _cell(cell))


def _cell(cell: CellPart) -> Iterator[tuple[str, str]]:
    sheet = SHEETS[cell.sheet]
    if cell.area not in sheet.areas:
        yield "area", _("This is one of %(expected)s.") % {"expected": ", ".join(sheet.areas)}
    if cell.strength is not None and cell.strength not in sheet.strengths:
        yield "strength", _("This is one of %(expected)s.") % {"expected": ", ".join(map(str, sheet.strengths))}


def _csfs(goal: GoalPart) -> Problems:
    yield from _numbers(goal.csfs, "csfs")
    cells, csfs = {cell.number for cell in goal.worksheets}, {csf.number: csf for csf in goal.csfs}
    for place, csf in enumerate(goal.csfs):
        if csf.cell is not None and csf.cell not in cells:
            yield ("csfs", place, "cell"), _("No observation under “worksheets” has this number.")
    open_ones = 0
    for place, selection in enumerate(goal.selections):
        chosen, open_ones = csfs.get(selection.csf), open_ones + (selection.until is None)
        if chosen is None:
            yield ("selections", place, "csf"), _("No candidate under “csfs” has this number.")
        elif selection.until is None and chosen.removed_at is not None:
            yield ("selections", place, "csf"), str(GoalsError("csf_is_removed", csf=chosen.name))
        if selection.until is None and open_ones > 1:
            yield ("selections", place, "until"), _("One candidate is selected at a time: say until when this one was.")


def _kpis(goal: GoalPart, found: Found) -> Problems:
    places: Counter[tuple[str | None, Any]] = Counter()
    for place, kpi in enumerate(goal.kpis):
        if kpi.grain not in GRAIN_NAMES:
            yield ("kpis", place, "grain"), _("This is one of %(expected)s.") % {"expected": ", ".join(GRAIN_NAMES)}
        if kpi.removed_at is not None:
            continue
        places.update([(kpi.team, kpi.position), (kpi.team, kpi.metric)])
        if places[kpi.team, kpi.position] > 1:
            yield (
                ("kpis", place, "position"),
                _("The team has another KPI in this place. It has three at most: 1, 2, 3."),
            )
        if places[kpi.team, kpi.metric] > 1:
            yield ("kpis", place, "metric"), str(GoalsError("kpi_taken", metric=kpi.metric))
        known = kpi.team is not None and found.teams.key_of(kpi.team) is not None
        if known and goal.team is not None and goal.team not in found.teams.above(kpi.team or ""):
            yield ("kpis", place, "team"), str(GoalsError("team_outside_goal", team=kpi.team))


def _numbers(parts: Sequence[Any], name: str) -> Problems:
    seen: set[int] = set()
    for place, part in enumerate(parts):
        if part.number in seen:
            yield (name, place, "number"), _("This number stands here twice.")
        seen.add(part.number)


def _twice(parts: Sequence[Any], name: str) -> Problems:
    seen: set[Any] = set()
    for place, part in enumerate(parts):
        if part.place in seen:
            yield (name, place), _("The same metric, owner and days stand here twice.")
        seen.add(part.place)
