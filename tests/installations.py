"""A real installation of its own: a data folder, a ledger, the kaname command and, when asked, its server."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg

COMMAND = Path(sys.executable).with_name("kaname")
TRAVELLED = Path(__file__).with_name("travelled.py")


@dataclass
class Installation:
    """One data folder; on PostgreSQL also one database. Where it has a `clock`, commands begin at that moment."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)
    clock: datetime | None = None

    @property
    def command(self) -> list[str | Path]:
        return [sys.executable, TRAVELLED, self.clock.isoformat()] if self.clock else [COMMAND]

    def run(self, *words: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
        """Run `kaname WORDS` as a person would and check its exit code."""
        done = subprocess.run([*self.command, *words], env=self.variables, capture_output=True, text=True, timeout=300)
        assert done.returncode == expect, f"{words} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def json(self, *words: str) -> Any:
        """The JSON that `kaname WORDS --json` prints."""
        return json.loads(self.run(*words, "--json").stdout)

    @property
    def variables(self) -> dict[str, str]:
        return {**os.environ, "KANAME_DATA": str(self.data), "LANG": "C.UTF-8", **self.environment}

    @property
    def database(self) -> str:
        """The name of its PostgreSQL database."""
        return self.environment["KANAME_DATABASE_URL"].rpartition("/")[2]

    @contextmanager
    def serving(self, *words: str) -> Iterator[str]:
        """The address of a server on this folder, for as long as the block runs."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        server = subprocess.Popen(
            [*self.command, *(words or ("up",)), "--port", str(port)],
            env=self.variables,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            await_answer(url, server)
            yield url
        finally:
            server.terminate()
            try:
                server.communicate(timeout=60)
            finally:
                server.kill()


def await_answer(url: str, server: subprocess.Popen[str], seconds: float = 180) -> None:
    """Return when the server answers; fail with what it said when it ends before."""
    end = time.monotonic() + seconds
    with httpx.Client(trust_env=False, transport=httpx.HTTPTransport(retries=2)) as client:
        while time.monotonic() < end:
            assert server.poll() is None, f"the server ended: {server.stderr.read() if server.stderr else ''}"
            try:
                client.get(url, timeout=5)
            except httpx.HTTPError:
                continue
            return
    raise AssertionError(f"{url} did not answer in {seconds} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def installation(folder: Path, *, like: Installation | None = None) -> Iterator[Installation]:
    """A fresh installation in `folder`, or a copy of another; a PostgreSQL database of it is dropped afterwards."""
    if like is not None:
        shutil.copytree(like.data, folder, dirs_exist_ok=True)
    server = os.environ.get("KANAME_DATABASE_URL")
    if not server:
        yield Installation(folder)
        return
    name = f"kaname_{uuid4().hex}"
    template = f'TEMPLATE "{like.database}"' if like is not None else ""
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" {template}')
        try:
            yield Installation(folder, {"KANAME_DATABASE_URL": f"{server.rpartition('/')[0]}/{name}"})
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
