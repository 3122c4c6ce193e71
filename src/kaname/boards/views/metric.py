"""What stands behind one number: its page and the download of its rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kaname.boards.asking import Asked, Reader
from kaname.boards.presentation.metric_page import groupings_of, metric_context
from kaname.boards.presentation.page import menus
from kaname.boards.presentation.rows_table import csv_table, heads, rows_table
from kaname.boards.presentation.titles import metric_headline
from kaname.boards.queries.metric import look_behind
from kaname.boards.queries.rows import NEWEST_FIRST, PAGE_ROWS, Rows
from kaname.boards.views.live import Live, heading
from kaname.facts.asking.shelf import rendered
from kaname.facts.errors import FactsError
from kaname.facts.metrics.fields import fields_of
from kaname.goals.queries import definitions
from kaname.insights.series import parts_of
from kaname.web.pages import Pages
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

LIVE_PART = "metric"
MOST_ROWS = 100_000_000


@require_safe
@login_required
def metric(request: SignedInRequest, key: str) -> HttpResponse:
    """Whole as a page; to its own live part, the part alone."""
    asked = read_asked(request, key)
    choice = {name: request.GET.get(name, "") for name in ("by", "sort", "page")}
    live = live_part(asked, key, **choice)
    if request.htmx and request.htmx.target == LIVE_PART:
        return HttpResponse(live.html + heading(live.headline, swapped=True))
    name = asked.reader.style.name(asked.ledger(key).definitions[key])
    context = {"asked": asked, "live": live, "heading": heading(live.headline), "name": name, **menus(asked, key)}
    context["why_url"] = why_url(asked, key)
    return render(request, "boards/metric.html", context)


def why_url(asked: Asked, key: str) -> str:
    """Why the number of the organisation or a team moved; nothing where it cannot be taken apart."""
    definitions, subject = asked.ledger(key).definitions, asked.selection.subject
    if subject.person or parts_of(definitions[key], definitions) is None:
        return ""
    return f"{reverse('insights:why')}?{urlencode({'metric': key, 'team': subject.team or ''})}"


@require_safe
@login_required
def metric_rows(request: SignedInRequest, key: str) -> HttpResponseBase:
    """All rows behind the number."""
    asked = read_asked(request, key)
    known, style, rows = asked.ledger(key).definitions, asked.reader.style, rows_of(asked, key)
    columns = rows.page(1, order=NEWEST_FIRST).columns
    head, lines = csv_table(rows.all(), columns, style, names=asked.store.directory.names())
    name = f"{asked.ledger(key).name} {style.name(known[key])} {style.period(asked.selection)}"
    return table_response(name.strip(), head, lines, form=request.GET.get("form"))


def read_asked(request: SignedInRequest, key: str) -> Asked:
    """What the address asks for, of a metric in use."""
    known = definitions()
    if key not in known:
        raise Http404
    reader = Reader.of(request.user, at=timezone.now())
    return Asked.read(request.GET.dict(), reader=reader, fields=frozenset(fields_of(key, known)))


def live_part(asked: Asked, key: str, *, by: str, sort: str, page: str) -> Live:
    """Rendered once for everybody who would see the same."""
    state = (asked.state, key, by, sort, page)
    return rendered(asked.store).get(state, lambda: rendered_now(asked, key, by=by, sort=sort, page=page))


def rendered_now(asked: Asked, key: str, *, by: str, sort: str, page: str) -> Live:
    ledger = asked.ledger(key)
    groupings = list(groupings_of(asked, fields_of(key, ledger.definitions)))
    chosen = by if by in groupings else next(iter(groupings), "")
    behind = look_behind(ledger, key, by=chosen, store=asked.store, today=asked.reader.today)
    context = metric_context(behind, asked, key) | rows_context(asked, key, sort=sort, page=page)
    return Live(metric_headline(behind.board, asked.reader.style), render_to_string("boards/metric_live.html", context))


def rows_of(asked: Asked, key: str) -> Rows:
    known = asked.ledger(key).definitions
    return Rows(asked.store, known[key], known, asked.selection, asked.audience)


def rows_context(asked: Asked, key: str, *, sort: str, page: str) -> dict[str, Any]:
    """The rows of one page; an order by what is no column is by day."""
    style, rows = asked.reader.style, rows_of(asked, key)
    number = Pages.asked(page, size=PAGE_ROWS, total=MOST_ROWS).number
    order = sort or NEWEST_FIRST
    try:
        found = rows.page(number, order=order)
    except FactsError:
        order = NEWEST_FIRST
        found = rows.page(number, order=order)
    pages = Pages(number=number, size=PAGE_ROWS, total=found.total)
    table = rows_table(found, style, definitions=rows.definitions, names=asked.store.directory.names(), pages=pages)

    def address(sort: str, page: int = 1) -> str:
        return asked.links.metric(key, sort=sort, page=str(page) if page > 1 else "") + "#rows"

    return {
        "table": table,
        "heads": heads(table, order, address),
        "page_links": [(n, address(order, n) if n else "") for n in pages.near],
        "rows_url": asked.links.rows(key),
    }
