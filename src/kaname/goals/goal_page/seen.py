"""Whose lines of a KPI a reader sees: what concerns them, and nobody's numbers beyond their role."""

from __future__ import annotations

from dataclasses import dataclass

from kaname.goals.goal_page.working import Working
from kaname.goals.reader import Reader
from kaname.people.models import Team


@dataclass(frozen=True)
class Seen:
    """Teams from the top down, and rows of the crew's people; whether others are there."""

    teams: tuple[Team, ...]
    rows: tuple[int, ...]
    hides_teams: bool
    hides_people: bool


def seen_of(working: Working, reader: Reader) -> Seen:
    """The teams right below and the people of the team itself, as far as they are the reader's to see.

    Who works further down sees the way down to their own team, and themselves.
    """
    scope, tree, crew, top = reader.scope, working.teams, working.crew, working.team
    below = tree.right_below(top)
    direct = [] if top is None else crew.rows_in([top.pk])
    if scope.everything:
        return Seen(tuple(below), tuple(direct), hides_teams=False, hides_people=False)
    own = [row for row, person in enumerate(crew.people) if person.user_id == reader.user.pk]
    ways = {pk for row in own for pk in _way_down(working, row)}
    listed = {team.pk for team in below if team.key in scope.team_keys}
    seen = [team for team in tree.by_id.values() if team.pk in ways | listed]
    rows = [row for row in direct if crew.people[row].key in scope.person_keys]
    return Seen(
        teams=tuple(sorted(seen, key=lambda team: len(tree.above(team)))),
        rows=tuple(dict.fromkeys([*rows, *own])),
        hides_teams=len(listed | ways & {team.pk for team in below}) < len(below),
        hides_people=len(rows) < len(direct),
    )


def _way_down(working: Working, row: int) -> list[int]:
    """The teams between the block's team and those in which a person works, these among them."""
    found = []
    for team_id in working.crew.teams_of(row):
        line = [working.teams.by_id[team_id], *working.teams.above(working.teams.by_id[team_id])]
        for team in line:
            if team is None or team == working.team:
                break
            found.append(team.pk)
    return found
