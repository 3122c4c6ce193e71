"""Who owns the fact store: a running server says so in the data folder, with the token to ask it."""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx


@dataclass(frozen=True)
class Owner:
    """A running server's address, its process and the token that its own machine's commands use."""

    url: str
    pid: int
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def answers(self) -> bool:
        """Whether this very server is there (and not another one on its port)."""
        try:
            answer = httpx.get(f"{self.url}/api/owner/", headers=self.headers, timeout=5, trust_env=False)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200 and answer.json() == {"pid": self.pid}


def owner_of(data: Path) -> Owner | None:
    """The server that serves this data folder now, if any."""
    try:
        owner = Owner(**json.loads((data / "server.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return owner if owner.answers() else None


@contextmanager
def owning(data: Path, *, url: str) -> Iterator[Owner]:
    """Say that this process owns the folder for as long as the block runs."""
    owner = Owner(url=url, pid=os.getpid(), token=secrets.token_urlsafe(32))
    note = data / "server.json"
    note.unlink(missing_ok=True)
    with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(owner), file)
    try:
        yield owner
    finally:
        note.unlink(missing_ok=True)
