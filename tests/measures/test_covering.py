"""Which targets speak for a period: checked against trying every combination."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kaname.measures.covering import overlap_share, tightest_chains

SINCE, UNTIL = 10, 20
Span = tuple[int, int]
spans = st.lists(
    st.tuples(st.sampled_from([0, 5, 8, 10, 13, 15, 18]), st.integers(1, 20)).map(lambda it: (it[0], it[0] + it[1])),
    max_size=7,
    unique=True,
)


def chains_of(groups: list[list[Span]], since: int = SINCE, until: int = UNTIL) -> list[list[Span]]:
    """The chain of each group as spans."""
    rows = [(number, *span) for number, group in enumerate(groups) for span in group]
    group, starts, ends = (np.array([row[part] for row in rows], dtype=np.int64) for part in range(3))
    chosen = tightest_chains(group=group, starts=starts, ends=ends, since=since, until=until)
    return [
        [(int(starts[row]), int(ends[row])) for row in chosen if group[row] == number] for number in range(len(groups))
    ]


def best_by_trying_all(group: list[Span]) -> tuple[int, int] | None:
    """(span, number of rows) of the best chain among all subsets."""
    found = []
    touching = [span for span in group if span[0] < UNTIL and span[1] > SINCE]
    for size in range(1, len(touching) + 1):
        for subset in combinations(sorted(touching), size):
            joined = all(left[1] == right[0] for left, right in pairwise(subset))
            if joined and subset[0][0] <= SINCE and subset[-1][1] >= UNTIL:
                found.append((subset[-1][1] - subset[0][0], size))
    return min(found, default=None)


@given(groups=st.lists(spans, min_size=1, max_size=4))
def test_it_finds_the_chain_that_trying_all_finds(groups: list[list[Span]]) -> None:
    for group, chain in zip(groups, chains_of(groups), strict=True):
        best = best_by_trying_all(group)
        assert (chain[-1][1] - chain[0][0], len(chain)) == best if chain else best is None


@given(groups=st.lists(spans, min_size=1, max_size=4))
def test_it_covers_each_day_of_the_period_once(groups: list[list[Span]]) -> None:
    for chain in chains_of(groups):
        days = [day for start, end in chain for day in range(start, end) if SINCE <= day < UNTIL]
        assert days == (list(range(SINCE, UNTIL)) if chain else [])


@pytest.mark.parametrize(
    ("group", "chain"),
    [
        ([(10, 20), (0, 40)], [(10, 20)]),
        ([(10, 15), (15, 20), (0, 40)], [(10, 15), (15, 20)]),
        ([(5, 15), (15, 25), (0, 40)], [(5, 15), (15, 25)]),
        ([(0, 30), (8, 22)], [(8, 22)]),
        ([(10, 15), (16, 20)], []),
        ([(10, 15)], []),
        ([(0, 10), (20, 30)], []),
    ],
    ids=["exact", "tiles", "tiles reaching out", "tightest of two", "gap", "half", "beside"],
)
def test_it_prefers_the_tightest(group: list[Span], chain: list[Span]) -> None:
    assert chains_of([group]) == [chain]


def test_it_takes_no_rows_at_all() -> None:
    assert chains_of([[]]) == [[]]


def shares(hours: list[float], start: int, end: int, since: int, until: int) -> NDArray[np.float64]:
    before = np.concatenate(([0.0], np.cumsum(hours)))[np.newaxis, :]
    zero, first, last = (np.array([number], dtype=np.int64) for number in (0, start, end))
    return overlap_share(hours_before=before, owner=zero, start=first, end=last, since=since, until=until)


def test_it_shares_by_working_time() -> None:
    assert shares([8, 8, 0, 4], start=0, end=4, since=2, until=4) == pytest.approx([0.2])


def test_it_shares_by_calendar_days_where_nobody_works() -> None:
    assert shares([0, 0, 0, 0], start=0, end=4, since=1, until=4) == pytest.approx([0.75])


@given(hours=st.lists(st.floats(0, 24, allow_subnormal=False), min_size=3, max_size=40), cut=st.integers(1, 39))
def test_parts_of_a_period_share_its_target_without_rest(hours: list[float], cut: int) -> None:
    cut = min(cut, len(hours) - 1)
    left = shares(hours, start=0, end=len(hours), since=0, until=cut)
    right = shares(hours, start=0, end=len(hours), since=cut, until=len(hours))
    assert left + right == pytest.approx([1.0])
