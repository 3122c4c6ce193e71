"""How good outlooks were: those that were given, or replayed, against what came true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from kaname.facts.asking.shelf import ledgers
from kaname.goals.reader import Reader
from kaname.insights.models import Computation, PastOutlook, Subject
from kaname.measures.attainment import is_reached
from kaname.measures.direction import Direction
from kaname.measures.outlook.calibration import Calibration, PastOutlooks, calibration
from kaname.measures.outlook.replay import SHARES
from kaname.web.store import facts

Row = Mapping[str, Any]
ENDS = ("expected", "low", "high", "probability", "reached", "outcome", "run_rate", "target", "upper")
COLUMNS = ("share", "starts_on", *ENDS)
WHOSE = ("teams", "people")
ORIGINS = ("given", "replayed")


@dataclass(frozen=True)
class Chosen:
    """Which past outlooks: of a metric, of teams or people, given or replayed; empty is all."""

    metric: str = ""
    whose: str = ""
    origin: str = ""

    def rows(self, reader: Reader) -> QuerySet[PastOutlook]:
        """Those of them that the reader may see, and whose end is known."""
        rows = PastOutlook.objects.visible_in(reader.scope).filter(outcome__isnull=False)
        if self.metric:
            rows = rows.filter(metric_key=self.metric)
        if self.whose:
            rows = rows.filter(person_key="") if self.whose == "teams" else rows.exclude(person_key="")
        if self.origin:
            rows = rows.filter(replayed=self.origin == "replayed")
        return rows


@dataclass(frozen=True)
class Judged:
    """All of them together, and those of each share of the period."""

    whole: Calibration
    by_share: tuple[tuple[float, Calibration], ...]


def judged(chosen: Chosen, reader: Reader) -> Judged:
    """Kept until outlooks are computed anew."""
    run = Computation.objects.filter(subject=Subject.OUTLOOK).values_list("state", "finished_at").first()
    key = ("calibration", run, chosen, reader.scope)
    return ledgers(facts()).get(key, lambda: _judge(chosen, reader))


def _judge(chosen: Chosen, reader: Reader) -> Judged:
    directions = {key: metric.direction for key, metric in reader.definitions.items()}
    rows = list(chosen.rows(reader).values("metric_key", *COLUMNS))
    past = _past(rows, [directions.get(row["metric_key"], Direction.HIGHER) for row in rows])
    shares = _numbers(rows, "share")
    return Judged(
        whole=calibration(past),
        by_share=tuple((share, calibration(_part(past, shares == share))) for share in SHARES),
    )


def _past(rows: Sequence[Row], directions: Sequence[Direction]) -> PastOutlooks:
    """The run rate is the simpler rule: it says yes or no."""
    starts = np.array([row["starts_on"] for row in rows], dtype="datetime64[D]")
    pairs = zip(rows, directions, strict=True)
    return PastOutlooks(
        probability=_numbers(rows, "probability"),
        reached=np.array([bool(row["reached"]) for row in rows], dtype=np.bool_),
        low=_numbers(rows, "low"),
        high=_numbers(rows, "high"),
        expected=_numbers(rows, "expected"),
        actual=_numbers(rows, "outcome"),
        period=np.unique(starts, return_inverse=True)[1].astype(np.int64),
        reference=np.array([_run_rate_says(row, direction) for row, direction in pairs], dtype=np.float64),
    )


def _run_rate_says(row: Row, direction: Direction) -> float:
    rate, target, upper = row["run_rate"], row["target"], row["upper"]
    if rate is None or target is None:
        return np.nan
    return float(is_reached(actual=rate, target=target, direction=direction, upper=upper))


def _numbers(rows: Sequence[Row], name: str) -> NDArray[np.float64]:
    return np.array([row[name] for row in rows], dtype=np.float64)


def _part(past: PastOutlooks, chosen: NDArray[np.bool_]) -> PastOutlooks:
    return PastOutlooks(**{one.name: getattr(past, one.name)[chosen] for one in fields(past)})
