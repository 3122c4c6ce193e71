"""The ledger's part of a board: metrics, targets, teams and working time. Facts change without it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from kaname.boards.selection import Selection
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.figures import Nature, for_part
from kaname.goals.in_use import all_metrics, in_use
from kaname.goals.queries import targets_for
from kaname.goals.targets import ByMetricAndKey, ResolvedTarget
from kaname.measures.periods import Period, previous
from kaname.measures.working_time import Hours
from kaname.people.models import Organisation, Person
from kaname.people.staffing import Roster, roster_of_person, roster_of_teams
from kaname.people.team_lines import TeamLine, Teams

# Sparklines show this many periods, the one shown among them.
PERIODS_SHOWN = 13


@dataclass(frozen=True)
class BoardLedger:
    """`roster` covers the period shown and those it is compared with; `targets` are the subject's by metric key.

    `lines` are the teams of the teams table: those right below the subject, or the team of a person; `line_hours` are
    the working hours of each on the days of the period, by key. [h] `asked` are metrics that are shown even where there
    is nothing to show of them; `state` names the state of the ledger.
    """

    state: Hashable
    organisation: Organisation
    selection: Selection
    name: str
    definitions: Mapping[str, MetricDefinition]
    natures: Mapping[str, Nature]
    keys: tuple[str, ...]
    asked: frozenset[str]
    teams: Teams
    roster: Roster
    lines: tuple[TeamLine, ...]
    line_hours: Mapping[str, Hours]
    targets: Mapping[str, ResolvedTarget]
    team_targets: ByMetricAndKey
    people_targets: ByMetricAndKey

    @property
    def carried(self) -> frozenset[str]:
        """Metrics with a target that the subject is asked for, whatever it does; a rate from above asks no team that
        does nothing of the kind."""
        if self.selection.subject.person:
            return frozenset(self.targets)
        return frozenset(key for key, target in self.targets.items() if target.is_own)

    def target_of_line(self, line: TeamLine, key: str, *, does: bool) -> ResolvedTarget | None:
        """Of a team below; `does` says whether it has a number of the metric."""
        target = self.team_targets.get((key, line.key))
        return target if target is None or target.is_own or does else None


def read_ledger(
    selection: Selection, *, organisation: Organisation, state: Hashable, key: str | None = None
) -> BoardLedger:
    """Everything but facts, of the metrics that boards show or of one alone.

    Raises
    ------
    Person.DoesNotExist
        If the subject is a person whom the ledger does not know, or who was not in the team in question.
    """
    metrics = all_metrics()
    definitions = in_use(metrics)
    keys = tuple(each for each in definitions if metrics[each].on_board) if key is None else (key,)
    teams = Teams.read()
    subject, span = selection.subject, span_read(selection)
    if subject.person:
        person = Person.objects.get(key=subject.person)
        within = None if subject.team is None else teams.below(subject.team)
        roster = roster_of_person(person, within=within, organisation=organisation, span=span)
        if not roster.here(within).any():
            raise Person.DoesNotExist
        name, lines = person.name, teams.of_person(roster, period=selection.period)
    else:
        below = None if subject.team is None else sorted(teams.below(subject.team))
        roster = roster_of_teams(below, organisation=organisation, span=span)
        name, lines = teams.name(subject.team) or organisation.name, teams.lines(subject.team)
    line_hours = {line.key: _hours(line, selection, roster, organisation) for line in lines}
    own, of_teams, of_people = _targets(selection, keys, definitions, lines, roster.within(selection.period))
    return BoardLedger(
        state=state,
        organisation=organisation,
        selection=selection,
        name=name,
        definitions=definitions,
        natures={key: Nature.of(definition, definitions) for key, definition in definitions.items()},
        keys=keys,
        asked=frozenset(keys if key else ()),
        teams=teams,
        roster=roster,
        lines=lines,
        line_hours=line_hours,
        targets=own,
        team_targets=of_teams,
        people_targets=of_people,
    )


def _hours(line: TeamLine, selection: Selection, roster: Roster, organisation: Organisation) -> Hours:
    """Of everybody in the line's teams, shape (n_days,); a person's own roster does not hold their colleagues. [h]"""
    if selection.subject.person:
        whole = roster_of_teams(sorted(line.below), organisation=organisation, span=selection.period)
        return whole.hours_of_all
    return roster.within(selection.period).hours_in(line.below)


def span_read(selection: Selection) -> Period:
    """The days whose working time matters: the period, the one before, a year before, and the weeks before today's."""
    before = previous(selection.period, grain=selection.grain, calendar=selection.calendar)
    first = min(before.starts_on, selection.year_before.starts_on)
    return Period(first, selection.period.ends_on)


def _targets(
    selection: Selection,
    keys: Sequence[str],
    definitions: Mapping[str, MetricDefinition],
    lines: Sequence[TeamLine],
    roster: Roster,
) -> tuple[Mapping[str, ResolvedTarget], ByMetricAndKey, ByMetricAndKey]:
    """The subject's targets, those of the lines, and those of the people; facts narrowed by a field have none."""
    found = targets_for(
        metric_keys=[] if selection.filters else keys,
        period=selection.period,
        team_key=selection.subject.team,
        team_keys=[line.key for line in lines],
        person_keys=roster.person_keys,
        definitions=definitions,
        working=roster.working,
    )
    if not selection.subject.person:
        return found.team, found.teams, found.people
    own = {metric: target for (metric, key), target in found.people.items() if key == selection.subject.person}
    part = _part_here(roster)
    scaled = {key: for_part(own[key], part=part) if definitions[key].additive(definitions) else own[key] for key in own}
    return scaled, found.teams, found.people


def _part_here(roster: Roster) -> float:
    """The share of a person's working time that the subject's numbers are of. [0-1]"""
    own = float(roster.hours.sum())
    return float(roster.hours_of_all.sum()) / own if own > 0 else 1.0
