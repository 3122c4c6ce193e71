"""Uploaded files in the data folder: received part by part, kept for a stated time, then removed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings

KEPT_FOR = timedelta(days=30)
PART_BYTES = 8 * 1024 * 1024
CHUNK_BYTES = 256 * 1024


class OutOfStep(Exception):  # noqa: N818 - it tells where to go on
    """A part came that does not continue what is here; `received` says where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes are here")
        self.received = received


def folder(name: str) -> Path:
    """A folder of the data folder, readable by its owner alone."""
    path = Path(settings.KANAME_DATA) / name
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def new_path(file_name: str) -> Path:
    """Where a file of this name will be kept: a name of our own, with the suffix that tells the format."""
    suffix = Path(file_name).suffix.lower()
    return folder("uploads") / f"{uuid4().hex}{suffix if re.fullmatch(r'[.][a-z0-9]{1,5}', suffix) else ''}"


def save(chunks: Iterable[bytes], *, path: Path) -> int:
    """Write a whole file in pieces; its size. [byte]"""
    with path.open("wb") as file:
        return sum(file.write(chunk) for chunk in chunks)


def received(path: Path) -> int:
    """How much of a file is here. [byte]"""
    return path.stat().st_size if path.exists() else 0


def append(chunks: Iterable[bytes], *, path: Path, offset: int, limit: int) -> int:
    """Continue a file at `offset`; its size afterwards. A part that was sent before is written over itself. [byte]

    Raises
    ------
    OutOfStep
        If the part does not continue what is here, or goes beyond `limit`, the announced size.
    """
    here = received(path)
    if not 0 <= offset <= here:
        raise OutOfStep(here)
    with path.open("r+b" if here else "wb") as file:
        file.seek(offset)
        for chunk in chunks:
            if file.tell() + len(chunk) > limit:
                file.truncate(offset)
                raise OutOfStep(offset)
            file.write(chunk)
        file.truncate()
        return file.tell()


def copy(path: Path) -> Path:
    """A second name for the same file, so that each run can let go of its own."""
    target = new_path(path.name)
    os.link(path, target)
    return target


def is_over(*, ended_at: datetime, at: datetime) -> bool:
    """Whether a file's time in the data folder is over."""
    return ended_at + KEPT_FOR <= at
