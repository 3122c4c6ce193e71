"""The organisation's memory: what was tried and what it did, as a list, one by one, and as a table."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kaname.goals.models import Initiative
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.insights.models import TriedEffect, TriedKind
from kaname.insights.tried.judging import from_json
from kaname.insights.tried.lines import TriedLine, lines_of
from kaname.insights.tried.page import Chosen, tried_page
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response


@require_safe
@for_reader
def tried(request: SignedInRequest, reader: Reader) -> HttpResponse:
    chosen = Chosen.read(request.GET.dict())
    return render(request, "insights/tried.html", tried_page(chosen, request.GET.get("page"), reader))


@require_safe
@for_reader
def tried_rows(request: SignedInRequest, reader: Reader) -> HttpResponseBase:
    """What the page shows, with numbers as numbers."""
    lines = lines_of(Chosen.read(request.GET.dict()).rows(reader), reader)
    return table_response(
        pgettext("name of a file", "what we tried"), _header(), _rows(lines), form=request.GET.get("form")
    )


@require_safe
@for_reader
def tried_one(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """How one result comes about, by each method."""
    found = get_object_or_404(TriedEffect.objects.visible_in(reader.scope), pk=pk)
    (line,) = lines_of([found], reader)
    return render(request, "insights/tried_one.html", {"line": line, "origin_url": _origin_url(found, reader)})


def _origin_url(found: TriedEffect, reader: Reader) -> str:
    """The page of the initiative, where the reader may open it."""
    if found.kind != TriedKind.INITIATIVE:
        return ""
    visible = Initiative.objects.visible_in(reader.scope).filter(pk=found.origin).exists()
    return reverse("goals:initiative", args=[found.origin]) if visible else ""


def _header() -> list[str]:
    return [
        _("What was tried"),
        _("Kind"),
        _("Metric"),
        _("Team"),
        pgettext("of what was tried", "Since"),
        pgettext("of what was tried", "Until (not included)"),
        _("Result"),
        pgettext("of what was tried", "Evidence"),
        pgettext("of what was tried", "Before"),
        _("Since then"),
        _("Expected without it"),
        _("Effect"),
        _("Low"),
        _("High"),
        _("Effect, relative"),
        pgettext("of what was tried", "Compared with"),
        _("What is said"),
        pgettext("of what was tried", "Who"),
    ]


def _rows(lines: list[TriedLine]) -> Iterator[list[object]]:
    for line in lines:
        row, effect = line.row, from_json(line.row.effect)
        numbers = (
            [effect.before, effect.after, effect.expected, effect.size, effect.low, effect.high]
            if effect
            else [None] * 6
        )
        yield [
            line.name, line.kind, line.metric, line.owner, row.starts_on, row.ends_on, line.verdict, line.words.grade,
            *numbers, row.relative, line.against, line.words.sentence, line.who,
        ]  # fmt: skip
