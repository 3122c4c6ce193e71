"""What the facts say of a KPI's team, of the teams below it and of people, in a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaname.facts.asking.question import Groups, Number, Question, Where
from kaname.goals.goal_page.seen import Seen
from kaname.goals.goal_page.working import Working
from kaname.people.models import Team

ByMetric = Mapping[str, Number | None]


@dataclass(frozen=True)
class BlockValues:
    """`teams` by id, each with those below it. [unit of each metric]"""

    whole: ByMetric
    teams: Mapping[int, ByMetric]
    people: Groups | None

    def of_person(self, key: str, person_key: str) -> Number | None:
        return self.people.value(key, person_key) if self.people else None

    def is_present(self, person_key: str) -> bool:
        """Whether any facts of the metrics are theirs."""
        return self.people is not None and person_key in self.people.present


def block_values(question: Question, keys: Sequence[str], working: Working, seen: Seen) -> BlockValues:
    """Two questions for all metrics, and more only for what does not follow from the teams' values."""
    where: Where = {} if working.team is None else {"team": [working.team.key]}
    by_team = question.by("team", keys, period=working.period, where=where)
    crew = working.crew
    some = [crew.people[row].key for row in seen.rows]
    people = question.by("person", keys, period=working.period, where={**where, "person": some}) if some else None
    return BlockValues(
        whole=_together(by_team.present, keys, by_team, where, working, question),
        teams={team.pk: _of_team(team, keys, by_team, working, question) for team in seen.teams},
        people=people,
    )


def _of_team(team: Team, keys: Sequence[str], by_team: Groups, working: Working, question: Question) -> ByMetric:
    below = set(working.teams.keys(working.teams.within(team)))
    present = [key for key in by_team.present if key in below]
    if len(present) <= 1:
        return {key: by_team.value(key, present[0] if present else team.key) for key in keys}
    return _together(present, keys, by_team, {"team": [team.key]}, working, question)


def _together(
    teams: Sequence[str | None],
    keys: Sequence[str],
    by_team: Groups,
    where: Where,
    working: Working,
    question: Question,
) -> ByMetric:
    """Several teams' values as one. What does not follow from theirs is asked for."""
    added = {key: by_team.together(key, teams) for key in keys if by_team.adds_up(key)}
    rest = [key for key in keys if key not in added]
    return {**question.past_total(rest, period=working.period, where=where), **added} if rest else added
