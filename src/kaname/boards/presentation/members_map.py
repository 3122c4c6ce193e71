"""Members × KPIs as a heat map: a table whose cells carry number, word and colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaname.boards.links import Links
from kaname.boards.presentation.cells import Cell, heat_cells
from kaname.boards.presentation.style import Style
from kaname.boards.queries.board import Board
from kaname.boards.queries.members import Member
from kaname.boards.selection import Subject
from kaname.measures.status import Status
from kaname.web.charts.heat_maps import level_of
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
class MemberRow:
    """A person with the cells of their numbers, as HTML."""

    label: str
    url: str
    cells: SafeString


@dataclass(frozen=True)
class MembersMap:
    """`page_links` are (page number, address); None stands for pages left out."""

    heads: Sequence[Head]
    rows: Sequence[MemberRow]
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

    wording = Wording.now()
    pages = Pages.asked(order.page, size=PAGE_SIZE, total=len(people))
    shown = people[pages.offset : pages.offset + PAGE_SIZE]
    members.look_at(shown)
    return MembersMap(
        heads=[head(_("Name"), None), *(head(style.name(board.ledger.definitions[key]), key) for key in keys)],
        rows=[_row(member, keys, board, style, wording) for member in shown],
        pages=pages,
        is_judged=bool(members.ledger.people_targets),
        page_links=[(number, address(ordered, number) if number else "") for number in pages.near],
    )


@dataclass(frozen=True)
class Wording:
    """What hundreds of cells say, looked up in the reader's language once."""

    hint: str
    statuses: Mapping[Status, str]

    @classmethod
    def now(cls) -> Wording:
        return cls(_("%(status)s: %(actual)s, pace %(pace)s"), {status: status_word(status) for status in Status})


def _row(member: Member, keys: Sequence[str], board: Board, style: Style, wording: Wording) -> MemberRow:
    here = board.ledger.selection
    if member.row is None:
        cells = [_cell(member, key, "", board, style, wording) for key in keys]
        return MemberRow(member.name or _("Nobody known"), "", heat_cells(cells))
    person = Links(here.of(Subject(person=member.key)))
    alone = Links(here.of(replace(here.subject, person=member.key)))
    linked = [_cell(member, key, alone.metric(key), board, style, wording) for key in keys]
    return MemberRow(member.name, person.board(), heat_cells(linked))


def _cell(member: Member, key: str, url: str, board: Board, style: Style, wording: Wording) -> Cell:
    shown, definition = board.members.figure(member, key), board.ledger.definitions[key]
    actual = style.bare(shown.actual, definition)
    if shown.target is None:
        return Cell(actual, url=url)
    pace = None if shown.status in SILENT else shown.of_pace
    if pace is None:
        return Cell(actual, url=url, hint=wording.statuses[shown.status])
    expected, status = style.pace(shown.expected, definition), wording.statuses[shown.status]
    hint = wording.hint % {"actual": actual, "pace": expected, "status": status}
    return Cell(style.percent(pace), level_of(pace), url, hint)


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
