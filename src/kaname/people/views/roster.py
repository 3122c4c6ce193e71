"""Bringing in people from a file: hand it in, say which column is which, look, take it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaname.connectors.error import ConnectorError
from kaname.people import uploads
from kaname.people.access import administrators_only
from kaname.people.errors import PeopleError
from kaname.people.forms.roster import ColumnsForm, UploadForm
from kaname.people.operations import PeopleImport, import_people
from kaname.people.publishing import publishing
from kaname.people.roster.columns import PeopleColumns
from kaname.people.roster.file_words import words_for
from kaname.people.roster.people_import import Outcome
from kaname.people.roster.table import Table, read_table
from kaname.web.pages import Pages
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

ROWS_PER_PAGE = 100


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "people"


@administrators_only
def roster(request: SignedInRequest) -> HttpResponse:
    """Hand in a file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name = uploads.keep(form.cleaned_data["file"], folder=folder(), at=timezone.now())
        try:
            table = read_table(folder_file(name))
        except ConnectorError as unreadable:
            uploads.forget(name, folder=folder())
            form.add_error("file", words_for(unreadable))
        else:
            return redirect(f"{reverse('people:roster_preview', args=[name])}?{urlencode(proposed(table))}")
    return render(request, "people/roster.html", {"form": form}, status=422 if form.errors else 200)


def proposed(table: Table) -> dict[str, str]:
    """The columns as their headers show; nothing where none looks like names."""
    try:
        return PeopleColumns().found_in(table.headers).named()
    except PeopleError:
        return {}


@administrators_only
def roster_preview(request: SignedInRequest, name: str) -> HttpResponse:
    """What the file would change with the columns in the address; POST takes it."""
    path = folder_file(name)
    table = read_table(path)
    form = ColumnsForm(request.GET, headers=table.headers)
    result = _try(form, path, request=request, apply=request.method == "POST")
    if result and result.applied:
        return render(request, "people/roster_result.html", {"result": result} | _rejects(request, result, name))
    context = {"form": form, "table": table, "sample": table.rows[:5], "result": result, "file": path.name}
    if result:
        context |= _page(request, result) | _rejects(request, result, name)
    return render(request, "people/roster_preview.html", context, status=422 if form.errors else 200)


@administrators_only
def roster_rejects(request: SignedInRequest, name: str) -> HttpResponseBase:
    """The rows that are not taken, as they were, with what is wrong with them."""
    path = folder_file(name)
    table = read_table(path)
    form = ColumnsForm(request.GET, headers=table.headers)
    result = _try(form, path, request=request, apply=False)
    if result is None:
        raise Http404
    header = [_("Row"), _("What is wrong"), *table.headers]
    name_of_file = Path(_("rejected-people.csv")).stem
    return table_response(name_of_file, header, _reject_rows(result), form=request.GET.get("form"))


def folder_file(name: str) -> Path:
    path = uploads.find(name, folder=folder())
    if path is None:
        raise Http404
    return path


def _try(form: ColumnsForm, path: Path, *, request: SignedInRequest, apply: bool) -> PeopleImport | None:
    """Preview or take the file; what stops it as a whole stands on the form."""
    if not form.is_valid():
        return None
    options: dict[str, Any] = {"deactivate_missing": form.cleaned_data["deactivate_missing"]}
    try:
        if not apply:
            return import_people(path, form.columns(), apply=False, by=request.user, at=timezone.now(), **options)
        with publishing():
            return import_people(path, form.columns(), apply=True, by=request.user, at=timezone.now(), **options)
    except PeopleError as refused:
        form.add_error("day_order" if refused.code == "day_order_ambiguous" else None, str(refused))
        return None


def _page(request: SignedInRequest, result: PeopleImport) -> dict[str, Any]:
    rows = [row for row in result.rows if row.outcome != Outcome.UNCHANGED]
    page = Pages.asked(request.GET.get("page"), size=ROWS_PER_PAGE, total=len(rows))
    return {"page": page, "rows": rows[page.offset : page.offset + page.size]}


def _rejects(request: SignedInRequest, result: PeopleImport, name: str) -> dict[str, Any]:
    return {
        "rejects": result.rejects[:ROWS_PER_PAGE],
        "more_rejects": max(0, len(result.rejects) - ROWS_PER_PAGE),
        "rejects_url": f"{reverse('people:roster_rejects', args=[name])}?{request.GET.urlencode()}",
    }


def _reject_rows(result: PeopleImport) -> Iterator[list[object]]:
    reasons: dict[int, list[str]] = {}
    cells: dict[int, tuple[str, ...]] = {}
    for reject in result.rejects:
        where = f"{reject.column}: " if reject.column else ""
        reasons.setdefault(reject.row, []).append(f"{where}{reject}")
        cells[reject.row] = reject.cells
    for row, found in reasons.items():
        yield [row, " / ".join(found), *cells[row]]
