"""Which team a row speaks of: its own column, or one named after the manager."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaname.connectors.values.texts import folded
from kaname.people.models import Person, Team
from kaname.people.roster.book import Book
from kaname.people.roster.problem import RowProblem


def team_called(name: str, parent_name: str, book: Book) -> Team:
    """The team of that name, below the parent if one is given; made where it is missing.

    A team at the top of the tree is put below the parent that the file gives. Raises RowProblem.
    """
    if folded(name) == folded(parent_name):
        raise RowProblem("team", "team_is_its_parent")
    if not parent_name:
        return _only(book.teams_called(name), name) or _new(name, None, book)
    parent = team_called(parent_name, "", book)
    namesakes = book.teams_called(name)
    below = [team for team in namesakes if team.parent is parent]
    found = _only(below or [team for team in namesakes if team.parent is None], name)
    if found is None:
        return _new(name, parent, book)
    if found.parent is None:
        _require_no_circle(found, parent)
        book.set(found, "parent", parent)
    return found


def team_of_manager(manager: Person, above: Mapping[str, Person], book: Book) -> Team:
    """The team named after a manager; a new one goes below the team of the manager's own manager.

    `above` is each person's manager by the person's key, without circles. Raises RowProblem.
    """
    found = _only(book.teams_called(manager.name), manager.name)
    if found:
        return found
    higher = above.get(manager.key)
    return _new(manager.name, team_of_manager(higher, above, book) if higher else None, book)


def _require_no_circle(team: Team, parent: Team) -> None:
    higher: Team | None = parent
    while higher:
        if higher is team:
            raise RowProblem("parent_team", "team_is_its_parent")
        higher = higher.parent


def _only(teams: Sequence[Team], name: str) -> Team | None:
    if len(teams) > 1:
        raise RowProblem("team", "team_ambiguous", team=name, count=len(teams))
    if teams and not teams[0].is_active:
        raise RowProblem("team", "team_inactive", team=name)
    return teams[0] if teams else None


def _new(name: str, parent: Team | None, book: Book) -> Team:
    return book.add_team(Team(name=name, parent=parent))
