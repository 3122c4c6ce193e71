"""Instants during long work, counted on from the one it was given: the clock itself is read at the edge."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class Stopwatch:
    """Runs from `at`."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._started = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Since the start. [s]"""
        return time.monotonic() - self._started

    def now(self) -> datetime:
        """The instant that it is, if it was `at` at the start."""
        return self._at + timedelta(seconds=self.elapsed)
