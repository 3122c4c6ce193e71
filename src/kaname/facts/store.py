"""The fact store: one DuckDB file, owned by one process, read by many threads and written by one at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

import duckdb

from kaname.facts.attribution import Attribution
from kaname.facts.directory import Directory
from kaname.facts.engine.attributes import attribute_names
from kaname.facts.engine.backup import copy_to
from kaname.facts.engine.census import Held, census, count_facts
from kaname.facts.engine.connection import connect, transaction
from kaname.facts.engine.delete import Deletion, delete_facts
from kaname.facts.engine.known_directory import read_directory, write_directory
from kaname.facts.engine.load import Loading, Records
from kaname.facts.engine.places import read_places
from kaname.facts.engine.record import (
    LoadResult,
    find_batch,
    loaded_at,
    loaded_streams,
    read_state,
    record_batch,
    record_state,
    record_streams,
)
from kaname.facts.engine.restamp import plan, restamp
from kaname.facts.engine.schema import prepare
from kaname.facts.engine.tidy import tidy
from kaname.facts.engine.unmatched import Unmatched, unmatched
from kaname.facts.errors import FactsError

log = logging.getLogger(__name__)
Listener = Callable[[int, tuple[date, ...]], None]


class Facts(Protocol):
    """What can be evaluated: the store as it is, or a preview of what it would be."""

    @property
    def directory(self) -> Directory: ...

    def reading(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]: ...


@dataclass(frozen=True)
class Preview:
    """A load that is not kept: what it would do, and the facts as they would be."""

    result: LoadResult
    directory: Directory
    connection: duckdb.DuckDBPyConnection

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        yield self.connection


class FactStore:
    """Use `open`. All methods may be called from any thread."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._writer = threading.RLock()
        self._listeners: list[Listener] = []
        self._places = read_places(connection)
        self._directory = read_directory(connection)
        self._attribution = Attribution(self._directory)
        self._revision, self._parts = read_state(connection)

    @classmethod
    def open(cls, path: Path | None, *, memory_limit: str = "256MB", threads: int | None = None) -> FactStore:
        """Open the store in this file, made if there is none; None keeps it in memory.

        Raises
        ------
        FactsError
            `in_use` while another process has it open; `too_new`, `unreadable`.
        """
        connection = connect(path, memory_limit=memory_limit, threads=threads)
        try:
            prepare(connection, path)
            return cls(connection)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        with self._writer:
            self._connection.close()

    @property
    def revision(self) -> int:
        """Grows with every load, deletion and change of the directory."""
        return self._revision

    @property
    def directory(self) -> Directory:
        return self._directory

    def loaded_at(self, stream: str | None = None) -> datetime | None:
        """When a stream, or any, was last loaded."""
        with self.reading() as connection:
            return loaded_at(connection, stream)

    def loaded_streams(self) -> frozenset[str]:
        """The streams of which anything was ever loaded."""
        with self.reading() as connection:
            return loaded_streams(connection)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of this thread's own on which everything is read from the same state."""
        cursor = self._connection.cursor()
        try:
            with transaction(cursor, read_only=True):
                yield cursor
        finally:
            cursor.close()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(revision, days)` after each commit, in the thread that committed; returns how to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def load(
        self,
        *,
        source: str,
        batch_id: str,
        records: Records,
        at: datetime,
        on_progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> LoadResult:
        """Load a batch: all of it or, if anything fails, nothing.

        Raises
        ------
        FactsError
            `cancelled`, `unknown_stream`, `wrong_columns`, `value_missing`, `value_unknown`; `engine` if disk or
            memory does not suffice.
        """
        with self._writer:
            known = find_batch(self._connection, source=source, batch_id=batch_id)
            if known is not None:
                return known
            with transaction(self._connection):
                loading = self._loading(source)
                loading.take_all(records, on_progress=on_progress, cancelled=cancelled)
                result = loading.result()
                record_batch(self._connection, result, source=source, batch_id=batch_id, at=at)
                record_streams(self._connection, loading.streams, at=at)
                parts = tidy(self._connection, loading.streams.values(), part=loading.part, rows=loading.rows)
                record_state(self._connection, revision=result.revision, parts=parts)
            self._places, self._parts = loading.places, parts
            self._revision = result.revision
        self._tell(result.revision, result.days)
        return result

    @contextmanager
    def preview(
        self,
        *,
        source: str,
        records: Records,
        on_progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[Preview]:
        """Load without keeping it. Inside the block, evaluate on what is yielded; nobody else can load meanwhile."""
        with self._writer:
            self._connection.execute("BEGIN TRANSACTION")
            try:
                loading = self._loading(source)
                loading.take_all(records, on_progress=on_progress, cancelled=cancelled)
                yield Preview(loading.result(), self._directory, self._connection)
            finally:
                self._connection.execute("ROLLBACK")

    def _loading(self, source: str) -> Loading:
        return Loading(
            connection=self._connection,
            before=self._connection.cursor(),
            source=source,
            revision=self._revision + 1,
            part=self._parts,
            places=self._places.copy(),
            attribution=self._attribution,
        )

    def delete(
        self,
        *,
        stream: str | None = None,
        source: str | None = None,
        person_key: str | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> int:
        """Delete the facts that meet all that is given, for good; returns how many.

        Raises
        ------
        FactsError
            `nothing_chosen` if nothing is given.
        """
        wanted = Deletion(stream, source, person_key, since, until)
        with self._writer:
            with transaction(self._connection):
                part, revision = self._parts + 1, self._revision + 1
                deleted = delete_facts(self._connection, wanted, part=part)
                record_state(self._connection, revision=revision, parts=part)
            self._places, self._parts = read_places(self._connection), part
            self._revision = revision
        self._tell(revision, deleted.days)
        return deleted.count

    def count(
        self,
        *,
        stream: str | None = None,
        source: str | None = None,
        person_key: str | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> dict[str, int]:
        """How many facts of each stream meet all that is given: what `delete` would take."""
        with self.reading() as connection:
            return count_facts(connection, Deletion(stream, source, person_key, since, until))

    def census(self) -> list[Held]:
        """What is held from which source."""
        with self.reading() as connection:
            return census(connection)

    def set_directory(self, directory: Directory) -> None:
        """Attribute all facts, stored and to come, by this directory."""
        with self._writer:
            if directory == self._directory:
                return
            attribution = Attribution(directory)
            planned = plan(self._places, attribution)
            with transaction(self._connection):
                part, revision = self._parts + 1, self._revision + 1
                days = restamp(self._connection, planned, part=part)
                write_directory(self._connection, directory)
                record_state(self._connection, revision=revision, parts=part)
            self._places, self._parts = planned.places, part
            self._directory, self._attribution = directory, attribution
            self._revision = revision
        self._tell(revision, tuple(sorted(days)))

    def unmatched(self) -> list[Unmatched]:
        """Names in the facts that the directory does not know, those with most facts first."""
        with self.reading() as connection:
            return unmatched(connection)

    def attribute_names(self, stream: str) -> list[str]:
        """The further columns that facts of a stream have had."""
        with self.reading() as connection:
            return sorted(attribute_names(connection, stream))

    def backup(self, target: Path) -> None:
        """Write a consistent copy, while others go on reading and loading.

        Raises
        ------
        FactsError
            `target_exists` if there is such a file already.
        """
        copy_to(self._connection.cursor(), target)

    def _tell(self, revision: int, days: tuple[date, ...]) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(revision, days)
            except Exception:
                # The facts are committed; a listener that fails must not make the caller believe otherwise.
                log.exception("A listener failed on revision %s", revision)


__all__ = ["FactStore", "Facts", "FactsError", "Held", "LoadResult", "Preview", "Unmatched"]
