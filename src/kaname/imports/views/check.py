"""What would be imported: facts, rejects, numbers before and after, names that stand for nobody yet."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from kaname.facts.streams import STREAMS
from kaname.goals.queries import definitions
from kaname.imports import trial
from kaname.imports.doubts import sentence
from kaname.imports.drafts import columns_of
from kaname.imports.editor.titles import identity_text, titles_of
from kaname.imports.editor.unused import unused_columns
from kaname.imports.history import metric_name, metric_unit
from kaname.imports.models import ImportRun
from kaname.imports.reasons import reason
from kaname.imports.views.access import for_administrators, found_run
from kaname.people.queries import organisation
from kaname.web.requests import SignedInRequest

HIDDEN_FIELDS = ("source_id", "stream")


@require_http_methods(["GET", "HEAD"])
@for_administrators
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """The result of trying the draft, or how far that is."""
    run = found_run(request, pk)
    if not run.is_draft or (run.status == ImportRun.Status.DRAFT and not run.is_tried):
        return redirect("imports:mapping", pk=pk) if run.is_draft else redirect(run)
    template = "imports/check.html#state" if request.htmx else "imports/check.html"
    return render(request, template, page(run))


@require_POST
@for_administrators
def create_check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try the draft again: on the first rows, or on the whole file."""
    run = found_run(request, pk)
    if run.status == ImportRun.Status.DRAFT:
        rows = None if request.POST.get("rows") == "all" else trial.FIRST_ROWS
        trial.begin(run, at=timezone.now(), rows=rows)
    return redirect("imports:check", pk=pk)


@require_POST
@for_administrators
def stop_check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop trying."""
    run = found_run(request, pk)
    ImportRun.objects.filter(pk=run.pk, status=ImportRun.Status.CHECKING).update(stop_asked=True)
    return redirect("imports:check", pk=pk)


def page(run: ImportRun) -> dict[str, Any]:
    """What the page shows."""
    tried = run.trial or {}
    result = tried.get("result") or {}
    code = tried.get("error_code", "")
    return {
        "run": run,
        "tried": tried,
        "result": result,
        "problem": reason(code=code, params=tried.get("error_params", {})) if code else "",
        "metrics": metric_changes(result.get("metrics") or []),
        "facts": shown_facts(tried.get("facts") or []),
        "doubts": [sentence(doubt) for doubt in tried.get("doubts") or []],
        "identities": identities(run.mapping, columns=columns_of(run)),
        "left_out": left_out(run.mapping, columns=columns_of(run)),
        "unused": unused_columns(run.mapping, columns=columns_of(run)),
        "kept": tried.get("kept") or [],
        "rejects": [shown_reject(reject) for reject in tried.get("rejects") or []],
        "zone": organisation().zone,
    }


def identities(mapping: dict[str, Any], *, columns: list[str]) -> list[tuple[str, str]]:
    """Each fact by its title, with what identifies it."""
    facts = mapping.get("facts") or []
    titles = titles_of(facts, columns=columns, language=get_language() or "en")
    parts = [identity_text(fact.get("id") or [], columns=columns) for fact in facts]
    return list(zip(titles, parts, strict=True))


def left_out(mapping: dict[str, Any], *, columns: list[str]) -> list[tuple[str, str, list[str]]]:
    """Values whose rows do not give a fact: its title, the column and the values."""
    facts = mapping.get("facts") or []
    titles = titles_of(facts, columns=columns, language=get_language() or "en")
    skips = [fact.get("skip_when") or {} for fact in facts]
    return [(title, column, values) for title, one in zip(titles, skips, strict=True) for column, values in one.items()]


def metric_changes(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes grouped by metric, named and with their unit."""
    in_use, currency = definitions(), organisation().currency
    named: list[dict[str, Any]] = [
        {
            "name": metric_name(key, definitions=in_use),
            "unit": metric_unit(in_use.get(key), currency=currency),
            "rows": [{**row, "day": date.fromisoformat(row["period"])} for row in rows],
        }
        for key, rows in groupby(changes, key=lambda change: change["metric"])
    ]
    return [{**one, "whole": longest(one["rows"]), "parts": one["rows"][1:]} for one in named]


def longest(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The row of all the days, which comes first."""
    last = date.fromisoformat(rows[0]["until"]) - timedelta(days=1)
    return {**rows[0], "last": last}


def shown_facts(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first facts in words: kind, and what each field says."""
    language = get_language() or "en"
    return [
        {
            "stream": STREAMS[fact["stream"]].name[language],
            "fields": [
                (STREAMS[fact["stream"]].field(key).name[language], shown_value(fact["stream"], key, value, language))
                for key, value in fact.items()
                if key not in HIDDEN_FIELDS
            ],
        }
        for fact in facts
    ]


def shown_value(stream: str, key: str, value: Any, language: str) -> str:
    """A value of a fact; one of the vocabulary by its name."""
    if isinstance(value, dict):
        return " · ".join(f"{name}: {text}" for name, text in value.items())
    return STREAMS[stream].field(key).name_of(str(value))[language]


def shown_reject(reject: dict[str, Any]) -> dict[str, Any]:
    """A rejected value with the place it is in and what to do."""
    place = reject["column"] or reject["field"]
    return {**reject, "place": place, "reason": reason(code=reject["code"], params=reject["params"])}
