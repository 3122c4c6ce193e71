"""What has to happen at its time without anybody asking: reminders, digests, reports on their day.

Slices add their duties when they start. A duty is called about once a minute with the present instant; it finds out
from the ledger what is due and does it once, so that calling it again, or after hours of standstill, does no harm.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections, connections
from django.utils import timezone

logger = logging.getLogger(__name__)

Duty = Callable[[datetime], None]

DUTIES: list[Duty] = []
INTERVAL = 60.0
"""Between two rounds. [s]"""


def attend(at: datetime) -> None:
    """Call every duty; one that fails does not keep the others from theirs."""
    for duty in DUTIES:
        try:
            close_old_connections()
            duty(at)
        except Exception:
            logger.exception("A scheduled duty failed and is tried again in the next round.")


class Clockwork:
    """A thread of the server that calls the duties until stopped."""

    def __init__(self, *, interval: float = INTERVAL) -> None:
        self.interval = interval
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="clockwork", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopping.wait(self.interval):
            attend(timezone.now())
        connections.close_all()


_clockwork = Clockwork()


def start() -> None:
    """Start this process's clockwork."""
    _clockwork.start()


def stop(timeout: float = 10.0) -> None:
    """Stop this process's clockwork."""
    _clockwork.stop(timeout)
