"""A consistent copy of the store while it is in use."""

from __future__ import annotations

from pathlib import Path

import duckdb

from kaname.facts.engine.connection import FORMAT, transaction
from kaname.facts.errors import FactsError

FILE_NAME = "facts.duckdb"


def copy_to(cursor: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Copy to a file, or into a folder. The file itself must not be read: that would free the lock on it."""
    path = target / FILE_NAME if target.is_dir() else target
    if path.exists():
        raise FactsError("target_exists", f"There is already a file {path}.", path=str(path))
    row = cursor.execute("SELECT current_database()").fetchone()
    name = str(path).replace("'", "''")
    cursor.execute(f"ATTACH '{name}' AS backup (STORAGE_VERSION '{FORMAT}')")
    try:
        with transaction(cursor):
            cursor.execute(f'COPY FROM DATABASE "{row[0] if row else "memory"}" TO backup')
    finally:
        cursor.execute("DETACH backup")
        cursor.close()
