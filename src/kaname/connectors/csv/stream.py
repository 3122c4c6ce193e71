"""The bytes of a text file as UTF-8, whatever it is written in, and nothing that is not text."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from gzip import GzipFile
from io import BufferedReader
from pathlib import Path

import numpy as np
import pyarrow as pa

from kaname.connectors.csv.records import line_count
from kaname.connectors.error import ConnectorError

PIECE = 4 << 20
_NO_SHIFT_JIS = "\x80\uf8f0\uf8f1\uf8f2\uf8f3"  # what Python makes of the bytes 80, A0, FD, FE and FF
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


def text_pieces(path: Path, *, encoding: str, size: int = PIECE) -> Iterator[tuple[bytes, int]]:
    """Yield the file's text as UTF-8. That a file in UTF-8 is, is left to be checked by `check_utf8`, side by side."""
    if codec_of(encoding) != "utf-8-sig":
        yield from utf8_pieces(path, encoding=encoding, size=size)
        return
    mark = codecs.BOM_UTF8
    for piece, position in raw_pieces(path, size=size):
        yield piece.removeprefix(mark), position
        mark = b""


def check_utf8(data: bytes, *, line: int) -> None:
    """Raise ConnectorError `encoding_broken` if the data, which begins in that line, is not UTF-8."""
    if data.isascii():
        return
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, _offsets(len(data)), pa.py_buffer(data)])
    try:
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        try:
            data.decode()
        except UnicodeDecodeError as error:
            raise _broken(error, encoding="utf-8", line=line) from error


def count_lines(path: Path, *, encoding: str) -> int:
    """Return the number of lines of the text, having checked all of it; raise ConnectorError `encoding_broken`."""
    lines, rest = 0, b""
    for piece, _ in text_pieces(path, encoding=encoding):
        whole = rest + piece
        end = whole.rfind(b"\n") + 1
        check_utf8(whole[:end], line=lines + 1)
        lines, rest = lines + line_count(whole[:end]), whole[end:]
    check_utf8(rest, line=lines + 1)
    return lines + line_count(rest) + (bool(rest) and not rest.endswith(b"\r"))


def _offsets(size: int) -> pa.Buffer:
    return pa.py_buffer(np.array([0, size], dtype=np.int64))


def utf8_pieces(path: Path, *, encoding: str, size: int = PIECE) -> Iterator[tuple[bytes, int]]:
    """Yield the file's text as UTF-8 without byte order mark.

    Raises
    ------
    ConnectorError
        `encoding_broken`, with the line, at the first byte that is no text in this encoding.
    """
    codec = codec_of(encoding)
    decode = codecs.getincrementaldecoder(codec)().decode
    line = 1
    for piece, position in raw_pieces(path, size=size):
        try:
            text = _checked(decode(piece), codec=codec)
        except UnicodeDecodeError as error:
            raise _broken(error, encoding=encoding, line=line) from error
        encoded = text.encode()
        line += line_count(encoded)
        yield encoded, position
    try:
        decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _broken(error, encoding=encoding, line=line) from error


def _checked(text: str, *, codec: str) -> str:
    """Return the text, unless bytes that no Shift_JIS text has were let through as private characters."""
    if codec == "cp932" and (stray := [place for mark in _NO_SHIFT_JIS if (place := text.find(mark)) >= 0]):
        before = text[: min(stray)].encode(codec)
        bad = text[min(stray)].encode(codec)
        raise UnicodeDecodeError(codec, before + bad, len(before), len(before) + 1, "no character")
    return text


def codec_of(encoding: str) -> str:
    """Return Python's name of an encoding, skipping byte order marks; raise ConnectorError `encoding_invalid`."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise ConnectorError("encoding_invalid", encoding=encoding) from None
    return {"utf-8": "utf-8-sig", "shift_jis": "cp932"}.get(name, name)


def _broken(error: UnicodeDecodeError, *, encoding: str, line: int) -> ConnectorError:
    before = error.object[: error.start].decode(error.encoding, errors="replace")
    bad = " ".join(f"{byte:02X}" for byte in error.object[error.start : error.end])
    below = line_count(before.encode("utf-8", errors="replace"))
    return ConnectorError("encoding_broken", encoding=encoding, line=line + below, bytes=bad)
