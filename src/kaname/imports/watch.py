"""Somebody watches an import: how far it is goes to the ledger now and then, and a wish to stop comes back."""

from __future__ import annotations

from collections.abc import Callable

from kaname.imports.intake import Intake
from kaname.imports.models import ImportRun
from kaname.imports.stopwatch import Stopwatch

Progress = Callable[[int, int | None], None]
"""Called with bytes done and, where it is known, bytes in all."""

EVERY = 0.5
"""At most one look at the ledger in this time. [s]"""


class Watch:
    """Follows one run. `stopped` turns true soon after somebody asked the run to stop."""

    def __init__(self, run: ImportRun, *, stopwatch: Stopwatch, progress: Progress | None = None) -> None:
        self.run, self.stopwatch, self.progress = run, stopwatch, progress
        self.stopped = False
        self._looked = 0.0

    def __call__(self, intake: Intake) -> None:
        """Note how far the intake is."""
        if self.progress:
            self.progress(intake.bytes_done, intake.bytes_total or None)
        if self._is_time():
            row = ImportRun.objects.filter(pk=self.run.pk)
            row.update(
                rows_read=intake.rows_read,
                rejected=intake.rejected,
                bytes_done=intake.bytes_done,
                bytes_total=intake.bytes_total,
                progressed_at=self.stopwatch.now(),
            )
            self._ask()

    def wants_to_stop(self) -> bool:
        """Whether to stop, asked by the fact store while it works on what was read."""
        if self._is_time():
            self._ask()
        return self.stopped

    def _is_time(self) -> bool:
        if self.stopwatch.elapsed - self._looked < EVERY:
            return False
        self._looked = self.stopwatch.elapsed
        return True

    def _ask(self) -> None:
        self.stopped = ImportRun.objects.filter(pk=self.run.pk, stop_asked=True).exists()
