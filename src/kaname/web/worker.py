"""One thread of the server that works off background tasks.

A task that was running when the process died is taken up again at the next start: tasks are written so that running
them twice does no harm. One that brought the process down three times is left as failed.
"""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connections
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

ATTEMPTS = 3
INTERVAL = 0.5
"""How long a new task may wait until the thread looks. [s]"""


class TaskDiedError(RuntimeError):
    """The process ended while the task ran, every time."""


class Worker:
    """Works off the queue until stopped; whatever a task raises, the thread goes on."""

    def __init__(self, *, worker_id: str = "embedded", backend_name: str = "default") -> None:
        self.worker_id = worker_id
        self.backend_name = backend_name
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._queue: QueueWorker | None = None

    def start(self) -> None:
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="tasks", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """Take no further task, and give the present one `timeout` seconds; what is left resumes at the next start."""
        self._stopping.set()
        if self._queue is not None:
            self._queue.running = False
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        self._guarded(self.resume)
        while not self._stopping.wait(INTERVAL):
            self._guarded(self.work_off)
        connections.close_all()

    def _guarded(self, step: Callable[[], None]) -> None:
        try:
            close_old_connections()
            step()
        except Exception:
            logger.exception("The task thread goes on after an error.")

    def resume(self) -> None:
        """Put back what this worker left unfinished."""
        for left in DBTaskResult.objects.running().filter(backend_name=self.backend_name):
            if not left.worker_ids or left.worker_ids[-1] != self.worker_id:
                continue
            if len(left.worker_ids) >= ATTEMPTS:
                left.set_failed(TaskDiedError(f"The server stopped {ATTEMPTS} times while this ran."))
            else:
                left.status = TaskResultStatus.READY
                left.save(update_fields=["status"])

    def work_off(self) -> None:
        """Run what is ready, until nothing is or the worker stops."""
        if not DBTaskResult.objects.ready().filter(backend_name=self.backend_name).exists():
            return
        self._queue = QueueWorker(
            queue_names=["*"],
            interval=INTERVAL,
            batch=True,
            backend_name=self.backend_name,
            startup_delay=False,
            max_tasks=None,
            worker_id=self.worker_id,
            excluded_queue_names=[],
        )
        if not self._stopping.is_set():
            self._queue.run()


_worker = Worker()


def start() -> None:
    """Start this process's worker."""
    _worker.start()


def stop(timeout: float = 10.0) -> None:
    """Stop this process's worker."""
    _worker.stop(timeout)
