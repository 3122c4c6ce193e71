"""The sheet of one metric of a goal: what each team and person should reach in the period and in each of its parts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from kaname.goals.models import Goal, PlannedTarget
from kaname.measures.periods import Period
from kaname.people.models import Person, Team

Owner = tuple[int | None, int | None]


class Sheet:
    """Read once, changed in memory, written once. Owners are a team, a person, or (neither) the organisation."""

    def __init__(self, goal: Goal, metric_key: str) -> None:
        self.goal, self.metric_key = goal, metric_key
        self._rows: dict[Owner, dict[Period, PlannedTarget]] = {}
        for row in PlannedTarget.objects.filter(goal=goal, metric_key=metric_key).order_by():
            self._rows.setdefault((row.team_id, row.person_id), {})[Period(row.starts_on, row.ends_on)] = row
        self._changed: dict[tuple[Owner, Period], PlannedTarget] = {}
        self._dropped: list[int] = []

    def value(self, period: Period, *, team: Team | None = None, person: Person | None = None) -> Decimal | None:
        row = self._rows.get(owner(team, person), {}).get(period)
        return None if row is None else row.value

    def is_fixed(self, period: Period, *, team: Team | None = None, person: Person | None = None) -> bool:
        row = self._rows.get(owner(team, person), {}).get(period)
        return row is not None and row.fixed

    def total(self, periods: Iterable[Period], *, team: Team | None = None) -> Decimal:
        """What a team's values of some parts come to together."""
        return sum((self.value(period, team=team) or Decimal(0) for period in periods), Decimal(0))

    def set(
        self,
        period: Period,
        value: Decimal,
        *,
        team: Team | None = None,
        person: Person | None = None,
        fixed: bool | None = None,
    ) -> None:
        """Write a value; `fixed` None leaves whether somebody typed it as it is."""
        whose = owner(team, person)
        rows = self._rows.setdefault(whose, {})
        row = rows.get(period)
        if row is None:
            row = rows[period] = PlannedTarget(
                goal=self.goal,
                metric_key=self.metric_key,
                team=team,
                person=person,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
            )
        elif row.value == value and fixed in (None, row.fixed):
            return
        row.value = value
        row.fixed = row.fixed if fixed is None else fixed
        self._changed[whose, period] = row

    def let_go(self, period: Period, *, team: Team | None = None, person: Person | None = None) -> None:
        """The value is nobody's word any more: it changes with the others from now on."""
        held = self.value(period, team=team, person=person)
        if held is not None:
            self.set(period, held, team=team, person=person, fixed=False)

    def has(self, parts: Iterable[Period], *, team: Team | None = None, person: Person | None = None) -> bool:
        """Whether anything is written for an owner in one of the parts; the only part of a month is the month."""
        rows = self._rows.get(owner(team, person), {})
        return any(part in rows for part in parts)

    def forget(self, period: Period, *, team: Team | None = None, person: Person | None = None) -> None:
        """Drop one value."""
        whose = owner(team, person)
        if period in self._rows.get(whose, {}):
            self._drop(whose, period)

    def keep_only(self, periods: Collection[Period], *, owners: Collection[Owner]) -> None:
        """Drop the values of other owners, and those of other periods."""
        kept = set(periods)
        gone = [
            (whose, period)
            for whose, rows in self._rows.items()
            for period in rows
            if whose not in owners or period not in kept
        ]
        for whose, period in gone:
            self._drop(whose, period)

    def save(self) -> None:
        """Write what is another than before, in a few queries."""
        PlannedTarget.objects.filter(pk__in=self._dropped).delete()
        new = [row for row in self._changed.values() if row._state.adding]
        held = [row for row in self._changed.values() if not row._state.adding]
        PlannedTarget.objects.bulk_create(
            held, update_conflicts=True, unique_fields=["id"], update_fields=["value", "fixed"]
        )
        PlannedTarget.objects.bulk_create(new)
        self._changed, self._dropped = {}, []

    def _drop(self, whose: Owner, period: Period) -> None:
        row = self._rows[whose].pop(period)
        self._changed.pop((whose, period), None)
        if not row._state.adding:
            self._dropped.append(row.pk)


def owner(team: Team | None, person: Person | None = None) -> Owner:
    return (None if team is None else team.pk, None if person is None else person.pk)
