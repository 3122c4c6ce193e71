"""The people of a file beside those that are here.

A key means the same person everywhere. Where it is unknown here, the e-mail address tells who is meant, then the name
if one person alone has it and no other address.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kaname.goals.errors import GoalsError
from kaname.goals.exchange.document import PersonPart
from kaname.goals.exchange.problems import EXPECTED
from kaname.goals.metrics_yaml import Path
from kaname.people.models import Person, User

LONGEST_KEY = 64


@dataclass
class People:
    """`here` and `new` by the key that the file has. `parts` are all that the file describes."""

    parts: dict[str, PersonPart] = field(default_factory=dict)
    known: dict[str, Person] = field(
        default_factory=lambda: {person.key: person for person in Person.objects.select_related("user")}
    )
    here: dict[str, Person] = field(default_factory=dict)
    new: dict[str, PersonPart] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=lambda: {user.email: user for user in User.objects.all()})
    problems: list[tuple[Path, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def key_of(self, key: str) -> str | None:
        """The key that the owner of a target has here, or will have; None for one that nobody knows."""
        person = self.here.get(key) or self.known.get(key)
        return person.key if person else key if key in self.new else None

    def author_key(self, key: str) -> str:
        """How those who decided something are called here; who is unknown keeps the name of the file."""
        return self.key_of(key) or key

    def user_of(self, key: str) -> User | None:
        """The sign-in of somebody, by the key that they have here."""
        if key in self.known:
            return self.known[key].user
        return self.users.get(key.lower())

    def named(self, key: str) -> dict[str, str]:
        """Key, name and e-mail address of somebody, by the key that they have here."""
        person: Person | PersonPart = self.known.get(key) or self.parts.get(key) or PersonPart(key=key)
        return {"key": key, "name": person.name, "email": person.email}


def match_people(parts: Sequence[PersonPart], *, owners: Collection[str], authors: Collection[str]) -> People:
    """Those who are only named as authors need not be here: their names are kept with what they decided."""
    found = People()
    keys = {part.key for part in parts}
    for place, part in enumerate(parts):
        needed = part.key in owners or (part.key not in authors and bool(part.name))
        if part.key in found.parts:
            found.problems.append((("people", place, "key"), _("This key stands here twice.")))
            continue
        found.parts[part.key] = part
        person = found.known.get(part.key) or _recognised(found, place, part, keys=keys, needed=needed)
        if person is not None and person in found.here.values():
            words = _("This is %(person)s here, like another person of the file. Keep one of them.")
            found.problems.append((("people", place, "key"), words % {"person": person.name}))
        elif person is not None:
            found.here[part.key] = person
        elif needed:
            _add(found, place, part)
    return found


def _recognised(found: People, place: int, part: PersonPart, *, keys: Collection[str], needed: bool) -> Person | None:
    email = part.email.lower()
    others = [person for person in found.known.values() if person.key not in keys]
    same = [person for person in others if email and person.email.lower() == email]
    same = same or [
        person for person in others if person.name == part.name and part.name and not (email and person.email)
    ]
    if len(same) > 1 and needed:
        words = _("Several people here are called %(name)s. Write the key or e-mail address of the one who is meant.")
        found.problems.append((("people", place, "name"), words % {"name": part.name}))
    if len(same) != 1:
        return None
    words = _("%(name)s of the file (%(key)s) is taken to be %(person)s here (%(here)s).")
    params = {"name": part.name, "key": part.key, "person": same[0].name, "here": same[0].key}
    found.notes.append(words % params)
    return same[0]


def _add(found: People, place: int, part: PersonPart) -> None:
    found.new[part.key] = part
    if not part.name.strip():
        found.problems.append((("people", place, "name"), str(EXPECTED["string_too_short"])))
    if len(part.key) > LONGEST_KEY:
        words = str(GoalsError("text_too_long", limit=LONGEST_KEY))
        found.problems.append((("people", place, "key"), words))
    if part.email:
        try:
            validate_email(part.email)
        except ValidationError as error:
            found.problems.append((("people", place, "email"), " ".join(error.messages)))


def unknown_person(key: str) -> str:
    return _("There is no person %(key)s here, and the file does not describe them under “people”.") % {"key": key}
