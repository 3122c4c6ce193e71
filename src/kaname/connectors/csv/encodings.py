"""Which character encoding a file is in: the one in which its characters are those that people write."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from charset_normalizer import from_bytes

from kaname.connectors.csv.stream import raw_pieces
from kaname.connectors.error import ConnectorError

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
JAPANESE = ("utf-8", "cp932", "euc_jp")
NAMES = frozenset("齋齊邊邉櫻澤濵濱廣國髙﨑德惠眞壽實龍藪栁桒渕淵彌禮榮槇槙逹遙瑶頌晄凛莉菜薗鷗驒")
_BEYOND_ASCII = re.compile(r"([A-Za-z]?)([^\x00-\x7f]+)([A-Za-z]?)")
_HALF_WIDTH = 0.8
SAMPLE = 1 << 18  # bytes with characters beyond ASCII
_WESTERN = frozenset("àâäçèéêëîïôöùûüñáíóúãõåæøßœ€’‘“”–—…«»¿¡°²ÀÂÄÇÈÉÊËÎÔÖÙÛÜÑÁÍÓÚÃÕÅÆØ\u00a0".encode("cp1252"))
CONVINCING = 0.6


def detect_encoding(path: Path) -> str:
    """Return the name of the encoding. Whether all of the file is in it shows when it is decoded.

    Raises
    ------
    ConnectorError
        `file_empty`, `encoding_unknown` or `file_unreadable`.
    """
    head, sample = _sample(raw_pieces(path, size=1 << 18))
    if not head:
        raise ConnectorError("file_empty")
    marked = next((name for mark, name in MARKS if head.startswith(mark)), None) or _wide(head)
    if marked or not sample:
        return marked or "utf-8"
    if b"\x1b$" in sample or b"\x1b(" in sample:
        return "iso2022_jp_2"
    return _among_japanese(sample) or _western(sample) or _among_all(sample)


def _sample(pieces: Iterable[tuple[bytes, int]]) -> tuple[bytes, bytes]:
    """Return the first bytes, and the first that are not all ASCII, wherever in the file."""
    head, sample = b"", b""
    for piece, _ in pieces:
        head = head or piece
        if sample or not piece.isascii() or b"\x1b" in piece:
            sample += piece
        if len(sample) >= SAMPLE:
            break
    return head, sample


def _wide(head: bytes) -> str | None:
    """Return UTF-16 without mark: the zero bytes of ASCII characters are all at odd or all at even places."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 10 < len(head) or min(even, odd) * 5 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _among_japanese(sample: bytes) -> str | None:
    scores = {encoding: _plausible(sample, encoding=encoding) for encoding in JAPANESE}
    best = max(JAPANESE, key=scores.__getitem__)
    return best if scores[best] >= CONVINCING else None


def _western(sample: bytes) -> str | None:
    """Return cp1252 where the characters beyond ASCII are those of western Europe, told by single bytes in words."""
    marks = [byte for byte in sample if byte > 0x7F]
    likely = sum(byte in _WESTERN for byte in marks)
    return "cp1252" if likely >= 0.9 * len(marks) else None


def _among_all(sample: bytes) -> str:
    found = from_bytes(sample, cp_exclusion=["utf_16", "utf_32", "utf_7"]).best()
    if found is None:
        raise ConnectorError("encoding_unknown")
    return str(found.encoding)


def _plausible(sample: bytes, *, encoding: str) -> float:
    """Return the share of likely characters among those beyond ASCII, bytes that are none being unlikely. [0–1]"""
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(sample)
    runs = _BEYOND_ASCII.findall(text)
    total = sum(len(run) for _, run, _ in runs)
    if not total:
        return 0.0
    if encoding == "utf-8":  # what is valid is hardly ever anything else
        return 1 - text.count("\ufffd") / total
    return sum(_run_weight(before, run, after) for before, run, after in runs) / total


def _run_weight(before: str, run: str, after: str) -> float:
    """Return the weight of some characters in a row; one alone beside letters is an accented letter misread."""
    if len(run) == 1 and (before or after) and not "\u3000" <= run <= "\u30ff":
        return 0.0
    half = sum("｡" <= character <= "ﾟ" for character in run)
    weights = sum(_weight(character) for character in run)
    return weights - (_HALF_WIDTH if half == 1 and len(run) > 1 else 0.0)


@cache
def _weight(character: str) -> float:
    if character == "\ufffd":
        return -1.0
    if "\u3000" <= character <= "\u30ff" or "！" <= character <= "～" or character in "￥￣" or character in NAMES:
        return 1.0
    if "｡" <= character <= "ﾟ":
        return _HALF_WIDTH
    try:
        code = int.from_bytes(character.encode("cp932"))
    except UnicodeEncodeError:
        return 0.0
    if 0x889F <= code <= 0x9872:  # the kanji of the first level, which nearly all text is made of
        return 1.0
    return 0.6 if 0x8140 <= code <= 0x87FF or code >= 0xED40 else 0.3
