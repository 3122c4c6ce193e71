"""One way in for the page, the command and the API: look at a file of people, or take it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from kaname.connectors.values.texts import folded
from kaname.people.models import Change, Organisation, User
from kaname.people.queries import organisation
from kaname.people.roster.book import Book
from kaname.people.roster.columns import PeopleColumns
from kaname.people.roster.people_import import PeopleImport
from kaname.people.roster.plan import Plan
from kaname.people.roster.rows import read_rows
from kaname.people.roster.saving import save
from kaname.people.roster.table import Table, read_table


def import_people(
    path: Path,
    columns: PeopleColumns,
    *,
    apply: bool,
    by: User | None,
    at: datetime,
    deactivate_missing: bool = False,
) -> PeopleImport:
    """Take the good rows of a file and list the others; without `apply` only tell what would happen.

    The same file a second time changes nothing. `deactivate_missing` lets everybody leave whom the file does not
    mention, administrators excepted.

    Raises
    ------
    ConnectorError
        The file cannot be read.
    PeopleError
        A column that was named is not there, none holds names, or the order of day and month is open.
    """
    table = read_table(path)
    result = PeopleImport(columns=columns.found_in(table.headers), applied=apply)
    with transaction.atomic():
        if apply:
            Organisation.objects.select_for_update().first()  # one import at a time, or two would enter the same people
        book = Book.read(locked=apply)
        _try(table, book, result, at=at, deactivate_missing=deactivate_missing)
        if apply and result.changes_something:
            save(book, by=by, at=at)
            counts = {key: value for key, value in result.as_dict().items() if isinstance(value, int)}
            Change(at=at, by=by, what="people.imported", subject=path.name[:200], details=counts).save()
    return result


def _try(table: Table, book: Book, result: PeopleImport, *, at: datetime, deactivate_missing: bool) -> None:
    """Leave in the book what would be, and in the result what that is."""
    rows, result.rejects = read_rows(table, result.columns)
    plan = Plan(book, result, today=organisation().today(at))
    plan.go_through(rows)
    if deactivate_missing:
        plan.deactivate_missing(_mentioned(table, result.columns))


def _mentioned(table: Table, columns: PeopleColumns) -> set[str]:
    """Everything that the file says in the columns that tell who is meant, rejected rows as well."""
    fields = {"name", "email", "employee_code", "manager"}
    headers = [header for field, header in columns.named().items() if field in fields]
    broken = (cell for reject in table.broken for cell in reject.cells)
    return {folded(text) for header in headers for text in table.texts(header)} | {folded(text) for text in broken}
