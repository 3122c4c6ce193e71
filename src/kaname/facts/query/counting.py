"""Counting different things of which those of days that are over are kept from one question to the next."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from kaname.facts.engine.tables import by_team
from kaname.facts.query.answers import FROM_FACTS, Answer, ask
from kaname.facts.query.bases import Base, Level
from kaname.facts.query.coded import Group
from kaname.facts.query.measured import sql_of
from kaname.facts.query.question import Question
from kaname.facts.query.things import Counted, Things, read_things
from kaname.facts.streams import stream_of
from kaname.measures.periods import Period

# Gives things of days by what they answer, those that it has or those that it reads: (key, days, read).
Keep = Callable[[Hashable, Period, Callable[[], Things | None]], Things | None]


@dataclass(frozen=True)
class CountedAnswer:
    """The different things that a base counts."""

    base: Base
    things: Counted

    @property
    def groups(self) -> tuple[Group, ...]:
        return self.things.groups


def ask_things(
    connection: duckdb.DuckDBPyConnection,
    question: Question,
    days: Period,
    subjects: Mapping[str, Sequence[str]],
    keep: Keep,
) -> CountedAnswer | Answer:
    """Things of days that are over as they are kept; only the last day that has facts, and after it, is read anew.

    Where there are too many to be kept they are counted in the store.
    """

    def read(part: Period) -> Things | None:
        asked = {name: subjects[name] for name in question.subjects}
        with FROM_FACTS:
            return read_things(
                connection,
                sql_of(question),
                {**asked, "since": part.starts_on, "until": part.ends_on},
                n_by=len(question.by),
            )

    whose = tuple((name, tuple(subjects[name])) for name in question.subjects)
    over, rest = _parted(days, _last_day(connection, question.stream))
    past = keep((question, whose), over, lambda: read(over)) if over else Things({})
    new = past and read(rest) if rest else Things({})
    if past is None or new is None:
        plain = {**subjects, "since": days.starts_on, "until": days.ends_on}
        return ask(connection, replace(question, level=Level.FACTS), plain)
    return CountedAnswer(question.bases[0], Counted(past, new))


def _parted(days: Period, last: date | None) -> tuple[Period | None, Period | None]:
    """The days before the last one that has facts, and the rest."""
    split = days.ends_on if last is None else max(days.starts_on, min(last, days.ends_on))
    over = Period(days.starts_on, split) if days.starts_on < split else None
    return over, Period(split, days.ends_on) if split < days.ends_on else None


def _last_day(connection: duckdb.DuckDBPyConnection, stream: str) -> date | None:
    table = by_team(stream_of(stream))
    found = connection.execute(f"SELECT max(day) FROM {table}").fetchone()  # noqa: S608 - our own table
    return found[0] if found else None
