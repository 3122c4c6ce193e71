"""Whether what stands on a goal's sheets still comes to its targets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.spreading.grounds import Grounds
from kaname.goals.spreading.handing_out import value_of
from kaname.goals.spreading.overlap import overlap_of
from kaname.goals.spreading.settings import grain_of_sheet
from kaname.goals.spreading.sheet import Sheet
from kaname.goals.spreading.sheet_page import kind_of, whole_of
from kaname.goals.spreading.subjects import Asked, Subject, subjects_of
from kaname.web.formats.units import Unit

NOTHING = Decimal(0)


@dataclass(frozen=True)
class SheetSum:
    """One number of the goal: the `whole`, what its parts make of it beyond that (`difference`), and what its teams and
    people make of the parts: the `rest` that nobody has, and what is `too_much`. [unit of the metric]
    """

    goal: Goal
    subject: Subject
    unit: Unit
    whole: Decimal | None
    difference: Decimal
    rest: Decimal
    too_much: Decimal


def sums_of(goal: Goal, *, reader: Reader) -> list[SheetSum]:
    return [_sum(goal, subject, reader) for subject in subjects_of(goal, reader)]


def _sum(goal: Goal, subject: Subject, reader: Reader) -> SheetSum:
    sheet, key = Sheet(goal, subject.metric_key), subject.metric_key
    whole = whole_of(Asked(goal, key, subject.team, subject.team, subject.is_kgi), sheet, reader=reader)
    grounds = Grounds(goal, key, top=subject.team, reader=reader)
    difference = rest = too_much = NOTHING
    if kind_of(key, reader) == "spread" and sheet.has(grounds.periods, team=subject.team):
        if whole is not None:
            grain = grain_of_sheet(goal, key)
            overlap = overlap_of(goal, key, team=subject.team, grain=grain, reader=reader)
            parts = sheet.total(grounds.periods, team=subject.team)
            difference = overlap.difference(parts, whole=whole, step=grounds.step)
        rests = _rests(sheet, grounds)
        rest, too_much = (
            sum((max(one, NOTHING) for one in rests), NOTHING),
            -sum((min(one, NOTHING) for one in rests), NOTHING),
        )
    return SheetSum(goal, subject, reader.unit(reader.definitions[key]), whole, difference, rest, too_much)


def _rests(sheet: Sheet, grounds: Grounds) -> list[Decimal]:
    """What each part leaves of the owner's value once teams and people have theirs; nothing where nobody shares."""
    ground = grounds.of(grounds.top)
    if not any(one.takes_share for one in ground.sharers):
        return []
    return [
        (sheet.value(period, team=grounds.top) or NOTHING)
        - sum((value_of(sheet, one, period) for one in ground.sharers if not one.elsewhere[at]), NOTHING)
        for at, period in enumerate(ground.periods)
    ]
