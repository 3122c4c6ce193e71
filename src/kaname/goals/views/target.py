"""One target: what it asks for, its history, and revising, withdrawing and restoring it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.revision_form import RevisionForm, WithdrawalForm
from kaname.goals.models import Target
from kaname.goals.notices import mark_seen, notices_of
from kaname.goals.operations import restore_target, revise_target, withdraw_target
from kaname.goals.proposal_lines import newest_first, proposal_lines, with_targets
from kaname.goals.reader import Reader
from kaname.goals.target_lines import definition_of, history, line
from kaname.goals.views.entry import for_reader, go, next_url
from kaname.goals.why import why_of
from kaname.web.requests import SignedInRequest

PROPOSALS_SHOWN = 5


@require_safe
@for_reader
def target(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Opening it is having seen what changed."""
    found = _visible(reader, pk)
    mark_seen(notices_of(reader.user, at=reader.at).filter(revision__target=found), at=reader.at)
    return render(request, "goals/target.html", _context(request, reader, found) | _proposals(reader, found))


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def revisions(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """The form for new figures, and what it sends."""
    found = _settable(reader, pk)
    metric = definition_of(found, reader)
    if metric is None:
        raise Http404
    newest = found.revisions.last()
    form = RevisionForm(
        request.POST or None,
        target=found,
        metric=metric,
        currency=reader.currency,
        initial={"seen": newest.pk if newest else None, "reason": request.GET.get("reason", "")},
    )
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            revise_target(
                found,
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                by=reader.user,
                at=reader.at,
                **form.figures(),
            )
            messages.success(request, _("The target is revised."))
            return go(request, next_url(request, _url(found)))
    context = _context(request, reader, found) | {"form": form}
    template = "goals/target_revision.html#form" if request.htmx else "goals/target_revision.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def withdrawal(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks why, then takes the target out of force."""
    found = _settable(reader, pk)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            withdraw_target(found, reason=form.cleaned_data["reason"], by=reader.user, at=reader.at)
            return go(request, next_url(request, _url(found)))
    context = _context(request, reader, found) | {"form": form, "cancel_url": next_url(request, _url(found))}
    return render(request, "goals/target_withdrawal.html", context, status=422 if form.errors else 200)


@require_POST
@for_reader
def restoration(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Undoes a withdrawal."""
    found = _settable(reader, pk)
    if found.withdrawn_at is not None:
        restore_target(found, by=reader.user, at=reader.at)
        messages.success(request, _("The target is in force again."))
    return go(request, next_url(request, _url(found)))


def _visible(reader: Reader, pk: int) -> Target:
    targets = Target.objects.visible_in(reader.scope).select_related("team", "person")
    return get_object_or_404(targets, pk=pk)


def _settable(reader: Reader, pk: int) -> Target:
    found = _visible(reader, pk)
    if not reader.may_set(team=found.team, person=found.person):
        raise Http404
    return found


def _context(request: SignedInRequest, reader: Reader, target: Target) -> dict[str, Any]:
    return {
        "reader": reader,
        "line": line(target, reader),
        "history": history(target),
        "why": why_of(target, reader=reader),
        "next": next_url(request, ""),
    }


def _proposals(reader: Reader, target: Target) -> dict[str, Any]:
    """The newest proposals that the reader may see, and whether they may make one."""
    visible = newest_first(with_targets(target.proposals.visible_to(reader.user, reader.scope)))
    shown = proposal_lines(visible[:PROPOSALS_SHOWN], reader)
    settable = reader.may_set(team=target.team, person=target.person)
    return {
        "proposals": shown,
        "own_proposal": next((one for one in shown if one.is_own and one.is_open), None),
        "may_propose": not settable and target.withdrawn_at is None,
    }


def _url(target: Target) -> str:
    return reverse("goals:target", kwargs={"pk": target.pk})
