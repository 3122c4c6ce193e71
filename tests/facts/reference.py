"""What the numbers should be, row by row and with pandas: slow, plain, and sharing nothing with the code under test."""

import math
import unicodedata
from datetime import date
from decimal import Decimal

import pandas as pd

from kaname.measures.periods import period_of

KEYS = {"person": "person_key", "team": "team_key", "manager": "manager_key"}


def plain(text):
    return unicodedata.normalize("NFKC", text or "").casefold().replace(" ", "")


def owner(directory, source, person, team, day):
    """Person, team and manager of a fact on its day."""
    people = {(where, plain(ref)): key for where, ref, key in directory.person_refs}
    teams = {(where, plain(ref)): key for where, ref, key in directory.team_refs}
    person_key = people.get((source, plain(person))) or people.get(("", plain(person)))
    team_key = teams.get((source, plain(team))) or teams.get(("", plain(team)))
    for who, membership_team, manager, starts_on, ends_on in directory.memberships:
        if who == person_key and (starts_on or date.min) <= day < (ends_on or date.max):
            return person_key, membership_team, manager
    return person_key, team_key, None


def attributed(facts, directory, stream):
    """The facts of a stream with whose they are; `facts` maps (stream, source, source_id) to rows."""
    return [
        dict(row.get("attributes") or [])
        | row
        | {"source": source, "person": row.get("person") or None}
        | dict(
            zip(KEYS.values(), owner(directory, source, row.get("person"), row.get("team"), row["day"]), strict=True)
        )
        for (of, source, _), row in facts.items()
        if of == stream
    ]


def meets(row, condition):
    value = row.get(condition.field)
    match str(condition.test):
        case "present":
            return value is not None
        case "missing":
            return value is None
        case "is" | "in":
            return value in condition.values
        case "is_not" | "not_in":
            return value not in condition.values
    if value is None:
        return False
    bound, number = Decimal(str(condition.values[0])), Decimal(value)
    tests = {"more_than": number > bound, "at_least": number >= bound, "less_than": number < bound}
    return tests.get(str(condition.test), number <= bound)


def measured(rows, computation):
    """The measure over rows that have been found to count."""
    if computation.measure == "count":
        return len(rows)
    values = pd.Series([row.get(computation.field) for row in rows], dtype=object).dropna()
    if computation.measure == "distinct":
        return values.nunique()
    if computation.measure == "sum":
        return float(values.sum())
    if values.empty:
        return None
    return float(values.astype(float).median() if computation.measure == "median" else values.sum() / len(values))


def latest(rows):
    """The last entry of each person, or team without one, added up."""
    last = {}
    for row in sorted(rows, key=lambda row: (row["day"], row["source_id"])):
        known, named = ("person_key", "person") if row["person"] else ("team_key", "team")
        last[(named, row[known], None if row[known] else row.get(named))] = row["value"]
    return float(sum(last.values())) if last else None


def number(rows, key, definitions):
    """The metric over these rows (by stream), and how many facts count for it."""
    computation = definitions[key].computation
    kind = type(computation).__name__
    if kind == "FromFacts":
        counting = [row for row in rows[computation.stream] if all(meets(row, one) for one in computation.conditions)]
        return measured(counting, computation), len(counting)
    if kind == "Entered":
        counting = [row for row in rows["measurements"] if row["metric"] == key]
        total, count = sum(row["value"] for row in counting), len(counting)
        return {"last": latest(counting), "sum": float(total), "mean": float(total / count) if count else None}[
            computation.how
        ], count
    parts = [number(rows, part, definitions) for part in definitions[key].parts]
    return composed(computation, [part[0] for part in parts]), sum(part[1] for part in parts)


def composed(computation, values):
    operation = "ratio" if type(computation).__name__ == "Ratio" else str(computation.operation)
    if operation == "product" and 0 in values:
        return 0
    if None in values:
        return None
    if operation == "ratio":
        return values[0] / values[1] if values[1] else None
    if operation == "product":
        return math.prod(values)
    if operation == "difference":
        return values[0] - values[1]
    weights = computation.weights or [1] * len(values)
    return sum(value * weight for value, weight in zip(values, weights, strict=True))


def expected(facts, directory, key, definitions, *, since, until, grain, calendar, by, where):
    """{(period, *group): value} for every group with facts that count, in every period of the range."""
    rows = {
        stream: [
            row
            for row in attributed(facts, directory, stream)
            if since <= row["day"] < until and chosen(row, where, directory)
        ]
        for stream in ("activities", "deal_changes", "measurements")
    }
    groups = {tuple(row.get(KEYS.get(name, name)) for name in by) for of in rows.values() for row in of}
    found = {}
    for group in groups if by else [()]:
        of_group = picked(rows, lambda row, group=group: tuple(row.get(KEYS.get(name, name)) for name in by) == group)
        if by and number(of_group, key, definitions)[1] == 0:
            continue
        for period in periods(since, until, grain, calendar):
            cell = picked(of_group, lambda row, period=period: start(row["day"], since, grain, calendar) == period)
            found[(period, *group)] = number(cell, key, definitions)[0]
    return found


def chosen(row, where, directory):
    below = {field: directory.teams_below(wanted) if field == "team" else wanted for field, wanted in where.items()}
    return all(row.get(KEYS.get(field, field)) in wanted for field, wanted in below.items())


def picked(rows, test):
    return {stream: [row for row in of if test(row)] for stream, of in rows.items()}


def start(day, since, grain, calendar):
    return period_of(day, grain=grain, calendar=calendar).starts_on if grain else since


def periods(since, until, grain, calendar):
    return sorted({start(day.date(), since, grain, calendar) for day in pd.date_range(since, until, inclusive="left")})
