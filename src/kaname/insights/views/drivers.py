"""What drives a goal beyond its tree: the page, the table, a new search, and what somebody says is none."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.insights.drivers import words
from kaname.insights.drivers.page import drivers_page, target_name
from kaname.insights.jobs import compute_job
from kaname.insights.models import Driver, DriverDismissal, DriverSearch, Subject
from kaname.insights.running import ask_for
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

LIVE_PART = "drivers"
LONGEST_REASON = 500


@require_safe
@for_reader
def drivers(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Of the search in the address, else of the first goal; whole, or to its own live part that alone."""
    _require_leader(reader)
    context = drivers_page(request.GET.get("of", ""), reader)
    alone = request.htmx and request.htmx.target == LIVE_PART
    return render(request, "insights/drivers.html#drivers" if alone else "insights/drivers.html", context)


@require_safe
@for_reader
def driver_rows(request: SignedInRequest, reader: Reader) -> HttpResponseBase:
    """Every series that was held against the number, with what came of it."""
    number = request.GET.get("of", "")
    rows = DriverSearch.objects.visible_in(reader.scope)
    search = get_object_or_404(rows, pk=number if number.isdecimal() and len(number) < 18 else 0)
    name = pgettext("name of a file", "drivers")
    return table_response(name, _header(), _rows(search, reader), form=request.GET.get("form"))


@require_POST
@for_reader
def create_run(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Search anew, unless that is under way."""
    _require_leader(reader)
    if ask_for(Subject.DRIVERS, at=reader.at):
        compute_job.enqueue(Subject.DRIVERS.value)
    # The next search has another id: its address begins anew.
    return redirect("insights:drivers")


@require_POST
@for_reader
def dismiss(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Say why a series is no driver; it stays that way in later searches."""
    found = get_object_or_404(Driver.objects.select_related("search").exclude(rank=None), pk=pk)
    search = get_object_or_404(DriverSearch.objects.visible_in(reader.scope), pk=found.search_id)
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        messages.error(request, _("Say why: whoever looks at it next year wants to know."))
        return redirect(_page(search))
    DriverDismissal.objects.update_or_create(
        target_key=search.metric_key,
        team_key=search.team_key,
        metric_key=found.metric_key,
        field=found.field,
        value=found.value,
        defaults={"reason": reason, "by": reader.user, "at": reader.at},
    )
    messages.success(request, _("It is dismissed. At the end of the page you can take that back."))
    return redirect(_page(search))


@require_POST
@for_reader
def undo_dismissal(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = get_object_or_404(DriverDismissal, pk=pk)
    seen = DriverSearch.objects.visible_in(reader.scope).filter(metric_key=found.target_key, team_key=found.team_key)
    search = seen.order_by("-pk").first()
    if search is None:
        raise Http404
    found.delete()
    messages.success(request, _("It counts as a driver again."))
    return redirect(_page(search))


def _require_leader(reader: Reader) -> None:
    if not reader.sets_targets:
        raise Http404


def _page(search: DriverSearch) -> str:
    return f"{reverse('insights:drivers')}?of={search.pk}"


def _header() -> list[str]:
    return [
        _("Number"), _("Series"), _("Rank"), _("Why not"), _("Lag"), _("Lag, low"), _("Lag, high"), _("Period"),
        _("Effect"), _("Low"), _("High"), _("Effect of"), _("Evidence"), _("Held-out quarters agreeing"),
        _("Held-out quarters"), _("Share of half-samples"), _("Pairs compared"),
    ]  # fmt: skip


def _rows(search: DriverSearch, reader: Reader) -> Iterator[list[object]]:
    target = target_name(search, reader)
    for one in search.drivers.all():
        is_found = one.rank is not None
        yield [
            target, words.series_name(one.metric_key, one.field, one.value, reader), one.rank,
            "" if is_found else words.refusal(one, search.step, reader), one.lag, one.lag_low, one.lag_high,
            search.step, one.size, one.size_low, one.size_high, one.per, one.grade,
            one.quarters_agreeing if is_found else None, one.quarters if is_found else None, one.frequency,
            one.n if is_found else None,
        ]  # fmt: skip
