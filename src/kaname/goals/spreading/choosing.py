"""What somebody chooses for a spread: the whole, and who takes a share of it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from kaname.goals.errors import GoalsError
from kaname.goals.models import PlannedTarget
from kaname.goals.reader import Reader
from kaname.goals.spreading.errors import SheetError
from kaname.goals.spreading.grounds import Grounds
from kaname.goals.spreading.parts import parts_between
from kaname.goals.spreading.settings import choose, grain_of_sheet
from kaname.goals.spreading.sheet import Sheet
from kaname.goals.spreading.subjects import Asked
from kaname.goals.spreading.totals import total_of
from kaname.measures.periods import Grain, Period


def choose_grain(asked: Asked, by: Grain, *, keep_typed: bool, reader: Reader) -> None:
    """Spread by months or by weeks from now on.

    Raises
    ------
    GoalsError
        typed_by_other_parts where values are typed in parts that there would be none of any more, and they should stay.
    """
    goal, metric = asked.goal, asked.metric_key
    if by is grain_of_sheet(goal, metric):
        return
    parts = set(parts_between(goal.period, grain=by, reader=reader)) | {goal.period}
    rows = PlannedTarget.objects.filter(goal=goal, metric_key=metric, fixed=True)
    lost = [row for row in rows if Period(row.starts_on, row.ends_on) not in parts]
    if lost and keep_typed:
        raise SheetError("typed_by_other_parts", count=len(lost))
    choose(goal, metric, by=by.value)


def choose_takers(asked: Asked, *, shown: Collection[str], takes: Collection[str], reader: Reader) -> None:
    """Of those who are `shown` these take a share; keys are those of the sheet's rows.

    Who takes no share by their work so far stays left out on the other sheets as well.
    """
    goal, metric, seen = asked.goal, asked.metric_key, set(shown)
    before = Grounds(goal, metric, top=asked.top, reader=reader).takers.left_out()
    choose(goal, metric, left_out=sorted((before - seen) | (seen - set(takes))))


def choose_whole(asked: Asked, typed: Decimal | None, *, reader: Reader) -> Decimal:
    """Put the whole of a KPI on its owner's sheet: what was typed, or (None) what the tree proposes. What it is.

    Raises
    ------
    GoalsError
        value_missing where the tree proposes nothing, value_negative.
    """
    goal = asked.goal
    proposed = total_of(goal, asked.metric_key, reader=reader) if asked.top == goal.team else None
    total = proposed if typed is None else typed
    if total is None or total < 0:
        raise GoalsError("value_missing" if total is None else "value_negative")
    sheet = Sheet(goal, asked.metric_key)
    sheet.set(goal.period, total, team=asked.top, fixed=typed is not None and typed != proposed)
    sheet.save()
    return total
