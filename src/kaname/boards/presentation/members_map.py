"""Members × KPIs as a heat map: a table whose cells carry number, word and colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from kaname.boards.links import Links
from kaname.boards.presentation.cards import target_words
from kaname.boards.presentation.style import Style
from kaname.boards.queries.board import Board
from kaname.boards.queries.members import Member
from kaname.boards.selection import Subject
from kaname.measures.status import Status
from kaname.web.charts.heat_maps import HeatCell, HeatRow, level_of
from kaname.web.components.pills import status_word
from kaname.web.pages import Pages

PAGE_SIZE = 25
# The steps of the colours, in words; level 0 is not judged.
LEVELS: dict[int, Callable[[], str]] = {
    5: lambda: _("120% and above"),
    4: lambda: _("105–119%"),
    3: lambda: _("95–104%: on pace"),
    2: lambda: _("80–94%"),
    1: lambda: _("below 80%"),
    0: lambda: _("not judged: the number itself"),
}
SILENT = frozenset({Status.TOO_EARLY, Status.NO_DATA, Status.STALE, Status.NO_TARGET})


@dataclass(frozen=True)
class Order:
    """How the members are sorted, by metric key (None: by name), and which page of them is shown."""

    key: str | None = None
    falling: bool = False
    page: str | None = None

    @classmethod
    def read(cls, sort: str | None, page: str | None) -> Order:
        key = (sort or "").removeprefix("-")
        return cls(key if key not in ("", "name") else None, (sort or "").startswith("-"), page)

    @property
    def sort(self) -> str:
        """As an address says it."""
        return ("-" if self.falling else "") + (self.key or "name")

    def by(self, key: str | None) -> Order:
        """What a click on a column's head leads to: the best first, names from the beginning; then the reverse."""
        same = key == self.key
        return Order(key, (not self.falling) if same else key is not None)

    def direction(self, key: str | None) -> str:
        """For `aria-sort`."""
        if key != self.key:
            return "none"
        return "descending" if self.falling else "ascending"


@dataclass(frozen=True)
class Head:
    """A column's head, which sorts by it."""

    label: str
    url: str
    direction: str


@dataclass(frozen=True)
class MembersMap:
    """`page_links` are (page number, address); None stands for pages left out."""

    heads: Sequence[Head]
    rows: Sequence[HeatRow]
    pages: Pages
    page_links: Sequence[tuple[int | None, str]]
    is_judged: bool


@dataclass(frozen=True)
class SpreadRow:
    """What the middle 80 % of a team's people reached in a metric, and the reader's own number."""

    label: str
    own: str
    low: str
    high: str


def members_map(board: Board, style: Style, *, order: Order, chart: str = "") -> MembersMap | None:
    """One page of the members; None where nobody is there."""
    members, links = board.members, Links(board.ledger.selection)
    keys = members.judged_keys
    ordered = order if order.key in keys else replace(order, key=None)
    people = members.sorted_by(ordered.key, falling=ordered.falling)
    if not people:
        return None

    def address(by: Order, page: int = 1) -> str:
        return links.board(chart=chart, sort=by.sort, page=str(page) if page > 1 else "") + "#members"

    def head(label: str, key: str | None) -> Head:
        return Head(label, address(ordered.by(key)), ordered.direction(key))

    pages = Pages.asked(order.page, size=PAGE_SIZE, total=len(people))
    return MembersMap(
        heads=[head(_("Name"), None), *(head(style.name(board.ledger.definitions[key]), key) for key in keys)],
        rows=[_row(member, keys, board, style) for member in people[pages.offset : pages.offset + PAGE_SIZE]],
        pages=pages,
        is_judged=bool(members.ledger.people_targets),
        page_links=[(number, address(ordered, number) if number else "") for number in pages.near],
    )


def _row(member: Member, keys: Sequence[str], board: Board, style: Style) -> HeatRow:
    cells = [_cell(member, key, board, style) for key in keys]
    if member.key is None:
        return HeatRow(_("Nobody known"), cells)
    url = Links(board.ledger.selection).of(Subject(person=member.key)) if member.row is not None else ""
    return HeatRow(member.name, cells, url)


def _cell(member: Member, key: str, board: Board, style: Style) -> HeatCell:
    shown, definition = board.members.figure(member, key), board.ledger.definitions[key]
    actual = style.short(shown.actual, definition)
    pace = board.members.pace(member, key) if shown.status not in SILENT else None
    here = board.ledger.selection
    url = Links(here.of(replace(here.subject, person=member.key))).metric(key) if member.row is not None else ""
    if pace is None:
        return HeatCell(
            style.bare(shown.actual, definition), 0, url, "" if shown.target is None else status_word(shown.status)
        )
    words = {
        "actual": actual,
        "expected": style.pace(shown.expected, definition),
        "target": target_words(shown.target, definition, style) if shown.target else "",
        "status": status_word(shown.status),
    }
    hint = _("%(actual)s; expected by now %(expected)s; target %(target)s. %(status)s") % words
    return HeatCell(style.percent(pace), level_of(pace), url, hint)


def legend() -> list[tuple[int, str]]:
    """The colours' levels in words, best first."""
    return [(level, words()) for level, words in LEVELS.items()]


def spread_rows(board: Board, style: Style) -> list[SpreadRow]:
    """Metric by metric, where there are people enough to show a range of them."""
    rows = []
    own = board.ledger.selection.subject.person
    for kpi in board.kpis:
        if (spread := board.members.spread(kpi.key)) is not None:
            low, high = (style.short(bound, kpi.definition) for bound in spread)
            mine = style.short(kpi.figure.actual, kpi.definition) if own else ""
            rows.append(SpreadRow(style.name(kpi.definition), mine, low, high))
    return rows
