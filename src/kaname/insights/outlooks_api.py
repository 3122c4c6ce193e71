"""Outlooks for programs: where numbers will end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from kaname.goals.period_choices import read_code
from kaname.goals.reader import Reader
from kaname.goals.refusals import reader_of
from kaname.goals.words import metric_name
from kaname.insights.access import outlooks_seen
from kaname.insights.models import Outlook
from kaname.insights.outlook.sentences import grade_words, headline, refusal, takes_words
from kaname.web.api import ErrorAnswer, Paging, paged

router = Router(tags=["insights"])
NUMBERS = (
    "starts_on", "ends_on", "verdict", "achieved", "expected", "low", "high", "target", "upper", "probability",
    "required", "usual_low", "usual_high", "grade", "made_at",
)  # fmt: skip


class OutlookOut(Schema):
    """`team` and `person` "" is the organisation; `ends_on` is the day after the last. `low` to `high` is the 80 %
    interval, `probability` that of reaching `target`; `required` is what every working hour from here has to bring for
    it. Where `verdict` is not "shown", `sentence` and `missing` say why."""

    metric: str
    team: str
    person: str
    starts_on: date
    ends_on: date
    sentence: str
    verdict: str
    missing: str
    achieved: float | None
    expected: float | None
    low: float | None
    high: float | None
    target: float | None
    upper: float | None
    probability: float | None
    required: float | None
    usual_low: float | None
    usual_high: float | None
    takes: str
    grade: str
    evidence: str
    made_at: datetime


class OutlookPage(Schema):
    items: list[OutlookOut]
    page: int
    size: int
    total: int


class OutlookFilter(Schema):
    """Keys; `of` is "organisation", "teams" or "people"; `period` its first day and the day after its last, with /."""

    metric: str = ""
    team: str = ""
    person: str = ""
    of: str = ""
    period: str = ""


@router.get("/outlooks/", response={200: OutlookPage, 422: ErrorAnswer})
def get_outlooks(request: HttpRequest, paging: Query[Paging], asked: Query[OutlookFilter]) -> dict[str, Any]:
    """Of the periods that run now, by metric, the organisation first."""
    reader = reader_of(request)
    rows = outlooks_seen(reader).filter(**_wanted(asked))
    ordered = rows.order_by("metric_key", "team_key", "person_key", "-ends_on", "-starts_on")
    found: dict[str, Any] = paged(ordered, paging)
    return {**found, "items": [_answer(row, reader) for row in found["items"]]}


def _wanted(asked: OutlookFilter) -> dict[str, Any]:
    """What is nothing that can be asked for finds nothing."""
    wanted: dict[str, Any] = {
        f"{name}_key": value for name in ("metric", "team", "person") if (value := getattr(asked, name))
    }
    wanted |= {
        "": {},
        "organisation": {"team_key": "", "person_key": ""},
        "teams": {"team_key__gt": "", "person_key": ""},
        "people": {"person_key__gt": ""},
    }.get(asked.of, {"pk": None})
    if asked.period:
        period = read_code(asked.period)
        wanted |= {"starts_on": period.starts_on, "ends_on": period.ends_on} if period else {"pk": None}
    return wanted


def _answer(row: Outlook, reader: Reader) -> dict[str, Any]:
    unit = reader.unit(reader.definitions[row.metric_key])
    name = metric_name(row.metric_key, reader.definitions)
    return {
        **{column: getattr(row, column) for column in NUMBERS},
        "metric": row.metric_key,
        "team": row.team_key,
        "person": row.person_key,
        "sentence": headline(row, name, unit, language=reader.language),
        "missing": refusal(row),
        "takes": takes_words(row, unit, language=reader.language),
        "evidence": grade_words(row),
    }
