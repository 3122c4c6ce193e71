"""Changing a target from a review, with the decision as its reason."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.revision_form import RevisionForm
from kaname.goals.models import Target
from kaname.goals.operations import revise_target
from kaname.goals.reader import Reader
from kaname.goals.target_lines import line
from kaname.goals.views.entry import for_reader
from kaname.reviews.access import meeting_for
from kaname.reviews.models import Decision, ReviewMeeting
from kaname.reviews.outcomes.recording import Decided, decide, link_revision
from kaname.reviews.outcomes.targets import changeable, changed_in_words
from kaname.reviews.words import name_of
from kaname.web.requests import SignedInRequest


@require_safe
@for_reader
def target_choice(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """The targets whose numbers the review looks at and that the reader may set."""
    found = _running(reader, pk)
    lines = [line(target, reader) for target in changeable(found, reader)]
    context = {"meeting": found, "name": name_of(found, reader), "lines": lines, "decision": _decision(request, found)}
    return render(request, "reviews/target_choice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def target_change(request: SignedInRequest, reader: Reader, pk: int, target: int) -> HttpResponse:
    """Revises the target; a decision that was not written down yet is written down with it."""
    found = _running(reader, pk)
    chosen = next((one for one in changeable(found, reader) if one.pk == target), None)
    if chosen is None:
        raise Http404
    decision, newest = _decision(request, found), chosen.revisions.last()
    reason = decision.reason or decision.text if decision else ""
    form = RevisionForm(
        request.POST or None,
        target=chosen,
        metric=reader.definitions[chosen.metric_key],
        currency=reader.currency,
        initial={"seen": newest.pk if newest else None, "reason": reason},
    )
    if request.method == "POST" and form.is_valid():
        with errors_beside(form), transaction.atomic():
            _revise(found, chosen, form, decision, reader)
            messages.success(request, _("The target is changed, and the decision says so."))
            return redirect(found)
    context = {"meeting": found, "name": name_of(found, reader), "line": line(chosen, reader), "form": form}
    return render(request, "reviews/target_change.html", context, status=422 if form.errors else 200)


def _revise(
    meeting: ReviewMeeting, target: Target, form: RevisionForm, decision: Decision | None, reader: Reader
) -> None:
    before, reason = target.revisions.last(), form.cleaned_data["reason"]
    seen = form.cleaned_data["seen"]
    revise_target(target, reason=reason, seen=seen, by=reader.user, at=reader.at, **form.figures())
    newest = target.revisions.last()
    if newest is None or newest == before:
        return
    if decision is None:
        text = changed_in_words(newest, reader)
        decide(meeting, Decided(text=text, reason=reason, target_revision=newest), reader=reader)
    else:
        link_revision(decision, newest)


def _running(reader: Reader, pk: int) -> ReviewMeeting:
    found = meeting_for(reader, pk)
    if found.closed_at is not None or found.cancelled_at is not None:
        raise Http404
    return found


def _decision(request: SignedInRequest, meeting: ReviewMeeting) -> Decision | None:
    """The decision that the address names, if it is one of this review."""
    asked = request.GET.get("decision", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    return get_object_or_404(meeting.decisions.standing(), pk=int(asked), target_revision=None)
