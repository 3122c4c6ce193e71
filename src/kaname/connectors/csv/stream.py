"""The bytes of a text file as UTF-8, whatever it is written in, and nothing that is not text."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from gzip import GzipFile
from io import BufferedReader
from pathlib import Path

from kaname.connectors.csv.records import line_count
from kaname.connectors.error import ConnectorError

PIECE = 8 << 20
_GZIP = b"\x1f\x8b"


def raw_pieces(path: Path, *, size: int = PIECE) -> Iterator[tuple[bytes, int]]:
    """Yield the file's bytes, unpacked where it is gzipped, with how far into the file that is. [B]"""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            content: GzipFile | BufferedReader = GzipFile(fileobj=file) if packed else file
            while piece := content.read(size):
                yield piece, file.tell()
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConnectorError("file_unreadable", permanent=False, reason=reason) from error


def utf8_pieces(path: Path, *, encoding: str, size: int = PIECE) -> Iterator[tuple[bytes, int]]:
    """Yield the file's text as UTF-8 without byte order mark.

    Raises
    ------
    ConnectorError
        `encoding_broken`, with the line, at the first byte that is no text in this encoding.
    """
    codec = codec_of(encoding)
    decode = codecs.getincrementaldecoder(codec)().decode
    line, done = 1, 0
    for piece, position in raw_pieces(path, size=size):
        try:
            text = decode(piece)
        except UnicodeDecodeError as error:
            raise _broken(error, encoding=encoding, line=line, at=done - (len(error.object) - len(piece))) from error
        done += len(piece)
        encoded = text.encode()
        line += line_count(encoded)
        yield encoded, position
    try:
        decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _broken(error, encoding=encoding, line=line, at=done - len(error.object)) from error


def codec_of(encoding: str) -> str:
    """Return Python's name of an encoding, skipping byte order marks; raise ConnectorError `encoding_invalid`."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise ConnectorError("encoding_invalid", encoding=encoding) from None
    return {"utf-8": "utf-8-sig", "shift_jis": "cp932"}.get(name, name)


def _broken(error: UnicodeDecodeError, *, encoding: str, line: int, at: int) -> ConnectorError:
    before = error.object[: error.start].decode(error.encoding, errors="replace")
    return ConnectorError(
        "encoding_broken",
        encoding=encoding,
        line=line + line_count(before.encode("utf-8", errors="replace")),
        byte=at + error.start + 1,
    )
