"""Values of a metric as people and programs ask for them: by names, within what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kaname.connectors.values.texts import folded
from kaname.facts.errors import FactsError
from kaname.facts.evaluate import evaluate
from kaname.facts.query.bases import NAME_MARK, PERSON_OR_NAME
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import all_metrics, in_use
from kaname.measures.periods import DAY_AFTER_LAST, FIRST_DAY, ONE_DAY, Grain, within_reach
from kaname.people.models import Person, Team
from kaname.people.queries import organisation
from kaname.people.scope import Scope
from kaname.web.store import facts

SUBJECTS = {"team": "team_unknown", "person": "person_unknown", "manager": "person_unknown"}
# What the totals of a team may be divided and narrowed by without showing single colleagues, customers or records.
OF_TOTALS = frozenset("team kind outcome direction stage status industry product region channel campaign".split())
Where = Mapping[str, Sequence[str | None]]


def metric_values(
    key: str,
    *,
    since: date,
    until: date,
    by: Sequence[str] = (),
    where: Mapping[str, Sequence[str]] | None = None,
    scope: Scope | None = None,
) -> list[dict[str, Any]]:
    """A metric's values as the command and the API print them: period (ISO start day), what was asked for, value.

    In order of period, then of the groups' names, those without one last.

    Parameters
    ----------
    by
        At most one grain (day, week, month, quarter, half, year, fiscal_quarter, fiscal_year; without one there is a
        single period, `since`), and team, person, manager (given by name) and fields of the facts.
    where
        Values by field, an empty one for facts in which the field is empty; team (with those below), person and
        manager by name, email or key.
    scope
        What the reader may see; None is everything.

    Raises
    ------
    GoalsError
        metric_unknown, team_unknown, person_unknown, grain_twice, dates_reversed, days_out_of_reach;
        values_not_visible where the answer would hold numbers beyond the scope.
    FactsError
        What keeps the metric from being computed, or a field that its facts do not have.
    """
    definitions = in_use(all_metrics())
    if key not in definitions:
        raise GoalsError("metric_unknown", metric=key)
    if since >= until:
        raise GoalsError("dates_reversed")
    if not (within_reach(since) and within_reach(until - ONE_DAY)):
        raise GoalsError("days_out_of_reach", first=FIRST_DAY, last=DAY_AFTER_LAST - ONE_DAY)
    grain, groups = _split(by)
    if PERSON_OR_NAME in {*by, *(where or {})}:
        raise FactsError("unknown_field", f"There is no field {PERSON_OR_NAME}.", field=PERSON_OR_NAME, stream="")
    result = evaluate(
        facts(),
        definitions=definitions,
        keys=[key],
        since=since,
        until=until,
        calendar=organisation().calendar(),
        grain=grain,
        by=[PERSON_OR_NAME if name == "person" else name for name in groups],
        where=_within(_keyed(where or {}, scope), groups, scope),
    )
    rows = [_with_person(row) for row in result.rows(key)]
    if scope is not None and not scope.everything:
        rows = [row for row in rows if _visible(row, scope)]
    answer = [_named(row, groups, result.names, since if grain is None else None) for row in rows]
    return sorted(answer, key=lambda row: [(row[name] is None, str(row[name])) for name in ("period", *groups)])


def _split(by: Sequence[str]) -> tuple[Grain | None, list[str]]:
    """The grain, and everything else in its order, each once."""
    grains = [Grain(name) for name in by if name in set(Grain)]
    if len(grains) > 1:
        raise GoalsError("grain_twice", grains=", ".join(grains))
    return (grains[0] if grains else None), [name for name in dict.fromkeys(by) if name not in set(Grain)]


def _keyed(where: Mapping[str, Sequence[str]], scope: Scope | None) -> Where:
    """Teams, people and managers by key; other fields as they are. Whom the reader may not see, nobody is called."""
    found: dict[str, list[str | None]] = {field: [value or None for value in values] for field, values in where.items()}
    for subject in SUBJECTS.keys() & found.keys():
        known = _refs(_seen(subject, scope))
        found[subject] = [key for text in where[subject] for key in _keys_of(text, known, subject)]
    return found


def _seen(subject: str, scope: Scope | None) -> QuerySet[Team] | QuerySet[Person]:
    """The teams or people of whom the reader may know."""
    everybody = Team.objects.all() if subject == "team" else Person.objects.all()
    if scope is None or scope.everything or subject == "manager":
        return everybody
    return everybody.filter(key__in=scope.team_keys if subject == "team" else scope.person_keys)


def _keys_of(text: str, known: Mapping[str, set[str]], subject: str) -> set[str]:
    if folded(text) not in known:
        raise GoalsError(SUBJECTS[subject], **{"team" if subject == "team" else "person": text})
    return known[folded(text)]


def _refs(subjects: Iterable[Team | Person]) -> dict[str, set[str]]:
    """Keys by everything that a team or person may be called; namesakes together."""
    found: dict[str, set[str]] = {}
    for one in subjects:
        for text in (one.key, one.name, getattr(one, "email", ""), getattr(one, "employee_code", "")):
            if text:
                found.setdefault(folded(text), set()).add(one.key)
    return found


def _within(where: Where, groups: Sequence[str], scope: Scope | None) -> Where:
    """The conditions narrowed to what the reader may see. Raises GoalsError values_not_visible."""
    if scope is None or scope.everything:
        return where
    for subject, visible in (("person", scope.person_keys), ("team", scope.team_keys)):
        if subject in where and not set(where[subject]) <= visible:
            raise GoalsError("values_not_visible")
    if "person" in where:
        return where
    if "person" in groups:
        return {**where, "person": sorted(scope.person_keys)}
    if "team" not in where and "team" not in groups:
        raise GoalsError("values_not_visible")
    narrowed: Where = {"team": sorted(scope.team_keys), **where}
    if not set(narrowed["team"]) <= scope.managed_team_keys and not {*groups, *where} <= OF_TOTALS:
        raise GoalsError("values_not_visible")
    return narrowed


def _visible(row: Mapping[str, Any], scope: Scope) -> bool:
    """Whether a group is the reader's: teams below theirs and people beside them may have come along."""
    in_team = "person" in row or "team" not in row or row["team"] in scope.team_keys
    return in_team and ("person" not in row or row["person"] in scope.person_keys)


def _name_of(key: str | None, names: Mapping[str, str]) -> str | None:
    """The name behind a key; whom nobody knows goes by the name in the source."""
    return names.get(key, key.removeprefix(NAME_MARK)) if key else None


def _with_person(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"person": row.pop(PERSON_OR_NAME)} if PERSON_OR_NAME in row else row


def _named(
    row: Mapping[str, Any], groups: Sequence[str], names: Mapping[str, Mapping[str, str]], since: date | None
) -> dict[str, Any]:
    """The row in the order of an answer, with names in place of keys."""
    period = (since or row["period"]).isoformat()
    found = {name: _name_of(row[name], names.get(name, {})) if name in SUBJECTS else row[name] for name in groups}
    return {"period": period, **found, "value": row["value"]}
