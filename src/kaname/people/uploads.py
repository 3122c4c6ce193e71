"""Files of people that somebody handed in and has not taken yet: kept for a day in the data folder."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

KEPT_FOR = timedelta(days=1)
NAME = re.compile(r"[0-9a-f]{32}")


def keep(file: UploadedFile[bytes], *, folder: Path, at: datetime) -> str:
    """Store the file under a random name, which is returned; the given name stays readable beside it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    forget_old(folder=folder, at=at)
    name = secrets.token_hex(16)
    home = folder / name
    home.mkdir(mode=0o700)
    with (home / safe_name(file.name or "")).open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return name


def find(name: str, *, folder: Path) -> Path | None:
    """The file kept under that name, if it is still there."""
    home = folder / name
    return next(home.iterdir(), None) if NAME.fullmatch(name) and home.is_dir() else None


def forget(name: str, *, folder: Path) -> None:
    path = find(name, folder=folder)
    if path:
        path.unlink()
        path.parent.rmdir()


def forget_old(*, folder: Path, at: datetime) -> None:
    for home in folder.iterdir():
        if home.stat().st_mtime < (at - KEPT_FOR).timestamp():
            forget(home.name, folder=folder)


def safe_name(name: str) -> str:
    """The given name without anything that means something to a file system."""
    return re.sub(r"[^\w.()\- ]", "_", Path(name).name)[-100:] or "people"
