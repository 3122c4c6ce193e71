"""Changing one value of a sheet: the rest of its row or column takes the difference, or the sum changes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from kaname.goals.errors import GoalsError
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.reader import Reader
from kaname.goals.spreading.errors import SheetError
from kaname.goals.spreading.filling import lock, spread_parts
from kaname.goals.spreading.grounds import Ground, Grounds
from kaname.goals.spreading.handing_out import hand_out, is_handed_out, is_typed, value_of
from kaname.goals.spreading.overlap import overlap_of
from kaname.goals.spreading.settings import grain_of_sheet
from kaname.goals.spreading.sharers import Sharer
from kaname.goals.spreading.sheet import Sheet
from kaname.goals.spreading.subjects import Asked
from kaname.measures.periods import Period
from kaname.measures.spreading import CannotSpread, edit_changing_sum, edit_keeping_sum

CODES = {"negative": "value_negative", "fixed_exceed_total": "fixed_exceed_total", "nothing_free": "nothing_free"}


class Editing:
    """One sheet while one of its values changes."""

    def __init__(self, asked: Asked, *, reader: Reader) -> None:
        self.asked, self.reader = asked, reader
        self.sheet = Sheet(asked.goal, asked.metric_key)
        self.grounds = Grounds(asked.goal, asked.metric_key, top=asked.top, reader=reader)

    @property
    def ground(self) -> Ground:
        return self.grounds.of(self.asked.team)

    def place_of(self, part: Period) -> int:
        """Raises SheetError part_unknown."""
        if part not in self.grounds.periods or not grows_with_time(self.asked.metric_key, self.reader.definitions):
            raise SheetError("part_unknown")
        return self.grounds.periods.index(part)

    def sharers_in(self, place: int, key: str) -> tuple[list[Sharer], int]:
        """Who shares in a part, and the place of the one that is named among them. Raises GoalsError."""
        sharers = [one for one in self.ground.sharers if one.shares_in(place)]
        index = next((at for at, one in enumerate(sharers) if one.key == key), None)
        if index is None:
            raise GoalsError("sharer_unknown")
        return sharers, index


@transaction.atomic
def edit_part(asked: Asked, *, part: Period, new: Decimal | None, keep_sum: bool, reader: Reader) -> None:
    """Change what the owner of the number should reach in one part; its teams' and people's values follow.

    None lets a typed value go: it changes with the others again, and the sum stays.

    Raises
    ------
    GoalsError
        value_negative, fixed_exceed_total, nothing_free, part_unknown, typed_exceed or all_typed.
    """
    lock(asked.goal)
    editing = Editing(asked, reader=reader)
    sheet, grounds, place = editing.sheet, editing.grounds, editing.place_of(part)
    before = [sheet.value(period, team=asked.top) for period in grounds.periods]
    if new is None:
        sheet.let_go(part, team=asked.top)
        spread_parts(sheet, grounds, sheet.total(grounds.periods, team=asked.top), keep_fixed=True)
    else:
        _change_part(editing, place, new, keep_sum=keep_sum)
    after = [sheet.value(period, team=asked.top) for period in grounds.periods]
    moved = [at for at, (old, value) in enumerate(zip(before, after, strict=True)) if old != value]
    hand_out(sheet, grounds, team=asked.top, only=moved, whole=True)
    sheet.save()


@transaction.atomic
def edit_share(
    asked: Asked, *, sharer_key: str, part: Period, new: Decimal | None, keep_sum: bool, reader: Reader
) -> None:
    """Change what one person or team below should reach in one part; the others of that part take the difference.

    What nobody has yet goes first. Where the sum changes, it changes in every team above. None lets a typed value go.

    Raises
    ------
    GoalsError
        As `edit_part`, and sharer_unknown.
    """
    lock(asked.goal)
    editing = Editing(asked, reader=reader)
    sheet, place = editing.sheet, editing.place_of(part)
    sharers, index = editing.sharers_in(place, sharer_key)
    whose = sharers[index]
    if new is None:
        sheet.let_go(part, team=whose.team, person=whose.person)
        hand_out(sheet, editing.grounds, team=asked.team, only=[place], whole=True)
    else:
        _change_share(editing, place, sharers, index, new, keep_sum=keep_sum)
        for sharer in sharers:
            if sharer.team is not None and is_handed_out(sheet, editing.grounds, sharer.team):
                hand_out(sheet, editing.grounds, team=sharer.team, only=[place], whole=True)
    sheet.save()


def _change_part(editing: Editing, place: int, new: Decimal, *, keep_sum: bool) -> None:
    sheet, grounds, top = editing.sheet, editing.grounds, editing.asked.top
    values = [sheet.value(period, team=top) or Decimal(0) for period in grounds.periods]
    fixed = [_cannot_move(editing, at) for at in range(len(values))]
    if keep_sum:
        values = _in_whole_steps(grounds, values, place, fixed=fixed)
    weights = grounds.parts.weights
    changed = _edited(values, place, new, fixed=fixed, weights=weights, step=grounds.step, keep=keep_sum)
    for at, period in enumerate(grounds.periods):
        if changed[at] != (sheet.value(period, team=top) or Decimal(0)):
            sheet.set(period, changed[at], team=top)
    sheet.set(grounds.periods[place], new, team=top, fixed=True)
    if not keep_sum:
        _follow(editing)


def _cannot_move(editing: Editing, place: int) -> bool:
    """What was typed, what is over, and what is typed for everybody who shares in it."""
    period = editing.grounds.periods[place]
    if editing.sheet.is_fixed(period, team=editing.asked.top) or editing.grounds.is_over(period):
        return True
    sharing = [one for one in editing.ground.sharers if one.shares_in(place)]
    return bool(sharing) and all(is_typed(editing.sheet, one, period) for one in sharing)


def _change_share(
    editing: Editing, place: int, sharers: Sequence[Sharer], index: int, new: Decimal, *, keep_sum: bool
) -> None:
    sheet, team, period = editing.sheet, editing.asked.team, editing.grounds.periods[place]
    grounds, values = editing.grounds, [value_of(sheet, one, period) for one in sharers]
    had = values[index]
    fixed = [is_typed(sheet, one, period) for one in sharers]
    if keep_sum:
        values = _in_whole_steps(grounds, values, index, fixed=fixed)
        rest = (sheet.value(period, team=team) or Decimal(0)) - sum(values)
        values[index] += _from_rest(grounds.whole_steps(rest), new - values[index])
    weights = np.array([one.capacity[place] for one in sharers], dtype=np.float64)
    changed = _edited(values, index, new, fixed=fixed, weights=weights, step=grounds.step, keep=keep_sum)
    for sharer, value in zip(sharers, changed, strict=True):
        if value != value_of(sheet, sharer, period):
            sheet.set(period, value, team=sharer.team, person=sharer.person)
    sheet.set(period, new, team=sharers[index].team, person=sharers[index].person, fixed=True)
    if not keep_sum:
        _carry_up(editing, period, by=new - had)


def _in_whole_steps(grounds: Grounds, values: Sequence[Decimal], index: int, *, fixed: Sequence[bool]) -> list[Decimal]:
    """What takes part in the change; a part of a unit does not go from one to the other, it is left over."""
    return [
        value if stays and at != index else grounds.whole_steps(value)
        for at, (value, stays) in enumerate(zip(values, fixed, strict=True))
    ]


def _from_rest(rest: Decimal, difference: Decimal) -> Decimal:
    """What a value takes of what is not handed out, or gives back of what is too much, before others have to."""
    if rest * difference <= 0:
        return Decimal(0)
    return min(rest, difference) if rest > 0 else max(rest, difference)


def _carry_up(editing: Editing, period: Period, *, by: Decimal) -> None:
    """The team and all above it have that much more, or less, to reach in the part."""
    sheet, asked = editing.sheet, editing.asked
    for team in [asked.team, *editing.grounds.teams.above(asked.team)]:
        value = (sheet.value(period, team=team) or Decimal(0)) + by
        if value < 0:
            raise GoalsError("value_negative")
        sheet.set(period, value, team=team, fixed=True)
        if team == asked.top:
            break
    _follow(editing)


def _follow(editing: Editing) -> None:
    """The whole period is what its parts come to, from now on; the KGI's own target is revised by itself."""
    asked, sheet, grounds = editing.asked, editing.sheet, editing.grounds
    if asked.is_kgi:
        return
    grain = grain_of_sheet(asked.goal, asked.metric_key)
    overlap = overlap_of(asked.goal, asked.metric_key, team=asked.top, grain=grain, reader=editing.reader)
    whole = overlap.of_whole(sheet.total(grounds.periods, team=asked.top), step=grounds.step)
    sheet.set(asked.goal.period, whole, team=asked.top, fixed=True)


def _edited(
    values: Sequence[Decimal],
    index: int,
    new: Decimal,
    *,
    fixed: Sequence[bool],
    weights: NDArray[np.float64],
    step: Decimal,
    keep: bool,
) -> list[Decimal]:
    try:
        if keep:
            return edit_keeping_sum(values=values, index=index, new=new, fixed=fixed, weights=weights, step=step)
        return edit_changing_sum(values=values, index=index, new=new)
    except CannotSpread as error:
        raise GoalsError(CODES[error.code]) from error
