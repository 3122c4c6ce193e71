"""How a text table keeps its cells apart, from its first lines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kaname.connectors.csv.block import rows_of
from kaname.connectors.csv.records import Dialect
from kaname.connectors.error import ConnectorError

if TYPE_CHECKING:
    from clevercsv.dialect import SimpleDialect

USUAL = ",\t;|"
LINES = 100
CHARACTERS = 20_000


def detect_dialect(head: str, *, delimiter: str | None, quote: str | None) -> Dialect:
    """Return the dialect; what has been said is not looked for.

    Raises
    ------
    ConnectorError
        `delimiter_invalid`.
    """
    line_break = "\r" if "\r" in head and "\n" not in head else "\n"
    sample = "\n".join(head.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:LINES])[:CHARACTERS]
    found = None if delimiter and quote is not None else _sniffed(sample)
    if delimiter is None:
        delimiter = _hint(sample) or _usable((found.delimiter if found else None) or "", sample=sample)
    if quote is None:
        quote = "'" if found and found.quotechar == "'" else '"'
    delimiter = "\t" if delimiter == "\\t" else delimiter
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n' or delimiter == quote:
        raise ConnectorError("delimiter_invalid", delimiter=delimiter)
    return Dialect(delimiter=delimiter, quote=quote, line_break=line_break)


def _sniffed(sample: str) -> SimpleDialect | None:
    import clevercsv  # loading it takes a tenth of a second, which every command would wait for

    try:
        return clevercsv.Sniffer().detect(sample)
    except clevercsv.Error:
        return None


def _hint(sample: str) -> str | None:
    """Return what a first line such as sep=; says, as Excel writes it."""
    first = sample.partition("\n")[0].strip()
    return first[-1] if first.lower().startswith("sep=") and len(first) == len("sep=;") else None


def _usable(delimiter: str, *, sample: str) -> str:
    """Return the delimiter, a comma where it would split words of a text rather than rows into cells."""
    if not delimiter or not delimiter.isascii() or delimiter.isalnum():
        return ","
    if delimiter in USUAL:
        return delimiter
    widths = Counter(len(row) for row in rows_of(sample, dialect=Dialect(delimiter, '"')) if row)
    return delimiter if len(widths) == 1 and max(widths) > 1 else ","
