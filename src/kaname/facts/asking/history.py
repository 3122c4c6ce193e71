"""Numbers of days that are over, kept until facts of these days change: new facts are nearly always of today."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from kaname.facts.store import FactStore
from kaname.measures.periods import Period

T = TypeVar("T")
# One entry is a number for each metric of a board, or thirteen. Some have a size of their own: 8 bytes for each thing,
# three times that at most where groups are put together.
MOST_ENTRIES, MOST_SIZE = 2_000, 2_000_000


def _small(_value: object) -> int:
    return 0


@dataclass(frozen=True)
class Kept:
    days: Period
    value: object
    size: int


class History:
    """One per store. An answer is kept and used only while no change of the facts is under way."""

    def __init__(self, store: FactStore) -> None:
        self._lock = threading.Lock()
        self._entries: OrderedDict[Hashable, Kept] = OrderedDict()
        store.subscribe(self.forget)
        self.revision = store.revision

    def forget(self, revision: int, days: tuple[date, ...]) -> None:
        """Drop what is made of any of these days; `revision` is the facts' from now on."""
        changed = sorted(days)
        with self._lock:
            for key in [key for key, kept in self._entries.items() if _touches(kept.days, changed)]:
                del self._entries[key]
            self.revision = revision

    def get(
        self, key: Hashable, days: Period, make: Callable[[], T], *, revision: int, size: Callable[[T], int] = _small
    ) -> T:
        """What `make` gives, from facts of this revision and of these days alone."""
        with self._lock:
            kept = self._entries.get(key) if revision == self.revision else None
        if kept is not None:
            return cast("T", kept.value)
        value = make()
        with self._lock:
            # Facts that changed meanwhile may be newer than those the value was made of.
            if revision == self.revision:
                self._entries[key] = Kept(days, value, size(value))
                self._make_room()
        return value

    def _make_room(self) -> None:
        """The oldest go, of those with a size as well."""
        while len(self._entries) > MOST_ENTRIES:
            self._entries.popitem(last=False)
        total = sum(kept.size for kept in self._entries.values())
        for key in [key for key, kept in self._entries.items() if kept.size]:
            if total <= MOST_SIZE:
                break
            total -= self._entries.pop(key).size

    def __len__(self) -> int:
        return len(self._entries)


def _touches(period: Period, days: list[date]) -> bool:
    return any(period.contains(day) for day in days)


_histories: WeakKeyDictionary[FactStore, History] = WeakKeyDictionary()
_lock = threading.Lock()


def history_of(store: FactStore) -> History:
    """Kept with the store: whoever opens another one starts anew."""
    with _lock:
        if store not in _histories:
            _histories[store] = History(store)
        return _histories[store]


Where = Mapping[str, Any]


def frozen(where: Where) -> Hashable:
    """A filter as part of a key."""
    return tuple(sorted((name, tuple(values)) for name, values in where.items()))
