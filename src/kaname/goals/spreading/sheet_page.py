"""All that the page of a sheet shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.models import Goal
from kaname.goals.owners import TargetOwner
from kaname.goals.reader import Reader
from kaname.goals.spreading.grounds import Grounds
from kaname.goals.spreading.load_words import LoadLine, load_lines
from kaname.goals.spreading.loads import loads_of
from kaname.goals.spreading.overlap import ADDS_UP, Overlap, overlap_of
from kaname.goals.spreading.parts import Parts
from kaname.goals.spreading.seasons import SeasonField, season_fields
from kaname.goals.spreading.settings import grain_of_sheet
from kaname.goals.spreading.sheet import Sheet
from kaname.goals.spreading.sheet_lines import ROWS, Column, Row, SheetLines, Taker
from kaname.goals.spreading.subjects import Asked
from kaname.goals.spreading.totals import total_of
from kaname.goals.typed import typing
from kaname.goals.words import metric_name
from kaname.measures.direction import Direction
from kaname.measures.periods import Grain
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class SheetPage:
    """`whole` is what the whole period should come to, `difference` what the parts make of it beyond that.

    `is_open` whether what is handed out of a part comes to something else, and spreading again would mend that;
    `odd` is what of the whole is less than a unit, so that no part can have it.

    `kind` is spread, rate or range: only the first is spread. `proposed` is what the tree says where another value was
    typed; `has_history` whether parts are over, which keep what they ask for; `is_given` whether the team's own row is
    not changed here: it comes from the sheet above, or is the KGI itself.
    """

    metric_name: str
    owner_name: str
    unit: Unit
    kind: str
    grain: Grain
    is_filled: bool
    whole: Decimal | None
    typed_whole: str
    proposed: Decimal | None
    difference: Decimal
    odd: Decimal
    overlap: Overlap
    parts: Parts | None = None
    seasons: tuple[SeasonField, ...] = ()
    columns: tuple[Column, ...] = ()
    team_row: Row | None = None
    rows: tuple[Row, ...] = ()
    number: int = 1
    numbers: range = range(1, 2)
    takers: tuple[Taker, ...] = ()
    loads: tuple[LoadLine, ...] = ()
    more_loads: int = 0
    is_open: bool = False
    has_history: bool = False
    is_given: bool = False

    @property
    def odd_difference(self) -> Decimal:
        """The difference that spreading again leaves."""
        return -self.odd


def sheet_page(goal: Goal, asked: Asked, *, reader: Reader, number: int = 1, size: int = ROWS) -> SheetPage:
    """The page `number` of its rows, `size` on each."""
    sheet, kind = Sheet(goal, asked.metric_key), kind_of(asked.metric_key, reader)
    grounds = Grounds(goal, asked.metric_key, top=asked.top, reader=reader)
    grain = grain_of_sheet(goal, asked.metric_key)
    overlap = ADDS_UP
    if kind == "spread":
        overlap = overlap_of(goal, asked.metric_key, team=asked.top, grain=grain, reader=reader)
    is_filled = kind == "spread" and sheet.has(grounds.periods, team=asked.team)
    summed = sheet.total(grounds.periods, team=asked.team)
    whole = whole_of(asked, sheet, reader=reader)
    if whole is None and is_filled:
        whole = overlap.of_whole(summed, step=grounds.step)
    proposed = None if asked.is_kgi or not asked.is_owner else total_of(goal, asked.metric_key, reader=reader)
    definition = reader.definitions[asked.metric_key]
    return SheetPage(
        metric_name=metric_name(asked.metric_key, reader.definitions),
        owner_name=TargetOwner(team=asked.team).name(reader.organisation),
        unit=reader.unit(definition),
        kind=kind,
        grain=grain,
        is_filled=is_filled,
        whole=whole,
        typed_whole=typing(whole, metric=definition),
        proposed=None if proposed == whole else proposed,
        is_given=asked.is_given(grounds.periods),
        difference=_difference(overlap, summed, whole, grounds) if is_filled else Decimal(0),
        odd=_odd(asked, whole, overlap, grounds) if kind == "spread" else Decimal(0),
        overlap=overlap,
        **(_lines(sheet, grounds, asked, number, size, reader) if kind == "spread" else {}),  # type: ignore[arg-type]
    )


def kind_of(metric_key: str, reader: Reader) -> str:
    """spread, rate (holds everywhere as it is) or range (needs an upper end, which no sheet has)."""
    if reader.definitions[metric_key].direction is Direction.RANGE:
        return "range"
    return "spread" if grows_with_time(metric_key, reader.definitions) else "rate"


def whole_of(asked: Asked, sheet: Sheet, *, reader: Reader) -> Decimal | None:
    """What the owner should reach in the whole period; None for a team that only has what comes from above."""
    if not asked.is_owner:
        return None
    held = sheet.value(asked.goal.period, team=asked.team)
    if asked.is_kgi or held is None:
        own_team = asked.is_kgi or asked.top == asked.goal.team
        return total_of(asked.goal, asked.metric_key, reader=reader) if own_team else None
    return held


def _difference(overlap: Overlap, summed: Decimal, whole: Decimal | None, grounds: Grounds) -> Decimal:
    return Decimal(0) if whole is None else overlap.difference(summed, whole=whole, step=grounds.step)


def _odd(asked: Asked, whole: Decimal | None, overlap: Overlap, grounds: Grounds) -> Decimal:
    """Nothing where parts come to another sum than the whole: they are rounded by themselves."""
    if whole is None or overlap.share != 1 or not asked.is_owner:
        return Decimal(0)
    return whole - grounds.whole_steps(whole)


def _lines(sheet: Sheet, grounds: Grounds, asked: Asked, number: int, size: int, reader: Reader) -> dict[str, object]:
    ground = grounds.of(asked.team)
    loads = loads_of(sheet, grounds, ground)
    excess = {(one.sharer.key, one.place) for one in loads}
    lines = SheetLines(sheet, grounds, asked, excess=excess, reader=reader, size=size)
    number = min(max(number, 1), lines.pages)
    words, more = load_lines(loads, asked.metric_key, reader=reader)
    return {
        "parts": grounds.parts if asked.is_owner else None,
        "seasons": season_fields(grounds.parts, reader) if asked.is_owner else (),
        "team_row": lines.team_row(),
        "rows": lines.rows(number),
        "number": number,
        "numbers": range(1, lines.pages + 1),
        "takers": lines.takers(),
        "columns": lines.columns(),
        "loads": tuple(words),
        "more_loads": more,
        "is_open": lines.is_open(),
        "has_history": any(grounds.is_over(period) for period in ground.periods),
    }
