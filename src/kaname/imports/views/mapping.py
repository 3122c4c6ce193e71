"""What the columns mean: a form for most of it, YAML for all of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.mapping import Mapping
from kaname.connectors.proposals import propose
from kaname.facts.streams import STREAMS
from kaname.imports import drafts, trial
from kaname.imports.editor.blocks import Sight, blocks_of
from kaname.imports.editor.draft import read_draft
from kaname.imports.editor.unused import unused_columns
from kaname.imports.found_values import found_values
from kaname.imports.models import ImportRun, Source
from kaname.imports.queries import entered_metrics
from kaname.imports.reasons import sentence
from kaname.imports.views.access import for_administrators, found_run
from kaname.imports.yaml_text import as_yaml, from_yaml
from kaname.web.requests import SignedInRequest

MOST_FACTS = 8
TIMES = ("time", "instant", "duration")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def mapping(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form; every POST keeps the draft, whatever state it is in."""
    run = found_run(request, pk)
    if run.status != ImportRun.Status.DRAFT:
        return redirect(run)
    if not run.shape:
        return redirect("imports:file", pk=pk)
    problem = keep(request, run) if request.method == "POST" else ""
    if request.method == "POST" and request.POST.get("do") == "next":
        problem = problem or problem_of(run)
        if not problem:
            trial.begin(run, at=timezone.now())
            return redirect("imports:check", pk=pk)
    if request.method == "POST" and not problem and not request.htmx:
        return redirect("imports:mapping", pk=pk)
    template = "imports/mapping.html#editor" if request.htmx else "imports/mapping.html"
    return render(request, template, page(run, problem), status=422 if problem else 200)


@require_safe
@for_administrators
def mapping_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The mapping as a YAML file, as the command takes it."""
    run = found_run(request, pk)
    name = f"{run.mapping.get('source') or 'mapping'}.yaml"
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        as_yaml(run.mapping), content_type="application/yaml; charset=utf-8", headers={"Content-Disposition": header}
    )


def keep(request: SignedInRequest, run: ImportRun) -> str:
    """Write what the form says on the draft; what is wrong with it, "" when nothing is."""
    done = request.POST.get("do", "")
    if done == "yaml":
        file = request.FILES.get("yaml_file")
        text = file.read().decode("utf-8-sig", "replace") if file else request.POST.get("yaml", "")
        try:
            run.mapping = from_yaml(text)
        except ConnectorError as error:
            return sentence(error)
        messages.success(request, _("The mapping from the YAML is in the form."))
    else:
        run.mapping = changed(read_draft(request.POST, before=run.mapping, columns=drafts.columns_of(run)), done, run)
    # Only the mapping: a form saves itself while the one sent before is being tried.
    ImportRun.objects.filter(pk=run.pk).update(mapping=run.mapping)
    return ""


def changed(data: dict[str, Any], done: str, run: ImportRun) -> dict[str, Any]:
    """The mapping after what a button asks: another fact, one less, or the proposal for a kind of fact."""
    verb, _colon, what = done.partition(":")
    facts: list[dict[str, Any]] = data["facts"]
    if verb == "add" and len(facts) < MOST_FACTS and what in STREAMS:
        facts.append(proposed_fact(run, what))
    if verb == "remove" and what.isdecimal() and int(what) < len(facts):
        del facts[int(what)]
    return data


def proposed_fact(run: ImportRun, stream: str) -> dict[str, Any]:
    """The likely mapping of the file for a kind of fact, empty when nothing in the file looks like it."""
    for proposal in propose(shape=drafts.shape_of(run)):
        if proposal.stream == stream and proposal.facts:
            return dict(drafts.plain(proposal.facts[0]))
    return {"stream": stream, "id": []}


def problem_of(run: ImportRun) -> str:
    """What keeps the mapping from being tried, "" when nothing does."""
    try:
        Mapping.from_dict(run.mapping)
    except ConnectorError as error:
        return sentence(error)
    return ""


def page(run: ImportRun, problem: str) -> dict[str, Any]:
    """What the page shows."""
    language = get_language() or "en"
    columns = drafts.columns_of(run)
    shape = run.shape or {}
    sight = Sight(
        columns=columns,
        samples={column["name"]: column["samples"] for column in shape.get("columns", [])},
        found=found_values(run),
        language=language,
        has_times=any(column["type"] in TIMES for column in shape.get("columns", [])),
        sample=shape.get("sample", []),
        metrics=[(key, one.name[language]) for key, one in entered_metrics().items()],
    )
    return {
        "run": run,
        "problem": problem,
        "columns": list(enumerate(columns)),
        "blocks": blocks_of(run.mapping, sight=sight),
        "unused": unused_columns(run.mapping, columns=columns) if run.mapping.get("facts") else [],
        "streams": [(key, one.name[language], one.about[language]) for key, one in STREAMS.items()],
        "sources": Source.objects.all(),
        "source": run.mapping.get("source", ""),
        "yaml": as_yaml(run.mapping),
        "sample": shape.get("sample", []),
    }
