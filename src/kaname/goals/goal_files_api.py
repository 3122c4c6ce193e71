"""Goals as YAML for programs: out, and in again, looked at before anything changes."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from kaname.goals.exchange.exporting import export_goals
from kaname.goals.exchange.importing import import_goals
from kaname.goals.exchange.result import GoalsImport
from kaname.goals.goal_access import own_goals
from kaname.goals.reader import Reader
from kaname.goals.refusals import REFUSED, reader_of, refusals
from kaname.people.publishing import publishing

router = Router(tags=["goals"])


class GoalsFileQuery(Schema):
    """Without keys, every goal that is yours to set."""

    key: list[str] = Field(default_factory=list)


class GoalsFileIn(Schema):
    """`text` is the YAML. Nothing changes without `apply`, and nothing that the other two do not allow."""

    text: str
    apply: bool = False
    create_missing: bool = False
    replace_changed: bool = False


class Problem(Schema):
    where: str
    line: int
    message: str


class Missing(Schema):
    """`kind` is team, person, metric or currency."""

    kind: str
    key: str
    name: str


class GoalsFileOut(Schema):
    """`applied` only if everything in the file is here now; else what it asks for, or what is wrong with it."""

    applied: bool
    created: list[str]
    changed: dict[str, list[dict[str, Any]]]
    unchanged: list[str]
    metrics_changed: list[str]
    missing: list[Missing]
    problems: list[Problem]
    notes: list[str]


@router.get("/goals/export/", response={200: None, **REFUSED}, openapi_extra={"summary": "Goals as YAML"})
def get_goals_file(request: HttpRequest, wanted: Query[GoalsFileQuery]) -> HttpResponse:
    """Goals with everything that belongs to them, as `kaname goals export` writes them."""
    own = {goal.key for goal in own_goals(reader_of(request))}
    keys = wanted.key or sorted(own)
    if not keys or not own.issuperset(keys):
        raise Http404
    return HttpResponse(export_goals(keys), content_type="application/yaml; charset=utf-8")


@router.post("/goals/import/", response={200: GoalsFileOut, **REFUSED})
def post_goals_file(request: HttpRequest, asked: GoalsFileIn) -> dict[str, Any]:
    """Bring goals in as `kaname goals import` does, all of a file or nothing; for executives and administrators."""
    reader = reader_of(request)
    with refusals():
        looked = _import(asked, reader, apply=False)
        if not asked.apply or looked.problems:
            return looked.as_dict()
        with publishing() if looked.adds_people and asked.create_missing else nullcontext():
            return _import(asked, reader, apply=True).as_dict()


def _import(asked: GoalsFileIn, reader: Reader, *, apply: bool) -> GoalsImport:
    return import_goals(
        asked.text,
        apply=apply,
        create_missing=asked.create_missing,
        replace_changed=asked.replace_changed,
        by=reader.user,
        at=reader.at,
    )
