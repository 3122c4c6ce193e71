"""How long actions were kept in a row: a run does not begin with the days that happen to be looked at."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import timedelta

from kaname.boards.queries.plans import adherence_of
from kaname.goals.actions.queries import Adherence
from kaname.goals.reader import Reader
from kaname.measures.periods import Period

FURTHEST = timedelta(weeks=26)


def in_full(lines: Sequence[Adherence], *, period: Period, state: Hashable, reader: Reader) -> list[Adherence]:
    """The lines of a period, each run that fills it with what was kept before, half a year back at most."""
    unbroken = [one for one in lines if 0 < one.run == one.occurrences and one.action.starts_on < period.starts_on]
    if not unbroken:
        return list(lines)
    actions = list({one.action.pk: one.action for one in unbroken}.values())
    people = dict.fromkeys(one.person_key for one in unbroken)
    whole = Period(period.ends_on - FURTHEST, period.ends_on)
    found = adherence_of(actions, people, period=whole, state=state, reader=reader)
    runs = {(one.action.pk, one.person_key): one.run for one in found}
    return [replace(one, run=max(one.run, runs.get((one.action.pk, one.person_key), 0))) for one in lines]
