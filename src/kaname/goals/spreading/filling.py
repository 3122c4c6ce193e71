"""Spreading a metric's target over the parts of the period, and each part over teams or people."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from django.db import transaction

from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.spreading.grounds import Grounds
from kaname.goals.spreading.handing_out import hand_out, shares
from kaname.goals.spreading.overlap import overlap_of
from kaname.goals.spreading.settings import grain_of_sheet
from kaname.goals.spreading.sheet import Owner, Sheet, owner
from kaname.goals.spreading.subjects import top_of, tops_of
from kaname.people.models import Team


@transaction.atomic
def fill(
    goal: Goal, metric_key: str, *, total: Decimal | None, team: Team | None, reader: Reader, keep_fixed: bool = False
) -> None:
    """Spread a target over the parts, and these over whoever shares; typed values stay where `keep_fixed`.

    Without a `total` the team's parts stay as they were handed out to it, and only who is below gets new ones. A rate
    or mean holds as it is in every part and for everybody, so that nothing of it is spread. In a goal that counts,
    parts that are over stay as they were.

    Raises
    ------
    CannotSpread
        If the total is below 0.
    SheetError
        typed_exceed: where more was typed for somebody's people than there is to hand out.
    """
    lock(goal)
    sheet, grounds = (
        Sheet(goal, metric_key),
        Grounds(goal, metric_key, top=top_of(goal, metric_key, team), reader=reader),
    )
    if not grows_with_time(metric_key, reader.definitions):
        sheet.keep_only([goal.period], owners={owner(top) for top in tops_of(goal, metric_key)})
        sheet.save()
        return
    sheet.keep_only([goal.period, *grounds.periods], owners=owners_of(goal, metric_key, grounds))
    if total is not None:
        grain = grain_of_sheet(goal, metric_key)
        overlap = overlap_of(goal, metric_key, team=team, grain=grain, reader=reader)
        spread_parts(sheet, grounds, overlap.of_parts(total, step=grounds.step), keep_fixed=keep_fixed)
    hand_out(sheet, grounds, team=team, keep_fixed=keep_fixed)
    sheet.save()


def lock(goal: Goal) -> None:
    """One after the other: two people may change a sheet at the same time."""
    Goal.objects.select_for_update().get(pk=goal.pk)


def spread_parts(sheet: Sheet, grounds: Grounds, total: Decimal, *, keep_fixed: bool) -> None:
    """Spread what is not held over the parts that are free, by working time and season."""
    top, periods = grounds.top, grounds.periods
    held = [_is_held(sheet, grounds, place, keep_fixed=keep_fixed) for place in range(len(periods))]
    left = total - sheet.total([period for period, stays in zip(periods, held, strict=True) if stays], team=top)
    weights = np.where(held, 0.0, grounds.parts.weights)
    # What is held may be more than the whole: nobody owes less than nothing, and the page says by how much they differ.
    values = shares(left if total < 0 else max(left, Decimal(0)), weights, grounds)
    for period, value, stays in zip(periods, values, held, strict=True):
        if not stays:
            sheet.set(period, value, team=top, fixed=False)


def owners_of(goal: Goal, metric_key: str, grounds: Grounds) -> set[Owner]:
    """Everybody who can stand on a metric's sheet."""
    found: set[Owner] = set()
    for top in tops_of(goal, metric_key) or [grounds.top]:
        own = grounds if top == grounds.top else Grounds(goal, metric_key, top=top, reader=grounds.reader)
        found |= {owner(top), *((pk, None) for pk in own.teams.within(top))}
        found |= {(None, person.pk) for person in own.crew.people}
    return found


def _is_held(sheet: Sheet, grounds: Grounds, place: int, *, keep_fixed: bool) -> bool:
    period = grounds.periods[place]
    if sheet.value(period, team=grounds.top) is None:
        return False
    return grounds.is_over(period) or (keep_fixed and sheet.is_fixed(period, team=grounds.top))
