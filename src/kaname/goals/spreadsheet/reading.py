"""Rows read as targets, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kaname.connectors.values.moments import read_moment
from kaname.connectors.values.texts import folded, is_empty
from kaname.connectors.values.unreadable import UnreadableError
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.errors import GoalsError
from kaname.goals.models import Target, TargetFigures
from kaname.goals.owners import TargetOwner, settable
from kaname.goals.reader import Reader
from kaname.goals.setting_many import WantedTarget, set_targets
from kaname.goals.spreadsheet.asked import AskedTarget, TargetsImport
from kaname.goals.spreadsheet.columns import NEEDED, column_name, places
from kaname.goals.spreadsheet.names import metrics_by_name, owners_by_name
from kaname.goals.spreadsheet.refusals import PROBLEMS, RowProblem, refusal
from kaname.goals.typed import read_value
from kaname.measures.direction import Direction
from kaname.measures.periods import Period

MOST_ROWS = 5000


def read_targets(headers: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], reader: Reader) -> TargetsImport:
    """Compare the rows of a file with the targets in force; nothing is changed."""
    found = places(headers)
    missing = [column_name(name, reader.language) for name in NEEDED if name not in found]
    if missing:
        return TargetsImport(problems=(refusal(1, "", "columns_missing", columns=", ".join(missing)),))
    if len(rows) > MOST_ROWS:
        return TargetsImport(problems=(refusal(1, "", "too_many_rows", most=MOST_ROWS),))
    sheet = _Sheet(reader, found)
    filled = ((line, cells) for line, cells in rows if any(not is_empty(cell) for cell in cells))
    asked = [row for line, cells in filled if (row := sheet.read(line, cells))]
    return TargetsImport(problems=tuple(sheet.problems)) if sheet.problems else TargetsImport(rows=tuple(asked))


def apply_targets(result: TargetsImport, reader: Reader, *, reason: str) -> None:
    """Set and revise what a file without problems asks for. Raises GoalsError."""
    wanted = [
        WantedTarget(row.metric.key, row.period, team=row.owner.team, person=row.owner.person, **row.figures)
        for row in result.rows
        if row.kind != "unchanged"
    ]
    set_targets(wanted, by=reader.user, at=reader.at, reason=reason)


class _Sheet:
    """Reads rows one by one, collecting what is wrong with them."""

    def __init__(self, reader: Reader, places: Mapping[str, int]) -> None:
        self.reader, self.places = reader, places
        self.problems: list[RowProblem] = []
        self.owners = settable(reader.scope)
        self.teams = owners_by_name(owner for owner in self.owners.values() if owner.team)
        self.people = owners_by_name(owner for owner in self.owners.values() if owner.person)
        self.metrics = metrics_by_name(reader)
        self.existing = _in_force(self.owners)
        self.lines: dict[tuple[str, str, Period], int] = {}

    def read(self, line: int, cells: Sequence[str]) -> AskedTarget | None:
        texts = {name: cells[place].strip() if place < len(cells) else "" for name, place in self.places.items()}
        before = len(self.problems)
        metric = self._metric(line, texts["metric"])
        owner = self._owner(line, texts.get("team", ""), texts.get("person", ""))
        period = self._period(line, texts)
        figures = self._figures(line, texts, metric) if metric else None
        if len(self.problems) > before or not (metric and owner and period and figures):
            return None
        row = AskedTarget(line, metric, owner, period, figures, self.existing.get((metric.key, owner.code, period)))
        if self.lines.setdefault(row.slot, line) != line:
            self._refuse(line, "metric", "row_twice", earlier=self.lines[row.slot])
        return row

    def _metric(self, line: int, text: str) -> MetricDefinition | None:
        found = self.metrics.get(folded(text), [])
        if len(found) != 1:
            self._refuse(line, "metric", "metric_ambiguous" if found else "metric_unknown", text=text)
            return None
        return found[0]

    def _owner(self, line: int, team: str, person: str) -> TargetOwner | None:
        if not is_empty(team) and not is_empty(person):
            # A person's row may name their team for the reader; the target is the person's.
            team = ""
        column, text = ("person", person) if not is_empty(person) else ("team", team)
        if is_empty(text):
            if not self.reader.scope.everything:
                self._refuse(line, "team", "organisation_not_yours")
                return None
            return TargetOwner()
        found = (self.people if column == "person" else self.teams).get(folded(text), [])
        if len(found) != 1:
            self._refuse(line, column, "owner_ambiguous" if found else "owner_unknown", text=text)
            return None
        return found[0]

    def _period(self, line: int, texts: Mapping[str, str]) -> Period | None:
        first, last = (self._day(line, name, texts[name]) for name in ("first_on", "last_on"))
        if first is None or last is None:
            return None
        if last < first:
            self._refuse(line, "last_on", "dates_reversed")
            return None
        return Period(first, last + timedelta(days=1))

    def _day(self, line: int, column: str, text: str) -> date | None:
        try:
            return read_moment(text, order="ymd").day
        except UnreadableError:
            self._refuse(line, column, "day_unreadable", text=text)
            return None

    def _figures(self, line: int, texts: Mapping[str, str], metric: MetricDefinition) -> TargetFigures | None:
        read = {name: self._figure(line, name, texts.get(name, ""), metric) for name in ("value", "upper", "baseline")}
        value, upper = read["value"], read["upper"]
        ranged = metric.direction is Direction.RANGE
        if value is None:
            return None
        if ranged != (upper is not None) or (upper is not None and upper < value):
            code = "range_reversed" if ranged and upper is not None else "upper_needed" if ranged else "upper_unwanted"
            self._add(line, "upper", str(GoalsError(code)))
            return None
        return {"value": value, "upper": upper, "baseline": read["baseline"]}

    def _figure(self, line: int, column: str, text: str, metric: MetricDefinition) -> Decimal | None:
        if is_empty(text) and column != "value":
            return None
        try:
            return read_value(text, metric=metric, currency=self.reader.currency)
        except GoalsError as error:
            self._add(line, column, str(error))
            return None

    def _refuse(self, line: int, column: str, code: str, **params: Any) -> None:
        self._add(line, column, str(PROBLEMS[code]) % params)

    def _add(self, line: int, column: str, words: str) -> None:
        self.problems.append(RowProblem(line, column_name(column, self.reader.language), words))


def _in_force(owners: Mapping[str, TargetOwner]) -> dict[tuple[str, str, Period], Target]:
    people = [owner.person for owner in owners.values() if owner.person]
    teams = [owner.team for owner in owners.values() if owner.team]
    targets = Target.objects.in_force().of_owners(teams=teams, people=people, organisation=True)
    found = targets.select_related("team", "person")
    return {(one.metric_key, TargetOwner(one.team, one.person).code, one.period): one for one in found}
