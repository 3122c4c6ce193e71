"""What many viewers ask for at once is made once and shared: small, bounded, forgotten with its fact store."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from kaname.facts.store import FactStore

T = TypeVar("T")


class Shelf:
    """The newest results by key; the one that was not asked for longest makes room.

    A key says all that its result depends on, so that nothing here ever becomes wrong, only old.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._results: OrderedDict[Hashable, Future[object]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result for the key. Whoever comes while it is being made waits for it; what fails is not kept."""
        with self._lock:
            future = self._results.get(key)
            mine = future is None
            if future is None:
                future = self._results[key] = Future()
            self._results.move_to_end(key)
            while len(self._results) > self._size:
                self._results.popitem(last=False)
        if mine:
            self._fill(key, future, make)
        return cast("T", future.result())

    def _fill(self, key: Hashable, future: Future[object], make: Callable[[], T]) -> None:
        try:
            future.set_result(make())
        except BaseException as failure:
            with self._lock:
                if self._results.get(key) is future:
                    del self._results[key]
            future.set_exception(failure)

    def __len__(self) -> int:
        return len(self._results)


# A rendered board is some 100 kB, the ledger's part of one some MB for 500 people.
RENDERED, LEDGERS = 128, 24
_shelves: WeakKeyDictionary[FactStore, dict[str, Shelf]] = WeakKeyDictionary()
_lock = threading.Lock()


def rendered(store: FactStore) -> Shelf:
    """Finished parts of pages."""
    return _shelf(store, "rendered", RENDERED)


def ledgers(store: FactStore) -> Shelf:
    """The ledger's part of boards. Kept with the store: whoever opens another one starts anew."""
    return _shelf(store, "ledgers", LEDGERS)


def _shelf(store: FactStore, name: str, size: int) -> Shelf:
    with _lock:
        shelves = _shelves.setdefault(store, {})
        return shelves.setdefault(name, Shelf(size))
