"""Taking metric definitions out as YAML and bringing them in: all of a text or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaname.facts.errors import FactsError
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.metrics.validate import MetricProblem
from kaname.goals.defining import place, record_archived, record_definition, require_may_define
from kaname.goals.in_use import MetricInUse, all_metrics, in_use
from kaname.goals.metrics_yaml import MetricEntry, Path, YamlUnreadableError, read, write
from kaname.goals.problems import problem_words
from kaname.people.models import User

WORDS = {
    "yaml_broken": gettext_lazy("This is not readable as YAML: %(detail)s."),
    "yaml_shape": gettext_lazy(
        "A file of metrics has “metrics:” on top, and below it each metric's key with its parts."
    ),
    "yaml_key_twice": gettext_lazy("“%(detail)s” stands here twice."),
    "position_malformed": gettext_lazy("The position is a whole number, 0 or more."),
    "flag_malformed": gettext_lazy("This is either true or false."),
    "metric_in_use": gettext_lazy("It cannot be archived: %(detail)s is computed from it."),
    "unit": gettext_lazy("The unit is one of count, currency, ratio, seconds, hours, number."),
    "direction": gettext_lazy("The direction is one of higher, lower, range."),
    "computation": gettext_lazy("A metric has exactly one of stream, ratio, arithmetic, entered."),
    "ratio": gettext_lazy("A ratio has a numerator and a denominator, each the key of a metric."),
    "arithmetic": gettext_lazy(
        "Arithmetic has “op” (sum, difference, product, ratio, weighted_sum) and “of”, a list of keys of metrics."
    ),
    "entered": gettext_lazy("What is entered becomes one number by one of sum, mean, last."),
    "unreadable": gettext_lazy("This part cannot be read: %(detail)s"),
}
NAMES = frozenset({"key", "name", "about", "counter"})


@dataclass(frozen=True)
class MetricsProblem:
    """What is wrong in line `line` (from 1) with part `field` of metric `key`; str() is a sentence."""

    code: str
    line: int
    key: str = ""
    field: str = ""
    detail: str = ""
    problem: MetricProblem | None = None
    definitions: Mapping[str, MetricDefinition] | None = None

    @property
    def words(self) -> str:
        """What is wrong, without where."""
        if self.problem:
            stream = self.definitions[self.key].stream if self.definitions and self.key in self.definitions else None
            return problem_words(self.problem, definitions=self.definitions, stream=stream)
        return str(WORDS[self.code]) % {"detail": self.detail}

    def __str__(self) -> str:
        params = {"line": self.line, "key": self.key, "field": self.field, "problem": self.words}
        if self.key and self.field:
            return _("Line %(line)s, %(key)s, %(field)s: %(problem)s") % params
        return (_("Line %(line)s, %(key)s: %(problem)s") if self.key else _("Line %(line)s: %(problem)s")) % params


@dataclass(frozen=True)
class MetricChangeAsked:
    """One metric of the text beside the one in use (None: it is new)."""

    before: MetricInUse | None
    after: MetricInUse

    @property
    def kind(self) -> str:
        if self.before is None:
            return "created"
        return "unchanged" if self.before == self.after else "changed"

    @property
    def redefined(self) -> bool:
        return self.before is not None and self.before.definition != self.after.definition


@dataclass(frozen=True)
class MetricsImport:
    """What a text would change, or has changed; nothing while there are problems."""

    asked: tuple[MetricChangeAsked, ...] = ()
    problems: tuple[MetricsProblem, ...] = ()

    def of_kind(self, kind: str) -> list[MetricChangeAsked]:
        return [change for change in self.asked if change.kind == kind]

    @property
    def created(self) -> int:
        return len(self.of_kind("created"))

    @property
    def changed(self) -> int:
        return len(self.of_kind("changed"))

    @property
    def unchanged(self) -> int:
        return len(self.of_kind("unchanged"))


def export_metrics() -> str:
    """Every metric as YAML, archived ones as well: importing it elsewhere gives the same metrics and board."""
    return write(all_metrics())


def import_metrics(text: str, *, apply: bool, by: User | None, at: datetime, reason: str = "") -> MetricsImport:
    """Compare a text with the metrics in use and, if asked to and nothing is wrong, change these.

    Metrics that the text does not name stay as they are.

    Raises
    ------
    GoalsError
        not_yours_to_define.
    """
    require_may_define(by)
    try:
        entries = read(text)
    except YamlUnreadableError as error:
        return MetricsImport(problems=(MetricsProblem(error.code, error.line, error.key, detail=error.detail),))
    now = all_metrics()
    result = _compared(entries, now, at=at)
    if apply and not result.problems:
        _apply(result, reason=reason or _("Imported from YAML"), by=by, at=at)
    return result


def _compared(entries: list[MetricEntry], now: Mapping[str, MetricInUse], *, at: datetime) -> MetricsImport:
    problems: list[MetricsProblem] = []
    asked: dict[str, MetricInUse] = {}
    last = max((metric.position for metric in now.values()), default=0)
    for number, entry in enumerate(entries, start=1):
        try:
            definition = MetricDefinition.from_dict(entry.definition)
        except FactsError as error:
            problems.append(_unreadable(entry, error))
            continue
        problems += _place_problems(entry)
        before = now.get(entry.key) or MetricInUse(definition, 0, last + 10 * number, True, None, "")
        asked[entry.key] = _placed(replace(before, definition=definition), entry.place, at=at)
    after = {**now, **asked}
    definitions = in_use(after)
    for entry in entries:
        if entry.key in asked:
            problems += _definition_problems(entry, asked[entry.key], definitions)
    if problems:
        return MetricsImport(problems=tuple(sorted(problems, key=lambda problem: problem.line)))
    return MetricsImport(asked=tuple(MetricChangeAsked(now.get(key), metric) for key, metric in asked.items()))


def _placed(metric: MetricInUse, place: dict[str, Any], *, at: datetime) -> MetricInUse:
    archived = place.get("archived", False)
    return replace(
        metric,
        position=place.get("position", metric.position),
        on_board=place.get("on_board", metric.on_board),
        archived_at=(metric.archived_at or at) if archived else None,
    )


def _place_problems(entry: MetricEntry) -> Iterator[MetricsProblem]:
    position = entry.place.get("position", 0)
    if isinstance(position, bool) or not isinstance(position, int) or not 0 <= position < 2**31:
        yield MetricsProblem("position_malformed", entry.line_of(("position",)), entry.key, "position")
    for flag in ("on_board", "archived"):
        if not isinstance(entry.place.get(flag, False), bool):
            yield MetricsProblem("flag_malformed", entry.line_of((flag,)), entry.key, flag)


def _definition_problems(
    entry: MetricEntry, metric: MetricInUse, definitions: Mapping[str, MetricDefinition]
) -> Iterator[MetricsProblem]:
    if metric.archived_at is not None:
        for user in definitions.values():
            if entry.key in user.parts:
                yield MetricsProblem("metric_in_use", entry.line_of(("archived",)), entry.key, "archived", user.key)
        return
    for problem in metric.definition.validate(definitions):
        path = _path_of(problem, entry)
        yield MetricsProblem(
            problem.code,
            entry.line_of(path),
            entry.key,
            ".".join(str(part) for part in path),
            problem=problem,
            definitions=definitions,
        )


def _path_of(problem: MetricProblem, entry: MetricEntry) -> Path:
    """Where in the text a problem stands: the part that names the metric, the field or the measure."""
    for param in ("value", "metric", "field", "stream"):
        named = problem.params.get(param)
        for path, value in _leaves(entry.definition, ()):
            if named is not None and value == named and path[0] not in NAMES:
                return path
    kinds = ("arithmetic", "ratio", "measure", "stream")
    return next(((kind,) for kind in kinds if kind in entry.definition), ())


def _leaves(data: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in items:
        yield from _leaves(value, (*path, name))
    if not isinstance(data, dict | list):
        yield path, data


def _unreadable(entry: MetricEntry, error: FactsError) -> MetricsProblem:
    part = str(error.params.get("part") or "")
    code = part if part in WORDS else "unreadable"
    return MetricsProblem(code, entry.line_of((part,)), entry.key, part, detail=str(error))


@transaction.atomic
def _apply(result: MetricsImport, *, reason: str, by: User | None, at: datetime) -> None:
    for change in result.asked:
        before, after = change.before, change.after
        if before is None or change.redefined:
            record_definition(before or after, after.definition, reason=reason, by=by, at=at)
        if before is None:
            before = replace(after, archived_at=None)
        if (before.archived_at is None) != (after.archived_at is None):
            record_archived(before, after.archived_at, reason=reason, by=by, at=at)
        place(before, position=after.position, on_board=after.on_board, by=by, at=at)
