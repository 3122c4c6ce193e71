"""What drives goals, for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from kaname.goals.reader import Reader
from kaname.goals.refusals import reader_of
from kaname.insights.drivers import words
from kaname.insights.drivers.page import in_force, target_name
from kaname.insights.models import Driver, DriverSearch
from kaname.web.api import ErrorAnswer, Paging, paged

router = Router(tags=["insights"])
SEARCH = ("id", "step", "n", "n_tested", "starts_on", "held_out_from", "smallest_seen", "missing", "made_at")
SERIES = (
    "field", "value", "rank", "lag", "lag_low", "lag_high", "per", "size", "size_low", "size_high", "is_relative",
    "frequency", "quarters_agreeing", "quarters", "grade", "n",
)  # fmt: skip


class SeriesOut(Schema):
    """A series that was held against the number: `metric`, only its facts with `value` in `field` where these are
    given; without a metric the working time of kind `value`. `rank` is that of a driver; `sentence` says of the others
    why they are none. `lag` counts periods of the search's `step`; `size` is how much the number changes for so much
    more (`per`) of the series, with its 80 % interval, a ratio where `is_relative`."""

    name: str
    metric: str
    field: str
    value: str
    rank: int | None
    sentence: str
    lag: int | None
    lag_low: int | None
    lag_high: int | None
    per: str
    size: float | None
    size_low: float | None
    size_high: float | None
    is_relative: bool
    frequency: float | None
    quarters_agreeing: int
    quarters: int
    grade: str
    n: int


class SearchOut(Schema):
    """The newest search for what drives a number of a goal; `team` "" is the organisation's. `missing` more periods
    are needed where nothing could be searched; links weaker than `smallest_seen` are mostly missed. [correlation]"""

    id: int
    goal: str
    metric: str
    team: str
    sentence: str
    step: str
    n: int
    n_tested: int
    starts_on: date | None
    held_out_from: date | None
    smallest_seen: float | None
    missing: int
    made_at: datetime
    drivers: list[SeriesOut]


class SearchPage(Schema):
    items: list[SearchOut]
    page: int
    size: int
    total: int


class SeriesPage(Schema):
    items: list[SeriesOut]
    page: int
    size: int
    total: int


@router.get("/drivers/", response={200: SearchPage, 422: ErrorAnswer})
def get_drivers(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """What was found for each goal, without what was dismissed."""
    reader = reader_of(request)
    rows = DriverSearch.objects.visible_in(reader.scope).newest().select_related("goal").prefetch_related("drivers")
    found: dict[str, Any] = paged(rows, paging)
    return {**found, "items": [_search(row, reader) for row in found["items"]]}


@router.get("/drivers/{pk}/series/", response={200: SeriesPage, 404: ErrorAnswer, 422: ErrorAnswer})
def get_series(request: HttpRequest, pk: int, paging: Query[Paging]) -> dict[str, Any]:
    """Every series that was held against the number, with what came of it."""
    reader = reader_of(request)
    search = get_object_or_404(DriverSearch.objects.visible_in(reader.scope), pk=pk)
    found: dict[str, Any] = paged(search.drivers.all(), paging)
    return {**found, "items": [_series(row, search, reader) for row in found["items"]]}


def _search(row: DriverSearch, reader: Reader) -> dict[str, Any]:
    drivers = in_force(row)
    return {
        **{name: getattr(row, name) for name in SEARCH},
        "goal": row.goal.key,
        "metric": row.metric_key,
        "team": row.team_key,
        "sentence": words.headline(row, len(drivers), target_name(row, reader)),
        "drivers": [_series(one, row, reader) for one in drivers],
    }


def _series(row: Driver, search: DriverSearch, reader: Reader) -> dict[str, Any]:
    told = (
        words.sentence(row, target_name(search, reader), search.step, reader)
        if row.rank
        else words.refusal(row, search.step, reader)
    )
    return {
        **{name: getattr(row, name) for name in SERIES},
        "name": words.series_name(row.metric_key, row.field, row.value, reader),
        "metric": row.metric_key,
        "sentence": told,
    }
