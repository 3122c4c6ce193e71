"""Bringing in goals from YAML: all of a file or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from kaname.goals.defining import InvalidMetricError
from kaname.goals.errors import GoalsError
from kaname.goals.exchange.applying import Importer
from kaname.goals.exchange.checks import goal_problems
from kaname.goals.exchange.comparing import Compared, compare, lost_ticks, taken_targets
from kaname.goals.exchange.document import GoalsFile
from kaname.goals.exchange.found import Found, find
from kaname.goals.exchange.problems import FileProblem, unreadable
from kaname.goals.exchange.reading import FileRead, read_file
from kaname.goals.exchange.renaming import renamed
from kaname.goals.exchange.result import GoalsImport, Missing
from kaname.goals.metrics_yaml import Path, YamlUnreadableError
from kaname.goals.words import metric_name
from kaname.people.errors import PeopleError
from kaname.people.models import Organisation, User
from kaname.people.queries import organisation
from kaname.people.scope import SEES_EVERYTHING


def may_import(user: User | None) -> bool:
    """Whether the user may bring in goals with their history; nobody is the command line, which may."""
    return user is None or user.role in SEES_EVERYTHING


def import_goals(
    text: str,
    *,
    apply: bool,
    create_missing: bool = False,
    replace_changed: bool = False,
    by: User | None,
    at: datetime,
) -> GoalsImport:
    """Compare a file with the goals here and, if asked to and nothing is wrong, make them so.

    Goals that the file does not name stay as they are. Teams, people and metrics that are not here are made where
    `create_missing` allows it; goals and metrics that are otherwise here are changed where `replace_changed` does.
    Whoever applies a file that adds people publishes the directory afterwards.

    Raises
    ------
    GoalsError
        not_yours_to_import; not_yours_to_create, not_yours_to_define where the file asks for that.
    """
    if not may_import(by):
        raise GoalsError("not_yours_to_import")
    try:
        read = read_file(text)
    except YamlUnreadableError as error:
        return GoalsImport(problems=(unreadable(error),))
    if read.head is None:
        return GoalsImport(problems=read.problems)
    found = find(read.head, read.goals.values())
    compared = dict(zip(read.goals, compare([renamed(goal, found) for goal in read.goals.values()]), strict=True))
    problems = (*read.problems, *_placed(read, _problems(read, compared, found)))
    if problems:
        return GoalsImport(problems=tuple(sorted(problems, key=lambda problem: problem.line)), notes=_notes(found))
    result = _result(read.head, list(compared.values()), found)
    if not apply or not result.accepted(create_missing=create_missing, replace=replace_changed):
        return result
    return _applied(result, list(compared.values()), found, head=read.head, by=by, at=at)


def _problems(read: FileRead, compared: dict[int, Compared], found: Found) -> Iterator[tuple[Path, str]]:
    """What is wrong with the parts together; goals that are here just so are not looked at."""
    yield from _currency(read.head)
    for part in (found.teams, found.people, found.metrics):
        yield from part.problems
    seen: set[str] = set()
    for place, goal in read.goals.items():
        if goal.key in seen:
            yield ("goals", place, "key"), _("This key stands here twice.")
        seen.add(goal.key)
        if compared[place].kind != "unchanged":
            yield from ((("goals", place, *path), words) for path, words in goal_problems(renamed(goal, found), found))
            yield from ((("goals", place, *path), words) for path, words in lost_ticks(compared[place]))
    places = list(read.goals)
    for number, path, words in taken_targets([renamed(goal, found) for goal in read.goals.values()]):
        yield ("goals", places[number], *path), words


def _currency(head: GoalsFile | None) -> Iterator[tuple[Path, str]]:
    """Amounts of another currency would be taken for ours."""
    asked, here = head.currency if head else None, organisation().currency
    if asked is not None and asked != here and Organisation.objects.exists():
        words = _(
            "The amounts of the file are in %(asked)s, those of this organisation in %(here)s. Convert them first."
        )
        yield ("currency",), words % {"asked": asked, "here": here}


def _placed(read: FileRead, problems: Iterator[tuple[Path, str]]) -> list[FileProblem]:
    return [FileProblem(path, read.text.line_of(path), words) for path, words in problems]


def _result(head: GoalsFile, compared: Sequence[Compared], found: Found) -> GoalsImport:
    definitions = {key: metric.definition for key, metric in found.metrics.known.items()}
    naming = partial(metric_name, definitions=definitions)
    return GoalsImport(
        goals=tuple(one.asked(metric_name=naming) for one in compared),
        metrics=tuple(found.metrics.changed),
        missing=tuple(_missing(head, found)),
        notes=_notes(found),
    )


def _missing(head: GoalsFile, found: Found) -> Iterator[Missing]:
    if head.currency is not None and head.currency != organisation().currency:
        yield Missing("currency", head.currency, head.currency)
    yield from (Missing("team", key, part.name) for key, part in found.teams.new.items())
    yield from (Missing("person", key, part.name) for key, part in found.people.new.items())
    yield from (Missing("metric", key, one.name["en"]) for key, one in found.metrics.new.items())


def _notes(found: Found) -> tuple[str, ...]:
    return (*found.teams.notes, *found.people.notes)


def _applied(
    result: GoalsImport,
    compared: Sequence[Compared],
    found: Found,
    *,
    head: GoalsFile,
    by: User | None,
    at: datetime,
) -> GoalsImport:
    try:
        Importer(found, by=by, at=at).apply(head, compared)
    except (InvalidMetricError, PeopleError) as error:
        return replace(result, problems=(FileProblem((), 1, str(error)),))
    return replace(result, applied=True)
