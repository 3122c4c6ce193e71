"""How good outlooks were: the page, and every past outlook as a table."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.insights.calibration.judging import ORIGINS, WHOSE, Chosen
from kaname.insights.calibration.page import calibration_page
from kaname.people.models import Person, Team
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

FIELDS = ("metric_key", "team_key", "person_key", "starts_on", "ends_on", "share", "given_on", "replayed")
NUMBERS = ("expected", "low", "high", "run_rate", "target", "upper", "probability", "outcome", "reached")


@require_safe
@login_required
def calibration(request: SignedInRequest) -> HttpResponse:
    """Of all outlooks that the reader may see, or of some."""
    reader = Reader(user=request.user, at=timezone.now())
    return render(request, "insights/calibration.html", calibration_page(asked(request, reader), reader))


@require_safe
@login_required
def calibration_rows(request: SignedInRequest) -> HttpResponseBase:
    """The outlooks themselves, newest first, each beside what came true."""
    reader = Reader(user=request.user, at=timezone.now())
    rows = _rows(asked(request, reader), reader)
    return table_response(_("Past outlooks"), _header(), rows, form=request.GET.get("form"))


def asked(request: SignedInRequest, reader: Reader) -> Chosen:
    """What the address names; what is nothing that can be chosen counts as all."""
    metric, whose, origin = (request.GET.get(name, "") for name in ("metric", "whose", "origin"))
    return Chosen(
        metric=metric if metric in reader.metrics else "",
        whose=whose if whose in WHOSE else "",
        origin=origin if origin in ORIGINS else "",
    )


def _header() -> list[str]:
    return [
        _("Metric"), _("Team"), _("Person"), _("From"), _("Until (not included)"), _("Share of the period"),
        _("Given on"), _("Replayed"), _("Expected"), _("Low"), _("High"), _("Run rate"), _("Target"), _("Upper end"),
        _("Probability"), _("Came true"), _("Reached"),
    ]  # fmt: skip


def _rows(chosen: Chosen, reader: Reader) -> Iterator[list[object]]:
    teams = dict(Team.objects.values_list("key", "name"))
    people = dict(Person.objects.values_list("key", "name"))
    ordered: list[str] = ["-starts_on", "metric_key", "team_key", "person_key", "share"]
    found = chosen.rows(reader).order_by(*ordered)
    for row in found.values_list(*FIELDS, *NUMBERS).iterator():
        metric, team, person, *rest = row
        name = metric_name(metric, reader.definitions) if metric in reader.definitions else metric
        yield [name, teams.get(team, team), people.get(person, person), *rest]
