"""Beginning a sheet: its goals come from the KPIs that the person carries and from their targets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from django.db import IntegrityError, transaction
from django.http import Http404

from kaname.boards.evidence.looked_at import look_at
from kaname.boards.selection import Subject
from kaname.goals.models import Goal
from kaname.goals.queries import targets_for
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.measures.periods import ONE_DAY, Period
from kaname.measures.sharing import share_target
from kaname.people.models import Person
from kaname.reports.errors import ReportsError
from kaname.reports.goal_sheet.access import manages
from kaname.reports.models import GoalSheet, GoalSheetRow, GoalSheetStep, SheetState

WHOLE = 100
FINEST = Decimal("0.000001")


def begin_sheet(person: Person, *, period: Period, reader: Reader) -> GoalSheet:
    """Make the draft of a sheet, for oneself or somebody whom one manages.

    Raises
    ------
    ReportsError
        sheet_not_yours or sheet_exists.
    """
    if person.user_id != reader.user.pk and not manages(person, reader):
        raise ReportsError("sheet_not_yours")
    try:
        with transaction.atomic():
            sheet = GoalSheet.objects.create(
                person=person,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                created_by=reader.user,
                created_at=reader.at,
                changed_at=reader.at,
            )
            GoalSheetRow.objects.bulk_create(_rows(sheet, reader))
            GoalSheetStep.objects.create(sheet=sheet, state=SheetState.DRAFT, by=reader.user, at=reader.at)
    except IntegrityError as error:
        raise ReportsError("sheet_exists", person=person.name) from error
    return sheet


def _rows(sheet: GoalSheet, reader: Reader) -> Iterator[GoalSheetRow]:
    """One per KPI, each with as much weight as the others."""
    keys, goal = _carried(sheet, reader)
    if not keys:
        return
    targets = targets_for(
        metric_keys=keys, period=sheet.period, person_keys=[sheet.person.key], definitions=reader.definitions
    ).people
    weights = share_target(target=WHOLE, capacity=np.ones(len(keys)))
    for place, (key, weight) in enumerate(zip(keys, weights.tolist(), strict=True), start=1):
        target = targets.get((key, sheet.person.key))
        yield GoalSheetRow(
            sheet=sheet,
            position=place,
            item=goal.name if goal else "",
            metric_key=key,
            measure=metric_name(key, reader.definitions),
            target=None if target is None else Decimal(repr(target.value)).quantize(FINEST),
            upper=None if target is None or target.upper is None else Decimal(repr(target.upper)).quantize(FINEST),
            weight=Decimal(weight) / WHOLE,
        )


def _carried(sheet: GoalSheet, reader: Reader) -> tuple[list[str], Goal | None]:
    """The person's KPIs today, or on the nearest day of the period, and their goal."""
    day = min(max(reader.today, sheet.starts_on), sheet.ends_on - ONE_DAY)
    subject = Subject(person=sheet.person.key)
    try:
        with look_at(subject, Period(day, day + ONE_DAY), compared=None, user=reader.user, at=reader.at) as looked:
            return [key for key in looked.keys if key in reader.definitions], looked.goal
    except Http404:
        return [], None
