"""What a file holds, as detected; whatever is not right can be said."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.origins import FileOptions
from kaname.imports import drafts
from kaname.imports.forms.file_options import DELIMITERS, ENCODINGS, Choices, FileOptionsForm
from kaname.imports.models import ImportRun
from kaname.imports.reasons import sentence
from kaname.imports.views.access import for_administrators, found_run
from kaname.people.queries import organisation
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Encoding, delimiter, sheet, header row and columns with samples; POST reads the file again as said."""
    run = found_run(request, pk)
    if run.status != ImportRun.Status.DRAFT:
        return redirect(run)
    shape = drafts.shape_of(run) if run.shape else None
    form = FileOptionsForm(
        request.POST or None,
        initial=run.mapping.get("file") or {},
        shape=shape,
        zone=organisation().time_zone,
    )
    problem = ""
    if request.method == "POST" and form.is_valid():
        run.mapping = {**run.mapping, "file": form.options()}
        try:
            drafts.look(run, options=FileOptions(**form.options()))
        except ConnectorError as error:
            problem = sentence(error)
            run.save()
        else:
            shape = drafts.shape_of(run)
            asked = FileOptionsForm(initial=form.options(), shape=shape, zone=organisation().time_zone)
            if "next" in request.POST and not unanswered(asked, form.options()):
                return redirect("imports:mapping", pk=pk)
            form = asked
    context = {
        "run": run,
        "shape": shape,
        "form": form,
        "problem": problem,
        "encoding": spoken(ENCODINGS, shape.encoding) if shape else "",
        "delimiter": spoken(DELIMITERS, shape.delimiter) if shape else "",
        "questions": [form[name] for name in unanswered(form, run.mapping.get("file") or {})],
    }
    return render(request, "imports/file.html", context, status=422 if problem or form.errors else 200)


def spoken(choices: Choices, value: str) -> str:
    """The name of a choice; one that is not on offer names itself."""
    return str(dict(choices).get(value.lower().replace("_", "-"), dict(choices).get(value, value)))


def unanswered(form: FileOptionsForm, said: dict[str, object]) -> list[str]:
    """The questions that are still open."""
    return [name for name in form.questions if not said.get(name)]
