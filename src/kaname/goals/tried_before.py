"""What was tried for a metric before, for whoever plans something new. Insights computes that and says so here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kaname.goals.reader import Reader


class TriedBefore(NamedTuple):
    """One of them as the reader may see it: `verdict` is a word, `look` its colour, `effect` the size in words."""

    name: str
    owner: str
    since: str
    verdict: str
    look: str
    effect: str
    grade: str
    url: str


Reading = Callable[[str, Reader], Sequence[TriedBefore]]
_readings: list[Reading] = []


def provide(reading: Reading) -> None:
    """Say who knows; called once, when the product starts."""
    if reading not in _readings:
        _readings.append(reading)


def tried_before(metric_key: str, reader: Reader) -> Sequence[TriedBefore]:
    """The newest first, at most a few."""
    return _readings[0](metric_key, reader) if _readings else []
