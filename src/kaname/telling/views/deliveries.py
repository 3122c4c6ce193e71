"""What was sent, to whom, and what came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaname.people.access import administrators_only
from kaname.people.queries import organisation
from kaname.telling import operations
from kaname.telling.delivery_lines import DeliveryLine, line
from kaname.telling.errors import TellingError
from kaname.telling.forms.channel import DeliveryFilter
from kaname.telling.models import Channel, Delivery
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

PAGE_SIZE = 50


@require_safe
@administrators_only
def deliveries(request: SignedInRequest) -> HttpResponse:
    """The newest first; of what people are sent the administrator reads how often, not what."""
    chosen = DeliveryFilter(request.GET, channels=list(Channel.objects.visible_to(request.user)))
    zone = organisation().zone
    page = Paginator(_asked(request, chosen), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "lines": [line(one, zone=zone) for one in page.object_list],
        "zone": zone,
        "export_url": f"{request.path}export/?{request.GET.urlencode()}",
    }
    template = "telling/deliveries.html#list" if request.htmx else "telling/deliveries.html"
    return render(request, template, context)


@require_safe
@administrators_only
def deliveries_export(request: SignedInRequest) -> HttpResponseBase:
    """The same rows as a file."""
    chosen = DeliveryFilter(request.GET, channels=list(Channel.objects.visible_to(request.user)))
    header = [_("Made"), _("Receiver"), _("What"), _("State"), _("Tries"), _("Last try"), _("Response")]
    zone = organisation().zone
    rows = _rows((line(one, zone=zone) for one in _asked(request, chosen)), zone)
    return table_response("deliveries", header, rows, form=request.GET.get("form"))


@require_POST
@administrators_only
def attempts(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sends it again, at the next round."""
    found = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    try:
        operations.send_again(found, at=timezone.now())
    except TellingError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is sent again within a minute, or when working hours begin."))
    return redirect("telling:deliveries")


def _asked(request: SignedInRequest, chosen: DeliveryFilter) -> QuerySet[Delivery]:
    found = Delivery.objects.visible_to(request.user).listed()
    wanted = chosen.cleaned_data if chosen.is_valid() else {}
    if wanted.get("state"):
        found = found.in_state(wanted["state"])
    if wanted.get("to") == "people":
        return found.filter(channel=None)
    return found.filter(channel=wanted["to"]) if wanted.get("to") else found


def _rows(lines: Iterator[DeliveryLine], zone: ZoneInfo) -> Iterator[list[Any]]:
    for one in lines:
        sent = one.delivery
        tried = sent.attempted_at and sent.attempted_at.astimezone(zone)
        yield [sent.made_at.astimezone(zone), one.receiver, one.what, sent.state.label, sent.attempts, tried, one.said]
