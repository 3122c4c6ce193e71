"""What the board's page shows, ready for its templates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.boards.asking import Asked
from kaname.boards.known_reader import KnownReader
from kaname.boards.links import Links
from kaname.boards.presentation.cards import cards_of
from kaname.boards.presentation.course_chart import course_chart
from kaname.boards.presentation.members_map import Order, legend, members_map, spread_rows
from kaname.boards.presentation.next_move import next_move
from kaname.boards.presentation.organisation_goal import organisation_goal
from kaname.boards.presentation.teams_table import teams_table
from kaname.boards.queries.board import Board
from kaname.boards.queries.goals_ahead import goals_ahead
from kaname.boards.queries.ledger import BoardLedger
from kaname.boards.queries.plans import KpiPlan, plans_here
from kaname.boards.selection import ORGANISATION, Selection, Span, Subject
from kaname.measures.periods import within_reach
from kaname.web.choices import Choice

SPANS: dict[Span, Callable[[], str]] = {
    Span.DAY: lambda: pgettext("length of a period", "Day"),
    Span.WEEK: lambda: pgettext("length of a period", "Week"),
    Span.MONTH: lambda: pgettext("length of a period", "Month"),
    Span.QUARTER: lambda: pgettext("length of a period", "Quarter"),
    Span.HALF: lambda: pgettext("length of a period", "Half year"),
    Span.YEAR: lambda: pgettext("length of a period", "Fiscal year"),
}


def live_context(board: Board, asked: Asked, *, chart: str, order: Order, at: datetime) -> dict[str, Any]:
    """The part that changes with the facts."""
    style = asked.reader.style
    cards = cards_of(board, style, audience=asked.audience, plans=plans_on(board, asked, at=at))
    lead = next((card for card in cards if board.lead and card.key == board.lead.key), None)
    sees_people = asked.audience.sees_people and asked.selection.subject.person is None
    ahead, reader = goals_ahead(board), KnownReader.of(asked.reader, board.ledger.definitions, at=at)
    return {
        "asked": asked,
        "board": board,
        "cards": cards,
        "lead": lead,
        "chart": course_chart(board.course, board.ledger, board.progress, style) if board.course else None,
        "organisation_goal": organisation_goal(ahead, style=style, in_use=board.ledger.definitions),
        "next_move": next_move(ahead, team=asked.selection.subject.team, reader=reader),
        "teams": teams_table(board, style) if asked.audience.sees_people else None,
        "members": members_map(board, style, order=order, chart=chart) if sees_people else None,
        "legend": legend(),
        "spread": [] if sees_people else spread_rows(board, style),
        "unmatched": asked.store.unmatched() if asked.audience.sees_unmatched else [],
        "loaded_at": style.moment(board.loaded_at),
        "links": asked.links,
        "match_url": reverse("imports:unknown"),
        "can_import": asked.reader.is_administrator,
        "newest": None if cards else newest(asked),
        "previous_url": Links(asked.selection.before).board(),
    }


def plans_on(board: Board, asked: Asked, *, at: datetime) -> Mapping[str, KpiPlan]:
    """The plans of the board's subject, by metric."""
    return plans_here(board, reader=KnownReader.of(asked.reader, board.ledger.definitions, at=at))


def newest(asked: Asked) -> Choice | None:
    """The period that ends with the newest facts, for a board without any; None where that is not before this one."""
    last = max((held.last_on for held in asked.store.census()), default=None)
    if last is None or last >= asked.selection.period.starts_on or not within_reach(last):
        return None
    selection = asked.selection.on(last)
    return Choice(asked.reader.style.period(selection, today=asked.reader.today), Links(selection).board())


def menus(asked: Asked, key: str = "") -> dict[str, Any]:
    """Where else the page can go: other subjects and periods, of the board or of one metric."""
    selection, style, today = asked.selection, asked.reader.style, asked.reader.today

    def address(chosen: Selection) -> str:
        return Links(chosen).metric(key) if key else Links(chosen).board()

    running, back, ledger = selection.on(today), address(selection), asked.ledger(key or None)
    return {
        "links": asked.links,
        "path": path_of(asked, ledger),
        "period_label": style.period(selection, today=today),
        "previous_url": address(selection.before),
        "next_url": address(selection.after) if selection.period.ends_on <= today else "",
        "now_url": "" if selection == running else address(running),
        "spans": [
            Choice(label(), address(selection.spanning(span, today=today)), span is selection.span)
            for span, label in SPANS.items()
        ],
        "subjects": list(_subjects(asked, ledger, address)),
        "subject_label": ledger.name or _("Whole organisation"),
        "kept": [(name, value) for name, value in parse_qsl(selection.query()) if name != "on"],
        "set_target_url": asked.links.set_target(key, back=back) if asked.audience.sets_targets else "",
    }


def path_of(asked: Asked, ledger: BoardLedger) -> list[Choice]:
    """The teams above the subject, each linked where the reader may go there."""
    selection, scope = asked.selection, asked.reader.scope
    top = ledger.organisation.name or _("Whole organisation")
    team = selection.subject.team or (ledger.lines[0].key if selection.subject.person and ledger.lines else None)
    teams = [
        Choice(node.name, asked.links.of(Subject(team=node.key)) if node.key in scope.team_keys else "")
        for node in ledger.teams.path(team)
    ]
    person = [Choice(ledger.name, "")] if selection.subject.person else []
    return [Choice(top, asked.links.of(ORGANISATION) if scope.everything else ""), *teams, *person]


def _subjects(asked: Asked, ledger: BoardLedger, address: Callable[[Selection], str]) -> Iterator[Choice]:
    """Whose numbers the reader may choose: the organisation's, the teams' as a tree, their own."""
    reader, selection = asked.reader, asked.selection

    def choice(label: str, subject: Subject, level: int = 0) -> Choice:
        return Choice(label, address(selection.of(subject)), subject == selection.subject, level)

    if reader.scope.everything:
        yield choice(reader.organisation.name or _("Whole organisation"), ORGANISATION)
    shown = [(node, depth) for node, depth in ledger.teams.walk() if node.key in reader.scope.team_keys]
    shallow = min((depth for _node, depth in shown), default=0) - (1 if reader.scope.everything else 0)
    for node, depth in shown:
        yield choice(node.name, Subject(team=node.key), depth - shallow)
    if reader.person is not None:
        yield choice(_("My numbers"), Subject(person=reader.person.key))
