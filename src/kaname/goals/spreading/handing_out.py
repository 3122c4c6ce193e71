"""Handing a team's parts out to the teams and people below it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from kaname.goals.owners import TargetOwner
from kaname.goals.spreading.errors import SheetError
from kaname.goals.spreading.grounds import Ground, Grounds
from kaname.goals.spreading.names import part_name
from kaname.goals.spreading.sharers import Sharer
from kaname.goals.spreading.sheet import Sheet
from kaname.measures.periods import Period
from kaname.measures.sharing import NoCapacity
from kaname.measures.spreading import spread
from kaname.people.models import Team
from kaname.web.formats.quantities import exact


def hand_out(
    sheet: Sheet,
    grounds: Grounds,
    *,
    team: Team | None,
    keep_fixed: bool = True,
    only: Collection[int] | None = None,
    whole: bool = False,
) -> None:
    """Hand out each part (or `only` some) of a team, and on below teams that had handed theirs out already.

    Raises
    ------
    SheetError
        typed_exceed; all_typed where the `whole` of a part has to be handed out.
    """
    ground = grounds.of(team)
    for place in range(len(ground.periods)) if only is None else only:
        if only is not None or not _is_history(sheet, grounds, ground, place):
            _hand_out_part(sheet, grounds, ground, place, team=team, keep_fixed=keep_fixed, whole=whole)
    for sharer in ground.sharers:
        if sharer.team is not None and is_handed_out(sheet, grounds, sharer.team):
            hand_out(sheet, grounds, team=sharer.team, keep_fixed=keep_fixed, only=only, whole=whole)


def is_handed_out(sheet: Sheet, grounds: Grounds, team: Team) -> bool:
    """Whether anybody below a team has a value already."""
    ground = grounds.of(team)
    return any(sheet.has(ground.periods, team=one.team, person=one.person) for one in ground.sharers)


def _hand_out_part(
    sheet: Sheet, grounds: Grounds, ground: Ground, place: int, *, team: Team | None, keep_fixed: bool, whole: bool
) -> None:
    period = ground.periods[place]
    total = sheet.value(period, team=team) or Decimal(0)
    held = [keep_fixed and one.shares_in(place) and is_typed(sheet, one, period) for one in ground.sharers]
    typed = sum(
        (value_of(sheet, one, period) for one, stays in zip(ground.sharers, held, strict=True) if stays), Decimal(0)
    )
    weights = np.where(held, 0.0, ground.weights[:, place])
    if typed > total or (whole and grounds.whole_steps(total - typed) and any(held) and not weights.any()):
        raise _refused("typed_exceed" if typed > total else "all_typed", grounds, team, period, typed, total)
    for sharer, stays, share in zip(ground.sharers, held, shares(total - typed, weights, grounds), strict=True):
        if not stays and not sharer.elsewhere[place]:
            _write(sheet, sharer, period, share, place)


def _write(sheet: Sheet, sharer: Sharer, period: Period, share: Decimal, place: int) -> None:
    """A value for who takes a share and has time; nobody else owes anything, not even nothing."""
    if sharer.takes_share and (share > 0 or sharer.capacity[place] > 0):
        sheet.set(period, share, team=sharer.team, person=sharer.person, fixed=False)
    else:
        sheet.forget(period, team=sharer.team, person=sharer.person)


def is_typed(sheet: Sheet, sharer: Sharer, period: Period) -> bool:
    return sheet.is_fixed(period, team=sharer.team, person=sharer.person)


def value_of(sheet: Sheet, sharer: Sharer, period: Period) -> Decimal:
    return sheet.value(period, team=sharer.team, person=sharer.person) or Decimal(0)


def _is_history(sheet: Sheet, grounds: Grounds, ground: Ground, place: int) -> bool:
    """What people were asked for in a part that is over stays as it was."""
    period = ground.periods[place]
    return grounds.is_over(period) and any(
        sheet.value(period, team=one.team, person=one.person) is not None for one in ground.sharers
    )


def shares(total: Decimal, weights: NDArray[np.float64], grounds: Grounds) -> list[Decimal]:
    """In proportion to the weights; where there are none nothing is shared, and the page says what is left over.

    A part of a unit is shared with nobody: it is left over as well.
    """
    try:
        return spread(total=grounds.whole_steps(total), weights=weights, step=grounds.step)
    except NoCapacity:
        return [Decimal(0)] * len(weights)


def _refused(
    code: str, grounds: Grounds, team: Team | None, period: Period, typed: Decimal, total: Decimal
) -> SheetError:
    reader = grounds.reader
    unit = reader.unit(reader.definitions[grounds.metric_key])
    typed_words, total_words = (exact(value, unit, language=reader.language) for value in (typed, total))
    return SheetError(
        code,
        owner=TargetOwner(team=team).name(reader.organisation),
        part=part_name(period, reader),
        typed=typed_words,
        total=total_words,
    )
