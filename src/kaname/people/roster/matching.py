"""Who the rows of a file are: rows of one person together, matched to the person in the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from kaname.connectors.values.texts import folded
from kaname.people.models import Person
from kaname.people.roster.book import Book
from kaname.people.roster.problem import RowProblem
from kaname.people.roster.rows import RosterRow


def by_person(rows: Iterable[RosterRow]) -> tuple[list[list[RosterRow]], list[tuple[RosterRow, RowProblem]]]:
    """The rows of each person in the order of their first day, and rows of which it is unclear whose they are."""
    groups: defaultdict[tuple[str, str], list[RosterRow]] = defaultdict(list)
    for row in rows:
        groups[(row.identity, "" if row.identity else folded(row.name))].append(row)
    unclear = _shared_emails(groups.values()) | _missing_identities(groups.values()) | _same_days(groups.values())
    clear = [[row for row in group if row.number not in unclear] for group in groups.values()]
    ordered = [sorted(group, key=lambda row: row.since or date.min) for group in clear if group]
    return ordered, [(row, unclear[row.number]) for group in groups.values() for row in group if row.number in unclear]


def person_of(row: RosterRow, book: Book) -> Person | None:
    """The person in the ledger that a row speaks of, None for somebody new; raises RowProblem."""
    by_code, by_email = book.with_code(row.employee_code), book.with_email(row.email)
    if by_code and by_email and by_code is not by_email:
        raise RowProblem("email", "identities_differ", first=by_code.name, second=by_email.name)
    if by_code or by_email:
        return by_code or by_email
    namesakes = [person for person in book.called(row.name) if not _differs(row, person)]
    if len(namesakes) > 1:
        raise RowProblem("name", "name_ambiguous", name=row.name, count=len(namesakes))
    return namesakes[0] if namesakes else None


def _differs(row: RosterRow, person: Person) -> bool:
    """Whether the row's email or code is another than the person's; what one of the two lacks tells nothing."""
    emails, codes = {row.email, person.email.lower()} - {""}, {row.employee_code, person.employee_code} - {""}
    return len(emails) > 1 or len(codes) > 1


def _shared_emails(groups: Iterable[Sequence[RosterRow]]) -> dict[int, RowProblem]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    users: defaultdict[str, list[int]] = defaultdict(list)
    for row in (row for group in groups for row in group if row.email):
        owners[row.email].add(row.identity)
        users[row.email].append(row.number)
    found: dict[int, RowProblem] = {}
    for numbers in (numbers for email, numbers in users.items() if len(owners[email]) > 1):
        found |= dict.fromkeys(numbers, RowProblem("email", "email_shared", rows=_list(numbers)))
    return found


def _missing_identities(groups: Iterable[Sequence[RosterRow]]) -> dict[int, RowProblem]:
    """Rows without email and code whose name a row with one has as well."""
    groups = list(groups)
    named: defaultdict[str, list[int]] = defaultdict(list)
    for row in (row for group in groups for row in group):
        named[folded(row.name)].append(row.number)
    identified = {folded(row.name) for group in groups for row in group if row.identity}
    unclear = [row for group in groups for row in group if not row.identity and folded(row.name) in identified]
    return {row.number: RowProblem("name", "identity_missing", rows=_list(named[folded(row.name)])) for row in unclear}


def _same_days(groups: Iterable[Sequence[RosterRow]]) -> dict[int, RowProblem]:
    """Several rows of one person that start on the same day, or do not say when."""
    found: dict[int, RowProblem] = {}
    for group in groups:
        days = [row.since for row in group]
        twins = [row for row in group if days.count(row.since) > 1]
        code = "same_person_twice" if group[0].identity else "same_name"
        found |= {row.number: RowProblem("name", code, rows=_list(twin.number for twin in twins)) for row in twins}
    return found


def _list(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in sorted(numbers))
