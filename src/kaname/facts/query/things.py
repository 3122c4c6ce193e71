"""Different things (leads, say) by group, each known by a hash: those of days that are over, and those that came since.

Counting them anew reads every fact of the days. Whoever keeps those of days that are over reads only the rest, and
what several groups come to together follows from the things of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaname.facts.query.coded import Group, coded

Hashes = NDArray[np.uint64]
NONE: Hashes = np.array([], dtype=np.uint64)
# Above so many things of groups, counting anew costs less than the memory. 8 bytes each.
MOST_THINGS = 1_000_000
BATCH_ROWS = 100_000


@dataclass(frozen=True)
class Things:
    """The things of each group, sorted, each once; groups whose facts name none have none."""

    by_group: Mapping[Group, Hashes]
    _joined: dict[tuple[Group, ...], Hashes] = field(default_factory=dict, repr=False)

    @cached_property
    def size(self) -> int:
        return sum(map(len, self.by_group.values()))

    def together(self, groups: Sequence[Group]) -> Hashes:
        """The things of several groups, each once; kept while all that is kept is not much more than the things."""
        if len(groups) == 1:
            return self.by_group.get(groups[0], NONE)
        key = tuple(groups)
        if key not in self._joined:
            found = [self.by_group[group] for group in key if group in self.by_group]
            joined = np.unique(np.concatenate(found)) if found else NONE
            if sum(map(len, self._joined.values())) + len(joined) > 2 * self.size:
                return joined
            self._joined[key] = joined
        return self._joined[key]


@dataclass(frozen=True)
class Counted:
    """How many different things there are in days that are over and in those after them."""

    past: Things
    since: Things

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        return tuple({**self.past.by_group, **self.since.by_group})

    def together(self, groups: Iterable[Group]) -> int:
        """Things of any of the groups, each counted once."""
        chosen = list(groups)
        past, since = self.past.together(chosen), self.since.together(chosen)
        return len(past) + len(since) - _common(past, since)


def _common(many: Hashes, few: Hashes) -> int:
    """How many are in both, each sorted."""
    if not len(many):
        return 0
    places = np.searchsorted(many, few)
    return int((many[np.minimum(places, len(many) - 1)] == few).sum())


def read_things(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object], *, n_by: int
) -> Things | None:
    """The answer to a question with the columns `by_0` … and `thing`; None where there are too many things."""
    reader = connection.execute(sql, parameters).to_arrow_reader(BATCH_ROWS)
    batches, rows = [], 0
    for batch in reader:
        batches.append(batch)
        rows += batch.num_rows
        if rows > MOST_THINGS:
            return None
    table = pa.Table.from_batches(batches, reader.schema)
    codes, groups = coded(table, [f"by_{i}" for i in range(n_by)])
    return Things(dict(_sorted(table["thing"], codes, groups)))


def _sorted(
    column: pa.ChunkedArray, codes: NDArray[np.intp], groups: Sequence[Group]
) -> Iterator[tuple[Group, Hashes]]:
    """Each group with its things, also a group whose facts name none."""
    known = column.is_valid().to_numpy()
    hashes = column.fill_null(0).to_numpy()
    order = np.lexsort((hashes, codes))
    order = order[known[order]]
    ends = np.searchsorted(codes[order], np.arange(len(groups) + 1))
    for i, group in enumerate(groups):
        yield group, hashes[order[ends[i] : ends[i + 1]]]
