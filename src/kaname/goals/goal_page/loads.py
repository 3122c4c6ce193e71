"""When the facts behind metrics were loaded, each stream looked up once for a page."""

from __future__ import annotations

from datetime import datetime

from kaname.facts.metrics.definition import streams_of
from kaname.goals.reader import Reader
from kaname.web.store import facts


class Loads:
    """As they are now."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._of_stream: dict[str, datetime | None] = {}

    def since(self, metric_key: str) -> datetime | None:
        """When the stream of a metric that waits longest was loaded; None where one never was, or nothing is known."""
        if metric_key not in self._reader.definitions:
            return None
        found = [self._stream(stream) for stream in streams_of([metric_key], self._reader.definitions)]
        known = [at for at in found if at is not None]
        return min(known) if found and len(known) == len(found) else None

    def _stream(self, stream: str) -> datetime | None:
        if stream not in self._of_stream:
            self._of_stream[stream] = facts().loaded_at(stream)
        return self._of_stream[stream]
