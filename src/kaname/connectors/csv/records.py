"""Where the records of a text table begin and end, quoted line breaks considered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LF, _CR = 10, 13


@dataclass(frozen=True)
class Dialect:
    """How cells and rows are kept apart. `quote` is "" where quotation marks are ordinary characters."""

    delimiter: str
    quote: str
    line_break: str = "\n"  # "\r" in files of old Macintoshes; "\n" covers "\r\n"


@dataclass(frozen=True)
class QuotedSpans:
    """The quoted parts of a block; one that does not end in it closes at its end.

    `stray` are marks that open a cell and cannot have been meant to: the next one, lines away, closes nothing.
    """

    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    stray: tuple[int, ...] = ()

    def holds(self, positions: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which positions are within quotation marks."""
        if not len(self.opens):
            return np.zeros(len(positions), dtype=np.bool_)
        span = np.searchsorted(self.opens, positions, side="right") - 1
        return (span >= 0) & (self.closes[span] > positions)


def quoted_spans(data: bytes, *, dialect: Dialect, final: bool = False) -> QuotedSpans:
    """Find the quoted parts of a block that begins at the beginning of a record.

    A quotation mark opens only at the beginning of a cell, so that 24" is a cell like any other. Nothing follows a
    `final` block: a mark that does not close in it is stray.
    """
    if not dialect.quote or dialect.quote.encode() not in data:
        return QuotedSpans(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    content = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(content == ord(dialect.quote))
    opens, closes = quotes[0::2], quotes[1::2]
    stray: tuple[int, ...] = ()
    breaks = [ord(dialect.delimiter), ord(dialect.quote), _LF, _CR]
    regular = np.isin(content[np.maximum(opens - 1, 0)], breaks) | (opens == 0)
    regular_ends = np.isin(content[np.minimum(closes + 1, len(content) - 1)], breaks)
    if not (regular.all() and regular_ends.all()) or (final and len(closes) < len(opens)):
        opens, closes, stray = _walk(data, quotes=quotes.tolist(), dialect=dialect, final=final)
    return QuotedSpans(opens, np.append(closes, len(data)) if len(closes) < len(opens) else closes, stray)


def _walk(
    data: bytes, *, quotes: list[int], dialect: Dialect, final: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64], tuple[int, ...]]:
    """Go from quotation mark to quotation mark as a parser does."""
    breaks = {dialect.delimiter.encode(), b"\n", b"\r", b""}
    opens: list[int] = []
    closes: list[int] = []
    stray: list[int] = []
    at = 0
    while at < len(quotes):
        quote = quotes[at]
        if quote and data[quote - 1 : quote] not in breaks:
            at += 1
            continue
        end = _closing(quotes, at + 1)
        unclosed = end == len(quotes)
        if unclosed and not final:
            opens.append(quote)
            break
        if unclosed or _closes_nothing(data, opening=quote, closing=quotes[end], breaks=breaks):
            stray.append(quote)
            at += 1
        else:
            opens.append(quote)
            closes.append(quotes[end])
            at = end + 1
    return np.array(opens, dtype=np.int64), np.array(closes, dtype=np.int64), tuple(stray)


def _closes_nothing(data: bytes, *, opening: int, closing: int, breaks: set[bytes]) -> bool:
    """Tell whether a mark is lines away from the one it would close, and within a cell."""
    return data[closing + 1 : closing + 2] not in breaks and b"\n" in data[opening:closing]


def _closing(quotes: list[int], at: int) -> int:
    """Return the index of the first quotation mark from `at` on that is not one of a pair."""
    while at + 1 < len(quotes) and quotes[at + 1] == quotes[at] + 1:
        at += 2
    return at


def complete_length(data: bytes, *, dialect: Dialect) -> int:
    """Return how many bytes of a block that begins at the beginning of a record are complete records."""
    spans = quoted_spans(data, dialect=dialect)
    end = data.rfind(b"\n")
    while end >= 0 and len(spans.opens):
        span = int(np.searchsorted(spans.opens, end, side="right")) - 1
        if span < 0 or spans.closes[span] <= end:
            break
        end = data.rfind(b"\n", 0, int(spans.opens[span]))
    return end + 1


@dataclass(frozen=True)
class Records:
    """Where the records of a block are; empty lines are none. `lines` counts from 0 at the block's first line."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    lines: NDArray[np.int64]


def records_of(data: bytes, *, dialect: Dialect) -> Records:
    """Find all records of a block."""
    content = np.frombuffer(data, dtype=np.uint8)
    breaks = np.flatnonzero((content == _LF) | (content == _CR))
    after_cr = (content[breaks] == _LF) & (breaks > 0) & (content[np.maximum(breaks - 1, 0)] == _CR)
    lines = breaks[~after_cr]  # the first character of each line break
    outside = breaks[~quoted_spans(data, dialect=dialect).holds(breaks)]
    starts = np.concatenate([[0], outside + 1]).astype(np.int64)
    ends = np.concatenate([outside, [len(data)]]).astype(np.int64)
    filled = ends > starts
    starts, ends = starts[filled], ends[filled]
    return Records(starts, ends, np.searchsorted(lines, starts, side="left"))


def line_count(data: bytes) -> int:
    """Return the number of line breaks, a CR and its LF being one."""
    returns = data.count(b"\r")
    return data.count(b"\n") + returns - (data.count(b"\r\n") if returns else 0)
