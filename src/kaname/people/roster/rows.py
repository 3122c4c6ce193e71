"""The rows of a people file as values, and those that cannot be understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kaname.connectors.shapes import DayOrder
from kaname.connectors.values.days import Triple
from kaname.connectors.values.moments import read_moment, read_written
from kaname.connectors.values.texts import is_empty, plain
from kaname.connectors.values.unreadable import UnreadableError
from kaname.people.errors import PeopleError
from kaname.people.models import Role
from kaname.people.roster.columns import PeopleColumns
from kaname.people.roster.rejects import PeopleReject
from kaname.people.roster.roles import WORDS, role_of
from kaname.people.roster.table import Table

LONGEST = {"name": 200, "email": 254, "employee_code": 64, "team": 200, "parent_team": 200, "manager": 200}


@dataclass(frozen=True)
class RosterRow:
    """One row; "" and None mean that the file does not say. `left_on` is the first day the person is not there."""

    number: int
    cells: tuple[str, ...]
    name: str
    email: str = ""
    employee_code: str = ""
    team: str = ""
    parent_team: str = ""
    manager: str = ""
    role: Role | None = None
    since: date | None = None
    left_on: date | None = None

    @property
    def identity(self) -> str:
        """What tells namesakes apart."""
        return self.employee_code or self.email


def read_rows(table: Table, columns: PeopleColumns) -> tuple[list[RosterRow], list[PeopleReject]]:
    """Every row that says something, and what is wrong with those that cannot be understood.

    Raises PeopleError where the dates of a column can be read in two orders.
    """
    reader = RowReader(table, columns)
    rows: list[RosterRow] = []
    rejects = [PeopleReject(bad.row, "", "", "", bad.code, bad.params, bad.cells) for bad in table.broken]
    for number, cells in table.rows:
        if all(is_empty(cell) for cell in cells):
            continue
        row, problems = reader.read(number, cells)
        rejects.extend(problems)
        if not problems:
            rows.append(row)
    return rows, rejects


class RowReader:
    """Reads rows of one table with one choice of columns."""

    def __init__(self, table: Table, columns: PeopleColumns) -> None:
        self.headers = columns.named()
        self.places = {field: table.headers.index(header) for field, header in self.headers.items()}
        self.orders: dict[str, DayOrder | None] = {
            field: day_order(table.texts(self.headers[field]), self.headers[field], columns)
            for field in ("since", "left_on")
            if field in self.places
        }

    def read(self, number: int, cells: tuple[str, ...]) -> tuple[RosterRow, list[PeopleReject]]:
        values: dict[str, Any] = {}
        problems = []
        for field in self.places:
            text = self.text(field, cells)
            try:
                values[field] = self.value(field, text)
            except UnreadableError as wrong:
                problems.append(self.reject(number, cells, field, wrong.code, wrong.params))
        if not self.text("name", cells):
            problems.append(self.reject(number, cells, "name", "name_missing", {}))
        row = RosterRow(number, cells, **{"name": ""} | values)
        if row.since and row.left_on and row.left_on <= row.since:
            problems.append(self.reject(number, cells, "left_on", "left_before_since", {}))
        return row, problems

    def text(self, field: str, cells: Sequence[str]) -> str:
        text = cells[self.places[field]]
        return "" if is_empty(text) else " ".join(text.split())

    def value(self, field: str, text: str) -> object:
        """What a cell means for its field; raises UnreadableError."""
        if len(text) > LONGEST.get(field, 1000):
            raise UnreadableError("value_too_long", limit=LONGEST[field])
        if field == "email":
            return _email(text)
        if field == "role":
            return _role(text)
        if field == "since":
            return read_moment(text, order=self.orders[field]).day if text else None
        if field == "left_on":
            return read_moment(text, order=self.orders[field]).day + timedelta(days=1) if text else None
        return text

    def reject(
        self, number: int, cells: tuple[str, ...], field: str, code: str, params: dict[str, Any]
    ) -> PeopleReject:
        value = cells[self.places[field]] if field in self.places else ""
        return PeopleReject(number, field, self.headers.get(field, ""), value, code, params, cells)


def _email(text: str) -> str:
    email = plain(text).lower()
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise UnreadableError("email_invalid") from None
    return email


def _role(text: str) -> Role | None:
    role = role_of(text) if text else None
    if text and role is None:
        raise UnreadableError("role_unknown", allowed=", ".join(words.split()[0] for words in WORDS.values()))
    return role


def day_order(texts: Iterable[str], header: str, columns: PeopleColumns) -> DayOrder | None:
    """The one order in which every date of the column is a day; raises PeopleError where two would do."""
    if columns.day_order:
        return columns.day_order
    orders: set[DayOrder] | None = None
    ambiguous = False
    for readings in _readings(texts):
        orders = set(readings) if orders is None else orders & set(readings)
        ambiguous = ambiguous or len(set(readings.values())) > 1
    if not orders or not ambiguous:
        return next(iter(orders), None) if orders else None
    if len(orders) > 1:
        raise PeopleError("day_order_ambiguous", column=header, orders=", ".join(sorted(orders)))
    return next(iter(orders))


def _readings(texts: Iterable[str]) -> Iterator[dict[DayOrder, date]]:
    """What each three-number date of the column can mean."""
    for text in texts:
        try:
            found = read_written(text).day if not is_empty(text) else None
        except UnreadableError:
            continue
        if isinstance(found, Triple):
            yield found.readings()
