"""A small file as a table of text, whatever its kind and encoding."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Table:
    """`rows` are (line of the file as a person sees it, one text per header)."""

    headers: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...]]]


def read_table(path: Path) -> Table:
    text = path.read_bytes().decode("utf-8-sig")
    lines = list(csv.reader(text.splitlines()))
    return Table(tuple(lines[0]), [(n, tuple(cells)) for n, cells in enumerate(lines[1:], start=2)])
