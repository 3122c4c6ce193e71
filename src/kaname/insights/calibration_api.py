"""How good outlooks were, for programs."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from kaname.goals.reader import Reader
from kaname.goals.refusals import reader_of
from kaname.insights.calibration.judging import Chosen, judged
from kaname.insights.calibration.words import headline, verdict
from kaname.insights.models import PastOutlook
from kaname.measures.outlook.calibration import Bin, Calibration
from kaname.measures.outlook.shares import Share
from kaname.web.api import ErrorAnswer, Paging, paged

router = Router(tags=["insights"])
NUMBERS = (
    "starts_on", "ends_on", "share", "given_on", "replayed", "expected", "low", "high", "run_rate", "target", "upper",
    "probability", "outcome", "reached",
)  # fmt: skip


class CalibrationFilter(Schema):
    """`whose` "" is teams and people, `origin` "" both what was given and what was replayed."""

    metric: str = ""
    whose: Literal["", "teams", "people"] = ""
    origin: Literal["", "given", "replayed"] = ""


class ShareOut(Schema):
    """How often, with what the true share may be (95 %); `n` outlooks of so many `periods`."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    periods: int


class CoverageOut(Schema):
    """How often the 80 % interval held, where this `share` of the working time had passed. [0-1]"""

    share: float
    held: ShareOut


class BinOut(Schema):
    """Outlooks that gave a probability from `since` up to `until`: what was said in the mean, and what came true."""

    since: float
    until: float
    said: float | None
    reached: ShareOut


class CalibrationOut(Schema):
    """Brier scores are 0 where perfect; `brier_base_rate` is that of always saying the same, `brier_run_rate` of going
    on as before, `brier_beside` of the outlooks of the same targets. `needed` more periods until it says something."""

    sentence: str
    verdict: str
    held: ShareOut
    by_share: list[CoverageOut]
    bins: list[BinOut]
    brier: float | None
    brier_base_rate: float | None
    brier_run_rate: float | None
    brier_beside: float | None
    periods: int
    needed: int


class PastOutlookOut(Schema):
    """As it was given when `share` of the working time had passed, and what came true; `replayed` ones were given to
    nobody. `ends_on` is the day after the last."""

    metric: str
    team: str
    person: str
    starts_on: date
    ends_on: date
    share: float
    given_on: date
    replayed: bool
    expected: float
    low: float
    high: float
    run_rate: float | None
    target: float | None
    upper: float | None
    probability: float | None
    outcome: float
    reached: bool | None


class PastOutlookPage(Schema):
    items: list[PastOutlookOut]
    page: int
    size: int
    total: int


@router.get("/calibration/", response={200: CalibrationOut, 422: ErrorAnswer})
def get_calibration(request: HttpRequest, asked: Query[CalibrationFilter]) -> dict[str, Any]:
    """Of all outlooks that the reader may see, or of some."""
    reader = reader_of(request)
    found = judged(_chosen(asked), reader)
    return _judged(found.whole) | {
        "by_share": [{"share": share, "held": _share(one.covered)} for share, one in found.by_share],
    }


@router.get("/calibration/outlooks/", response={200: PastOutlookPage, 422: ErrorAnswer})
def get_past_outlooks(request: HttpRequest, paging: Query[Paging], asked: Query[CalibrationFilter]) -> dict[str, Any]:
    """The outlooks themselves, the latest periods first."""
    reader: Reader = reader_of(request)
    rows = _chosen(asked).rows(reader).order_by("-starts_on", "metric_key", "team_key", "person_key", "share", "pk")
    found: dict[str, Any] = paged(rows, paging)
    return {**found, "items": [_past(row) for row in found["items"]]}


def _chosen(asked: CalibrationFilter) -> Chosen:
    return Chosen(metric=asked.metric, whose=asked.whose, origin=asked.origin)


def _judged(found: Calibration) -> dict[str, Any]:
    score = found.scores
    return {
        "sentence": headline(found),
        "verdict": verdict(found),
        "held": _share(found.covered),
        "bins": [_bin(one) for one in found.bins],
        "brier": score.brier,
        "brier_base_rate": score.base_rate,
        "brier_run_rate": score.reference,
        "brier_beside": score.brier_beside,
        "periods": found.periods,
        "needed": found.needed,
    }


def _share(found: Share) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("value", "low", "high", "n", "periods")}


def _bin(found: Bin) -> dict[str, Any]:
    return {"since": found.since, "until": found.until, "said": found.said, "reached": _share(found.reached)}


def _past(row: PastOutlook) -> dict[str, Any]:
    whose = {"metric": row.metric_key, "team": row.team_key, "person": row.person_key}
    return {**whose, **{name: getattr(row, name) for name in NUMBERS}}
