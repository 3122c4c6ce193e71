"""The one-time code that whoever started Kaname enters in the browser to become its first administrator."""

import os
import secrets
from pathlib import Path

FILE = "setup-code"
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def write(folder: Path) -> str:
    """The code kept in the data folder, made when it is not there yet; only its owner may read the file."""
    folder.mkdir(parents=True, exist_ok=True)
    if kept := read(folder):
        return kept
    remove(folder)
    descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(code := new_code())
    return code


def read(folder: Path) -> str | None:
    try:
        return (folder / FILE).read_text().strip()
    except FileNotFoundError:
        return None


def remove(folder: Path) -> None:
    (folder / FILE).unlink(missing_ok=True)


def new_code() -> str:
    """Three groups of four letters and digits that are hard to mistake: 59 bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    return "-".join(groups)
