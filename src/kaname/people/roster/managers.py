"""Who manages whom, as a people file says it."""

from __future__ import annotations

from collections.abc import Sequence

from kaname.people.models import Person, Role
from kaname.people.roster.book import Book
from kaname.people.roster.problem import RowProblem
from kaname.people.roster.rows import RosterRow


class Managers:
    """Finds the people that the manager column names, by email, employee code or name.

    `above` is each person's manager in the file by the person's key.
    """

    def __init__(self, book: Book, people: Sequence[tuple[Person, Sequence[RosterRow]]]) -> None:
        self.book = book
        self.above: dict[str, Person] = {}
        self.stated = {person.key for person, rows in people if any(row.role for row in rows)}
        self.numbers = {person.key: rows[-1].number for person, rows in people}
        for person, rows in people:
            found = self.find(rows[-1].manager)
            if len(found) == 1 and found[0] is not person:
                self.above[person.key] = found[0]
        self.circles = {person.key: circle for person, _ in people if (circle := self.circle_of(person))}
        self.above = {key: manager for key, manager in self.above.items() if key not in self.circles}

    def find(self, ref: str) -> list[Person]:
        known = self.book.with_email(ref) or self.book.with_code(ref)
        return [known] if known else self.book.called(ref)

    def of(self, person: Person, row: RosterRow) -> Person | None:
        """The manager that the row names, entered into the book when new; nobody is their own. Raises RowProblem."""
        if not row.manager:
            return None
        found = self.find(row.manager)
        if len(found) > 1:
            raise RowProblem("manager", "manager_ambiguous", name=row.manager, count=len(found))
        manager = found[0] if found else self.book.add_person(self.new(row.manager))
        if manager is person:
            return None
        if manager.role == Role.MEMBER and manager.key not in self.stated:
            self.book.set(manager, "role", Role.MANAGER)
        return manager

    def new(self, ref: str) -> Person:
        return Person(name=ref, email=ref.lower() if "@" in ref else "", role=Role.MANAGER)

    def circle_of(self, person: Person) -> list[Person]:
        """The people in between when going up from the person leads back to them."""
        line, higher = [person], self.above.get(person.key)
        while higher and higher not in line:
            line.append(higher)
            higher = self.above.get(higher.key)
        return line if higher is person else []

    def require_no_circle(self, person: Person) -> None:
        """Raise RowProblem for somebody who manages their own manager."""
        if circle := self.circles.get(person.key):
            rows = sorted(self.numbers[one.key] for one in circle)
            raise RowProblem("manager", "manager_circle", rows=", ".join(str(row) for row in rows))
