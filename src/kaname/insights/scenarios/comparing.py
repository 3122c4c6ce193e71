"""Scenarios side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kaname.goals.goal_words import known_name
from kaname.goals.reader import Reader
from kaname.insights.models import Scenario
from kaname.insights.scenarios.assumed_lines import assumed_lines
from kaname.insights.scenarios.lines import Line, lines_of
from kaname.insights.scenarios.page import Thought, think_through
from kaname.web.formats.chances import chance

FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Column:
    """One scenario; `lines` are by metric, empty before there is an outlook."""

    scenario: Scenario
    assumed: list[str]
    chance: float | None
    lines: dict[str, Line]


@dataclass(frozen=True)
class Row:
    """One number over all scenarios."""

    name: str
    today: str
    cells: list[Line | None]


def columns_of(scenarios: Sequence[Scenario], reader: Reader) -> list[Column]:
    """In the order asked for, all with today's outlook."""
    return [_column(one, think_through(one.goal, one.assumptions, reader), reader) for one in scenarios]


def rows_of(columns: Sequence[Column], reader: Reader) -> list[Row]:
    """Every number that any of them has."""
    keys = dict.fromkeys(key for column in columns for key in column.lines)
    return [_row(key, columns, reader) for key in keys]


def headline(columns: Sequence[Column]) -> str:
    """Which one reaches the goal most probably."""
    known = [column for column in columns if column.chance is not None]
    if len(known) < FEWEST:
        return _("Scenarios side by side")
    best = max(known, key=lambda column: column.chance or 0.0)
    words = {"name": best.scenario.name, "chance": chance(best.chance)}
    return _("“%(name)s” reaches its target most probably: %(chance)s") % words


def _column(scenario: Scenario, thought: Thought | None, reader: Reader) -> Column:
    if thought is None:
        return Column(scenario, [], None, {})
    lines = lines_of(thought.basis, thought.assumed, thought.before, thought.after, reader)
    by_key = {line.metric_key: line for line in reversed(lines)}
    ordered = {line.metric_key: by_key[line.metric_key] for line in lines}
    return Column(scenario, assumed_lines(thought, reader), thought.after.chance(), ordered)


def _row(key: str, columns: Sequence[Column], reader: Reader) -> Row:
    cells = [column.lines.get(key) for column in columns]
    # Only within one goal is there one "as things go".
    alike = len({column.scenario.goal_id for column in columns}) == 1
    today = next((cell.before for cell in cells if cell is not None), "") if alike else ""
    return Row(known_name(key, reader), today, cells)
