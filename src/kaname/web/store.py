"""The process's one fact store, opened when it is first asked for."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from kaname.facts.store import FactStore
from kaname.web.live import hub

FILE = "facts.duckdb"

_lock = threading.RLock()
_open: FactStore | None = None
_unsubscribe: Callable[[], None] | None = None


def facts() -> FactStore:
    """The store in the data folder; open pages hear of every change of it."""
    global _open, _unsubscribe
    with _lock:
        if _open is None:
            _open = FactStore.open(settings.KANAME_DATA / FILE, memory_limit=settings.KANAME_FACTS_MEMORY)
            _unsubscribe = _open.subscribe(lambda revision, days: hub.publish(revision))
        return _open


def close() -> None:
    """Let go of the file, so that another process may open it."""
    global _open, _unsubscribe
    with _lock:
        if _unsubscribe is not None:
            _unsubscribe()
        if _open is not None:
            _open.close()
        _open = _unsubscribe = None


@contextmanager
def using(store: FactStore) -> Iterator[FactStore]:
    """Answer `facts()` with this store for a while, for tests and for commands that bring their own."""
    global _open, _unsubscribe
    with _lock:
        kept = _open, _unsubscribe
        _open, _unsubscribe = store, store.subscribe(lambda revision, days: hub.publish(revision))
    try:
        yield store
    finally:
        with _lock:
            if _unsubscribe is not None:
                _unsubscribe()
            _open, _unsubscribe = kept
