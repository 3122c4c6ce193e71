"""A consistent copy of the whole installation in one zip file, and back."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import tempfile
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kaname.config.commands.problem import CommandProblem
from kaname.config.commands.registry import Progress

FORMAT = 1
KEPT_SECRETS = ("secret-key",)
LEDGERS = {"sqlite": "ledger.sqlite3", "postgresql": "ledger.pgdump"}
CONTENTS = ("backup.json", "facts.duckdb", "ledger.sqlite3", "ledger.pgdump", *KEPT_SECRETS)


def backup(*, path: str, progress: Progress) -> dict[str, Any]:
    """Copy ledger, facts and secret into the zip `path`, readable by its owner alone."""
    from django.conf import settings

    from kaname.web.store import facts

    target = Path(path)
    if target.exists():
        raise CommandProblem(f"{target} exists already. Give a new name; a backup never overwrites another.")
    with tempfile.TemporaryDirectory(dir=settings.KANAME_DATA, prefix="backup-") as folder:
        scratch = Path(folder)
        copy_ledger(scratch)
        facts().backup(scratch / "facts.duckdb")
        for name in KEPT_SECRETS:
            shutil.copy2(settings.KANAME_DATA / name, scratch / name)
        note = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(), "ledger": ledger_kind()}
        (scratch / "backup.json").write_text(json.dumps(note))
        pack(scratch, target)
    return {"file": str(target), "bytes": target.stat().st_size}


def ledger_kind() -> str:
    from django.db import connection

    return connection.vendor


def copy_ledger(folder: Path) -> None:
    """The ledger as one file: SQLite's own online backup, or pg_dump's archive."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with (
            closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as here,
            closing(sqlite3.connect(folder / "ledger.sqlite3")) as there,
        ):
            here.backup(there)
    else:
        postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(folder / "ledger.pgdump"))


def postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own tools on the ledger."""
    from django.db import connection

    ledger: dict[str, Any] = connection.settings_dict
    where = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(ledger[key]) for name, key in where.items() if ledger.get(key)}}
    try:
        subprocess.run([program, *arguments], env=environment, check=True, capture_output=True, text=True)  # noqa: S603
    except FileNotFoundError as error:
        raise CommandProblem(f"{program} is not installed here; it comes with PostgreSQL's client tools.") from error
    except subprocess.CalledProcessError as error:
        raise CommandProblem(f"{program} failed: {error.stderr.strip()}") from error


def pack(folder: Path, target: Path) -> None:
    """Write the zip beside its place first, so that a broken backup never has the good name."""
    part = target.with_name(target.name + ".part")
    with (
        os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for item in sorted(folder.iterdir()):
            archive.write(item, item.name)
    part.rename(target)


def unpack(file: Path, data: Path, *, replace: bool) -> dict[str, Any]:
    """Put a backup into `data`; what was there is moved aside when `replace` says so.

    Raises
    ------
    CommandProblem
        If a server runs on the folder, it is not empty, or the file is no backup of ours.
    """
    from kaname.config.owner import owner_of

    if owner_of(data):
        raise CommandProblem("A server is running on this data folder. Stop it, then restore.")
    with checked_archive(file) as archive:
        note = json.loads(archive.read("backup.json"))
        aside = move_aside(data, replace=replace)
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        data.chmod(0o700)
        archive.extractall(data, members=[name for name in archive.namelist() if name in CONTENTS])
    for name in KEPT_SECRETS:
        (data / name).chmod(0o600)
    (data / "backup.json").unlink()
    if note["ledger"] == "postgresql":
        restore_postgres(data)
    return {"data": str(data), "made_at": note["made_at"], "moved_aside_to": str(aside) if aside else None}


def checked_archive(file: Path) -> zipfile.ZipFile:
    """The opened backup, whole and of a format this version reads."""
    try:
        archive = zipfile.ZipFile(file)
        broken = archive.testzip()
        note = json.loads(archive.read("backup.json"))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CommandProblem(f"{file} is not a Kaname backup, or it is damaged.") from error
    if broken:
        raise CommandProblem(f"{file} is damaged: {broken} does not match its checksum. Nothing was changed.")
    if not is_backup(archive, note):
        raise CommandProblem(f"{file} is not a Kaname backup, or parts of it are missing. Nothing was changed.")
    if note["format"] > FORMAT:
        raise CommandProblem(f"{file} was made by a newer Kaname. Update first, then restore.")
    return archive


def is_backup(archive: zipfile.ZipFile, note: Any) -> bool:
    """Whether everything is in it that `backup` puts there, as plain files."""
    if not (isinstance(note, dict) and isinstance(note.get("format"), int) and note.get("ledger") in LEDGERS):
        return False
    needed = ("facts.duckdb", LEDGERS[note["ledger"]], *KEPT_SECRETS)
    plain = {item.filename for item in archive.infolist() if not stat.S_ISLNK(item.external_attr >> 16)}
    return plain.issuperset(needed) and isinstance(note.get("made_at"), str)


def move_aside(data: Path, *, replace: bool) -> Path | None:
    """Free the data folder without losing what is in it; returns where that went."""
    if not data.exists() or not any(data.iterdir()):
        return None
    if not replace:
        raise CommandProblem(
            f"{data} is not empty. Name another folder with --data, or add --replace to move it aside."
        )
    aside = data.with_name(f"{data.name}-before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    data.rename(aside)
    return aside


def restore_postgres(data: Path) -> None:
    """Load the archived ledger into the PostgreSQL that KANAME_DATABASE_URL names."""
    import django
    from django.db import connection

    django.setup()
    if connection.vendor != "postgresql":
        raise CommandProblem(
            "This backup's ledger is PostgreSQL's: set KANAME_DATABASE_URL to an empty database first."
        )
    archive, name = data / "ledger.pgdump", str(connection.settings_dict["NAME"])
    postgres(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname", name, str(archive)
    )
    archive.unlink()
