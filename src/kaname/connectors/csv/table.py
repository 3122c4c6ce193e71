"""A text table in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaname.connectors.chunks import Reject
from kaname.connectors.csv.block import CsvBlock, cells_of
from kaname.connectors.csv.records import Dialect, complete_length, line_count, quoted_spans
from kaname.connectors.csv.stream import PIECE, text_pieces

LONGEST_RECORD = 32 << 20  # a quotation mark that does not close within so many bytes never will


@dataclass(frozen=True)
class CsvTable:
    """The rows from line `first_line` on; `columns` are the header's names, all different."""

    path: Path
    encoding: str
    dialect: Dialect
    header_row: int
    first_line: int
    columns: tuple[str, ...]
    bytes_total: int
    piece: int = PIECE

    def blocks(self, *, columns: Sequence[int]) -> Iterator[CsvBlock]:
        """Yield the rows in order.

        Raises
        ------
        ConnectorError
            `file_unreadable` or `encoding_broken`.
        """
        line = self.first_line
        for data, bytes_done in self._complete_records():
            repaired, stray = self._without_stray(data, line=line)
            if stray or repaired[:2].strip(b"\r\n") or repaired.strip(b"\r\n"):
                yield CsvBlock(
                    data=repaired,
                    line=line,
                    bytes_done=bytes_done,
                    dialect=self.dialect,
                    width=len(self.columns),
                    columns=columns,
                    stray=stray,
                )
            line += line_count(data)

    def _complete_records(self) -> Iterator[tuple[bytes, int]]:
        rest, bytes_done = b"", 0
        for piece, bytes_done in self._pieces():
            rest += piece
            length = complete_length(rest, dialect=self.dialect)
            if not length and len(rest) > LONGEST_RECORD:
                length = rest.find(b"\n") + 1 or len(rest)
            if length:
                yield rest[:length], bytes_done
                rest = rest[length:]
        if rest:
            yield rest, bytes_done

    def _pieces(self) -> Iterator[tuple[bytes, int]]:
        """Yield the text behind the header."""
        skip = self.first_line - 1
        for piece, bytes_done in text_pieces(self.path, encoding=self.encoding, size=self.piece):
            text = piece if self.dialect.line_break == "\n" else piece.replace(b"\r", b"\n")
            at = 0
            while skip and (found := text.find(b"\n", at)) >= 0:
                at, skip = found + 1, skip - 1
            if not skip:
                yield text[at:], bytes_done

    def _without_stray(self, data: bytes, *, line: int) -> tuple[bytes, list[Reject]]:
        """Cut out the lines whose quotation mark opens and never closes.

        Their line breaks stay: an empty line is no row, and the lines below keep their numbers.
        """
        stray = quoted_spans(data, dialect=self.dialect, final=True).stray
        if not stray:
            return data, []
        kept, rejects, at = [], [], 0
        for mark in stray:
            if mark < at:
                continue
            start = data.rfind(b"\n", 0, mark) + 1
            end = data.find(b"\n", mark)
            end = len(data) if end < 0 else end
            line += line_count(data[at:start])
            kept.append(data[at:start])
            rejects.append(self._stray(data[start:end], row=line))
            at = end
        return b"".join([*kept, data[at:]]), rejects

    def _stray(self, record: bytes, *, row: int) -> Reject:
        cells = cells_of(record.decode().rstrip("\r"), dialect=Dialect(self.dialect.delimiter, quote=""))
        return Reject(row=row, field="", column="", value="", code="quote_open", params={}, cells=cells)
