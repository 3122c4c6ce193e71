"""Names in the facts that the directory does not know."""

# ruff: noqa: S608 - tables and columns are named by our own streams; values are parameters.

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import duckdb

from kaname.facts.engine.tables import by_person
from kaname.facts.streams import STREAMS


class Unmatched(NamedTuple):
    """A name of a person or team (`kind`) in a source, with the number of its facts and their first and last day."""

    source: str
    kind: str
    ref: str
    n_facts: int
    first_on: date
    last_on: date


def unmatched(connection: duckdb.DuckDBPyConnection) -> list[Unmatched]:
    """A team's name counts only where it decides: for facts whose person does not bring a team."""
    facts = " UNION ALL ".join(
        f"SELECT place, day, sum(n) AS n FROM {by_person(stream)} GROUP BY place, day HAVING sum(n) > 0"
        for stream in STREAMS.values()
    )
    rows = connection.execute(
        f"""
        WITH facts AS ({facts}), named AS (
            SELECT source, 'person' AS kind, person AS ref, place FROM places
            WHERE person IS NOT NULL AND person_key IS NULL
            UNION ALL
            SELECT source, 'team', team, place FROM places WHERE team IS NOT NULL AND team_key IS NULL
        )
        SELECT source, kind, ref, sum(n)::BIGINT AS facts, min(day), max(day)
        FROM named JOIN facts USING (place) GROUP BY source, kind, ref ORDER BY facts DESC, source, kind, ref
        """
    ).fetchall()
    return [Unmatched(*row) for row in rows]
