"""The teams of a file beside those that are here.

A key means the same team everywhere. Where it is unknown here, a team of the same name in the same place is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kaname.goals.exchange.document import TeamPart
from kaname.goals.metrics_yaml import Path
from kaname.people.errors import PeopleError
from kaname.people.models import Team


@dataclass
class Teams:
    """`here` and `new` by the key that the file has; those above come first in `new`."""

    known: dict[str, Team] = field(default_factory=lambda: {team.key: team for team in Team.objects.all()})
    here: dict[str, Team] = field(default_factory=dict)
    new: dict[str, TeamPart] = field(default_factory=dict)
    problems: list[tuple[Path, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def key_of(self, key: str) -> str | None:
        """The key that a team of the file has here, or will have; None for one that nobody knows."""
        team = self.here.get(key) or self.known.get(key)
        return team.key if team else key if key in self.new else None

    def above(self, key: str) -> list[str]:
        """The keys of a team and of those above it, by the keys that they have here."""
        line: list[str] = []
        here: str | None = key
        while here is not None and here not in line:
            line.append(here)
            here = self._parent_key(here)
        return line

    def _parent_key(self, key: str) -> str | None:
        if key in self.new:
            return self.key_of(self.new[key].parent or "")
        parent = self.known[key].parent_id if key in self.known else None
        return next((team.key for team in self.known.values() if team.pk == parent), None)


def match_teams(parts: Sequence[TeamPart]) -> Teams:
    """Those above first, so that names can be compared in their place."""
    found = Teams()
    waiting: dict[str, tuple[int, TeamPart]] = {}
    for place, part in enumerate(parts):
        if part.key in waiting:
            found.problems.append((("teams", place, "key"), _("This key stands here twice.")))
        waiting[part.key] = (place, part)
    while waiting:
        ready = [key for key, (_place, part) in waiting.items() if part.parent not in waiting]
        for key in ready:
            _match(found, *waiting.pop(key))
        if not ready:
            words = str(PeopleError("team_below_itself", team=next(iter(waiting.values()))[1].name))
            found.problems += [(("teams", place, "parent"), words) for place, _part in waiting.values()]
            break
    return found


def _match(found: Teams, place: int, part: TeamPart) -> None:
    if part.parent is not None and found.key_of(part.parent) is None:
        found.problems.append((("teams", place, "parent"), unknown_team(part.parent)))
        return
    team = found.known.get(part.key)
    if team is None and part.parent not in found.new:
        team = _namesake(found, part)
    if team is None:
        found.new[part.key] = part
    elif team in found.here.values():
        words = _("This team and another one of the file are both %(team)s here. Keep one of them.")
        found.problems.append((("teams", place, "key"), words % {"team": team.name}))
    else:
        found.here[part.key] = team


def _namesake(found: Teams, part: TeamPart) -> Team | None:
    above = found.here.get(part.parent or "") or found.known.get(part.parent or "")
    same = (team for team in found.known.values() if team.name == part.name and team.parent == above)
    team = next(same, None)
    if team is not None:
        words = _("The team %(key)s of the file is taken to be %(team)s here (%(here)s): it has the same name.")
        found.notes.append(words % {"key": part.key, "team": team.name, "here": team.key})
    return team


def unknown_team(key: str) -> str:
    return _("There is no team %(key)s here, and the file does not describe it under “teams”.") % {"key": key}
