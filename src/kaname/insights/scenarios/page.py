"""The page of a scenario: what is assumed, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kaname.goals.goal_words import goal_name, known_name
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.insights.scenarios.assumptions import HOURS, PEOPLE, SINCE, Assumptions, read
from kaname.insights.scenarios.basis import Basis
from kaname.insights.scenarios.capacity import capacity_of, crew_of, within
from kaname.insights.scenarios.fields import Field, Slider, node_fields, target_field
from kaname.insights.scenarios.following import Followed, follow, today
from kaname.insights.scenarios.lines import amount, assumed_words, headline, lines_of
from kaname.insights.scenarios.tried import metrics_of, tried_lines

# Says that the address holds all that is assumed, even if that is nothing.
ASSUMED = "assumed"
# Sliders reach this many people; more can be typed.
FEW = 10


@dataclass(frozen=True)
class Thought:
    """A scenario thought through."""

    basis: Basis
    assumed: Assumptions
    before: Followed
    after: Followed


def think_through(goal: Goal, typed: Mapping[str, str], reader: Reader) -> Thought | None:
    """With today's outlook; None before there is one."""
    basis = Basis.of(goal, reader)
    if basis is None:
        return None
    assumed = read(typed, root=basis.tree.keys[0], initiatives=metrics_of(basis, reader), reader=reader)
    capacity = 1.0
    if assumed.people or assumed.hours:
        crew = crew_of(goal, reader)
        assumed = within(crew, assumed)
        capacity = capacity_of(crew, assumed, goal, reader)
    return Thought(basis, assumed, today(basis), follow(basis, assumed, capacity=capacity))


def result_of(found: Thought, reader: Reader) -> dict[str, Any]:
    """What follows: this alone is sent while something is typed."""
    basis, assumed = found.basis, found.assumed
    lines = lines_of(basis, assumed, found.before, found.after, reader)
    return {
        "goal": basis.goal,
        "headline": headline(basis, assumed, found.before, found.after, reader),
        "is_known": basis.is_known,
        "is_empty": assumed.is_empty,
        "grade": assumed_words(assumed),
        "lines": lines,
        "lead": next(iter(lines), None),
        "beyond": _beyond(basis, reader),
        "missing": [known_name(key, reader) for key in basis.outlook.missing],
        "errors": list(assumed.errors.values()),
        "made_at": basis.outlook.made_at,
        "query": urlencode({**assumed.typed, ASSUMED: 1}),
    }


def page_of(found: Thought, reader: Reader) -> dict[str, Any]:
    """All of the page."""
    basis, assumed = found.basis, found.assumed
    return result_of(found, reader) | {
        "reader": reader,
        "goal_name": goal_name(basis.goal, reader),
        "nodes": list(node_fields(basis, assumed, reader)),
        "target": target_field(basis, assumed, reader),
        "crew": crew_fields(basis.goal, assumed, reader),
        "tried": tried_lines(basis, assumed, reader),
    }


def crew_fields(goal: Goal, assumed: Assumptions, reader: Reader) -> list[Field]:
    """People and hours."""
    people = crew_of(goal, reader).people
    told = _(
        "%(count)s are there now. They add working time: what grows with it, such as calls and deals, changes with it; "
        "rates and amounts per deal stay. Who joins is taken to bring as much an hour as the others; -1 is one less."
    )

    def field(name: str, label: str, usual: str, hint: str, slider: Slider | None = None) -> Field:
        return Field(name, label, assumed.typed.get(name, ""), usual, hint, assumed.errors.get(name, ""), 0, slider)

    few, many = float(min(people, FEW)), float(max(min(people, FEW), 1))
    return [
        field(
            PEOPLE,
            _("People joining or leaving"),
            "0",
            told % {"count": people},
            Slider(-few, many, 1.0, assumed.people) if people else None,
        ),
        field(SINCE, _("From"), reader.today.isoformat(), _("The first day on which they are there, or gone.")),
        field(
            HOURS,
            _("Working time from here on"),
            "0%",
            _("In percent: 10 is a tenth more for everybody, -10 a tenth less."),
            Slider(-30.0, 30.0, 1.0, assumed.hours * 100, "%"),
        ),
    ]


def _beyond(basis: Basis, reader: Reader) -> str:
    """What the goal's own history knows beyond its tree."""
    root = basis.nodes[0]
    if 0 not in (basis.drawn.residuals or {}) or root["expected"] is None or root["own_expected"] is None:
        return ""
    key = basis.tree.keys[0]
    return _(
        "Put together from its parts alone it would end at %(tree)s; its own history says %(own)s, which is what "
        "boards show. The difference is kept whatever is assumed."
    ) % {"tree": amount(root["expected"], key, reader), "own": amount(root["own_expected"], key, reader)}
