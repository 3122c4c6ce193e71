"""A person's own timeline, one message, and what its two people do with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.feedback.audience import people_managed_by, receivers_of
from kaname.feedback.errors import FeedbackError
from kaname.feedback.forms.composing import TextForm
from kaname.feedback.models import Feedback, Kind
from kaname.feedback.operations import edit, language_of
from kaname.feedback.queries import balance_of
from kaname.people.access import today
from kaname.people.models import Role
from kaname.people.queries import organisation
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

PAGE_SIZE = 30
SHOWN = ("received", "given", "thanks", "team")


@require_safe
@login_required
def feedback(request: SignedInRequest) -> HttpResponseBase:
    """Received, given, thanks, or the praise of one's teams; one's own as a file."""
    shown = request.GET.get("show") if request.GET.get("show") in SHOWN else "received"
    rows = _rows(request, str(shown)).with_people()
    if request.GET.get("form"):
        return _file(rows, form=request.GET.get("form"))
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "shown": shown,
        "table_url": f"?show={shown}",
        "zone": organisation().zone,
        "receivers": receivers_of(request.user, on=today()).order_by("name"),
        "sets_up": request.user.role == Role.ADMINISTRATOR,
        "manages": people_managed_by(request.user, on=today()).exists(),
    }
    return render(request, "feedback/timeline.html", context)


def _rows(request: SignedInRequest, shown: str) -> Any:
    visible = Feedback.objects.visible_to(request.user, on=today())
    if shown == "given":
        return visible.of_author(request.user)
    if shown == "thanks":
        return visible.filter(kind=Kind.THANKS)
    if shown == "team":
        return visible.filter(visibility="team")
    return visible.of_receiver(request.user)


def _file(rows: Iterable[Feedback], *, form: str | None) -> HttpResponseBase:
    zone = organisation().zone
    header = [
        _("Sent"),
        pgettext("of a message", "From"),
        pgettext("of a message", "To"),
        _("Kind"),
        _("Who may read it"),
        pgettext("of a message", "Text"),
        _("Read"),
        _("Withdrawn at"),
    ]
    lines = [
        [
            row.sent_at.astimezone(zone),
            row.author.name,
            row.receiver.name,
            row.get_kind_display(),
            row.get_visibility_display(),
            "" if row.withdrawn_at else row.text,
            row.read_at and row.read_at.astimezone(zone),
            row.withdrawn_at and row.withdrawn_at.astimezone(zone),
        ]
        for row in rows
    ]
    return table_response("feedback", header, lines, form=form)


@require_safe
@login_required
def message(request: SignedInRequest, pk: int) -> HttpResponse:
    """Opening it is reading it."""
    row, at = _visible(request, pk), timezone.now()
    own = row.author.user_id == request.user.pk
    if row.receiver.user_id == request.user.pk:
        row.mark_read(at=at)
    context = {"row": row, "own": own, "received": row.receiver.user_id == request.user.pk}
    return render(request, "feedback/message.html", context | {"editable": own and row.editable_at(at)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edition(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Feedback.objects.of_author(request.user).with_people(), pk=pk)
    form = TextForm(request.POST or None, initial={"text": row.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        with errors_on(form):
            edit(row, text=text, language=language_of(text), at=timezone.now())
            messages.success(request, _("Your message is changed."))
            return redirect(row)
    return render(request, "feedback/edition.html", {"row": row, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Feedback.objects.of_author(request.user).standing().with_people(), pk=pk)
    if request.method == "POST":
        try:
            row.withdraw(at=timezone.now())
            messages.success(request, _("Your message is withdrawn."))
        except FeedbackError as error:
            messages.error(request, str(error))
        return redirect("feedback:feedback")
    return render(request, "feedback/withdrawal.html", {"row": row})


@require_POST
@login_required
def thanks(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Feedback.objects.of_receiver(request.user), pk=pk)
    try:
        row.thank(at=timezone.now())
        messages.success(request, _("Your thanks are passed on."))
    except FeedbackError as error:
        messages.error(request, str(error))
    return redirect(row)


@require_safe
@login_required
def balance(request: SignedInRequest) -> HttpResponseBase:
    """For managers, over their own people: counts, by name, never an order of merit."""
    lines = balance_of(request.user, day=today())
    if request.GET.get("form"):
        header = [
            _("Name"),
            _("Received in 91 days"),
            _("With praise"),
            _("Share of praise"),
            _("With a point for improvement"),
            _("Working days since the last"),
        ]
        rows = [
            [one.person.name, one.received, one.praising, one.praise_share, one.improving, one.days_without]
            for one in lines
        ]
        return table_response("feedback-balance", header, rows, form=request.GET.get("form"))
    return render(request, "feedback/balance.html", {"lines": lines})


def _visible(request: SignedInRequest, pk: int) -> Feedback:
    rows: Any = Feedback.objects.visible_to(request.user, on=today()).with_people()
    found: Feedback = get_object_or_404(rows, pk=pk)
    return found
