"""Facts as JSON: sent in batches, read in pages, deleted by source, person and period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from kaname.facts.errors import FactsError
from kaname.facts.evaluate import rows_behind
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.streams import STREAMS, Stream
from kaname.imports import erasure
from kaname.imports.endpoints.access import administrator
from kaname.imports.hand_entry import SOURCE as HAND
from kaname.imports.items import Problem as ItemProblem
from kaname.imports.items import read_items
from kaname.people.queries import organisation
from kaname.web.api import MOST_PAGES, PAGE_SIZE_MOST, Problem, read_json
from kaname.web.store import facts

router = Router()
MOST_ITEMS = 5000


class Wrong(Schema):
    """A field of an item (counted from 0) that is not as its stream declares."""

    item: int
    field: str
    expected: str


class Loaded(Schema):
    """What became of a batch. `already_loaded`: this Idempotency-Key had come before, and nothing was done."""

    loaded: int
    replaced: int
    unchanged: int
    rejected: int
    revision: int
    already_loaded: bool
    errors: list[Wrong] = Field(default_factory=list)


class Refused(Schema):
    """Why nothing of a batch was loaded."""

    error: dict[str, Any]
    errors: list[Wrong]


class Asked(Schema):
    """Which part of a stream: since <= day < until; pages count from 1; `person` and `team` are keys."""

    person: str = ""
    team: str = ""
    since: date | None = None
    until: date | None = None
    page: int = Field(1, le=MOST_PAGES)
    size: int = 100


class FactPage(Schema):
    """A page of facts."""

    items: list[dict[str, Any]]
    page: int
    size: int
    total: int


class Choice(Schema):
    """Which facts: those that meet all that is given. since <= day < until."""

    source: str = ""
    stream: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    reason: str = ""


class Deleted(Schema):
    """How many facts were deleted."""

    deleted: int


@router.post("/facts/{stream}", response={200: Loaded, 422: Refused}, url_name="facts")
def create_facts(request: HttpRequest, stream: str, source: str, partial: bool = False) -> Status[dict[str, Any]]:
    """Load a JSON list of facts. All or nothing, unless `partial` is true.

    The header `Idempotency-Key` names the batch: sent again under the same key, it changes nothing. Without it, the
    content itself is the key. A fact that comes again under its `source_id` replaces the one before.
    """
    administrator(request)
    wanted, items = asked_stream(stream), asked_items(request)
    batch, problems = read_items(items, stream=wanted, zone=organisation().zone)
    if problems and not partial:
        return Status(422, refusal(problems))
    try:
        result = facts().load(
            source=asked_source(source),
            batch_id=request.headers.get("Idempotency-Key") or sha256(request.body).hexdigest(),
            records=[(wanted.key, batch)],
            at=timezone.now(),
        )
    except FactsError as error:
        raise Problem(422, error.code, str(error)) from error
    rejected = len({problem.item for problem in problems})
    counts = {name: getattr(result, name) for name in ("loaded", "replaced", "unchanged", "revision", "already_loaded")}
    return Status(200, {**counts, "rejected": rejected, "errors": [vars(problem) for problem in problems]})


@router.get("/facts/{stream}", response=FactPage, url_name="facts_list")
def list_facts(request: HttpRequest, stream: str, asked: Query[Asked]) -> dict[str, Any]:
    """The facts of a stream, newest first."""
    administrator(request)
    if asked.page < 1 or not 1 <= asked.size <= PAGE_SIZE_MOST:
        message = _("Pages count from 1 and hold 1 to %(most)s rows.") % {"most": PAGE_SIZE_MOST}
        raise Problem(422, "page_out_of_range", message)
    every = MetricDefinition.every_fact(asked_stream(stream))
    found = rows_behind(
        facts(),
        definition=every,
        definitions={every.key: every},
        since=asked.since or date.min,
        until=asked.until or date.max,
        where={name: [key] for name, key in (("person", asked.person), ("team", asked.team)) if key},
        offset=(asked.page - 1) * asked.size,
        limit=asked.size,
    )
    rows = [{key: value for key, value in row.items() if key != "metric"} for row in found.rows]
    return {"items": rows, "page": asked.page, "size": asked.size, "total": found.total}


@router.delete("/facts/", response=Deleted, url_name="facts_deletion")
def delete_facts(request: HttpRequest, choice: Query[Choice]) -> dict[str, int]:
    """Delete facts for good, by source, stream, person (key) and period; at least one of them."""
    user = administrator(request)
    selection = erasure.Selection(choice.stream, choice.source, choice.person, choice.since, choice.until)
    if selection.is_empty:
        raise Problem(422, "nothing_chosen", _("Choose at least a source, a kind of fact, a person or a period."))
    if selection.stream:
        asked_stream(selection.stream)
    record = erasure.erase(selection, reason=choice.reason, by=user, at=timezone.now())
    return {"deleted": record.facts}


def asked_stream(key: str) -> Stream:
    """The stream of an address."""
    if key not in STREAMS:
        message = _("There is no kind of fact %(stream)s. There are: %(streams)s.")
        raise Problem(404, "unknown_stream", message % {"stream": key, "streams": ", ".join(STREAMS)})
    return STREAMS[key]


def asked_source(source: str) -> str:
    """The source of a batch; hand entry keeps its own."""
    if not source.strip() or source == HAND:
        raise Problem(422, "source_needed", _("Name the source with ?source=, such as crm; “hand” is taken."))
    return source.strip()


def asked_items(request: HttpRequest) -> Sequence[Any]:
    """The list of a request's body."""
    items = read_json(request.body)
    if not isinstance(items, list) or not items:
        raise Problem(422, "not_a_list", _("Send a list of facts, with one at least."))
    if len(items) > MOST_ITEMS:
        message = _("Send at most %(most)s facts at once; files take more.") % {"most": MOST_ITEMS}
        raise Problem(413, "too_many", message)
    return items


def refusal(problems: Sequence[ItemProblem]) -> dict[str, Any]:
    """The answer to a batch with something wrong in it."""
    first = problems[0]
    message = _("Nothing was loaded. Item %(item)s, %(field)s: expected %(expected)s.")
    said = message % {"item": first.item, "field": first.field or "–", "expected": first.expected}
    fields = {f"{one.item}.{one.field}": one.expected for one in problems}
    error = {"code": "invalid_facts", "message": said, "fields": fields}
    return {"error": error, "errors": [vars(problem) for problem in problems]}
