"""The page and the PDF for the client of a client meeting, and choosing what they see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.reviews.access import meeting_for
from kaname.reviews.client import LONGEST_AGENDA, client_page_of, client_pdf_of, share
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.pack.filling import figures_of
from kaname.reviews.pack.pack import Figure
from kaname.reviews.pack.span import span_of
from kaname.reviews.views.closing import download
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest


class ShareForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title for the client"), max_length=100, required=False)
    agenda = forms.CharField(
        label=gettext_lazy("Agenda for the client"),
        required=False,
        max_length=LONGEST_AGENDA,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One point per line."),
    )
    figures = forms.MultipleChoiceField(
        label=gettext_lazy("Numbers that the client sees"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Value alone, as it is now: no target, no status, nobody's name."),
    )

    def __init__(self, *args: Any, figures: list[Figure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["figures"]
        field.choices = [(one.key, f"{one.name}: {one.value}") for one in figures]


@require_safe
@for_reader
def client_page(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """As the client will see it."""
    found = _of_client(reader, pk)
    context = {"meeting": found, "client_page": client_page_of(found, reader=reader)}
    return render(request, "reviews/client_page.html", context)


@require_safe
@for_reader
def client_pdf(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = _of_client(reader, pk)
    page = client_page_of(found, reader=reader)
    return download(client_pdf_of(page, at=reader.at), f"{page.client} {found.held_on}.pdf", "application/pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def client_edit(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Nothing is shown to the client that was not chosen here or marked among decisions and follow-ups."""
    found = _of_client(reader, pk)
    span = span_of(found, reader)
    figures = list(figures_of(found, span, reader=reader))
    chosen = found.client_page
    initial = {
        "title": chosen.get("title", ""),
        "agenda": chosen.get("agenda", ""),
        "figures": [one.get("key") for one in chosen.get("figures", [])],
    }
    form = ShareForm(request.POST or None, figures=figures, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        wanted = [one for one in figures if one.key in typed["figures"]]
        with errors_on(form):
            share(found, span, title=typed["title"], agenda=typed["agenda"], figures=wanted, reader=reader)
            messages.success(request, _("This is what the client sees."))
            return redirect("reviews:client_page", pk=found.pk)
    context = {"form": form, "title": _("What the client sees"), "back": found}
    return render(request, "reviews/entry.html", context, status=422 if form.errors else 200)


def _of_client(reader: Reader, pk: int) -> ReviewMeeting:
    found = meeting_for(reader, pk)
    if not found.is_client_meeting:
        raise Http404
    return found
