"""Proposals of other targets: the list, making one, withdrawing it, deciding about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaname.goals.errors import GoalsError
from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.proposal_form import DecisionForm, ProposalFilter, ProposalForm
from kaname.goals.models import Target, TargetProposal
from kaname.goals.notices import mark_seen, notices_of
from kaname.goals.proposal_lines import newest_first, proposal_line, proposal_lines, with_targets
from kaname.goals.proposing import decide, propose, withdraw_proposal
from kaname.goals.reader import Reader
from kaname.goals.target_lines import definition_of, line
from kaname.goals.views.entry import for_reader, go, next_url
from kaname.web.requests import SignedInRequest

PAGE_SIZE = 50
WITHDRAW = "withdraw"


@require_safe
@for_reader
def proposals(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """The reader's own, and those that are theirs to decide."""
    chosen = ProposalFilter(request.GET)
    visible = TargetProposal.objects.visible_to(reader.user, reader.scope)
    page = Paginator(newest_first(with_targets(chosen.apply(visible))), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "reader": reader,
        "filter": chosen,
        "page": page,
        "proposals": proposal_lines(page.object_list, reader),
    }
    template = "goals/target_proposals.html#list" if request.htmx else "goals/target_proposals.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def target_proposals(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """For who carries the target: the form to propose another, or to withdraw what is open (`action`). For who sets it:
    what was proposed."""
    targets = Target.objects.visible_in(reader.scope).select_related("team", "person")
    target = get_object_or_404(targets, pk=pk)
    if reader.may_set(team=target.team, person=target.person):
        if request.method == "POST":
            raise Http404
        return redirect(reverse("goals:proposals", query={"target": pk, "state": "all"}))
    metric = definition_of(target, reader)
    if metric is None:
        raise Http404
    own = with_targets(target.proposals.open().filter(by=reader.user)).first()
    if own is not None:
        return _own_proposal(request, reader, own)
    form = ProposalForm(request.POST or None, metric=metric, currency=reader.currency)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        with errors_beside(form):
            propose(
                target,
                value=asked["value"],
                upper=asked["upper"],
                reason=asked["reason"],
                by=reader.user,
                at=reader.at,
            )
            messages.success(request, _("Your proposal is made. You are told what was decided."))
            return go(request, next_url(request, _url(target)))
    context = {"reader": reader, "line": line(target, reader), "form": form, "next": next_url(request, "")}
    template = "goals/target_proposal.html#form" if request.htmx else "goals/target_proposal.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _own_proposal(request: SignedInRequest, reader: Reader, own: TargetProposal) -> HttpResponse:
    """What the reader proposed already and can withdraw."""
    if request.method == "POST" and request.POST.get("action") == WITHDRAW:
        try:
            withdraw_proposal(own, by=reader.user, at=reader.at)
            messages.success(request, _("Your proposal is withdrawn."))
        except GoalsError as error:  # decided a moment ago
            messages.error(request, str(error))
        return go(request, next_url(request, _url(own.target)))
    shown, refused = proposal_line(own, reader), request.method == "POST"
    context = {"reader": reader, "line": shown.target, "proposal": shown, "next": next_url(request, "")}
    context["problem"] = str(GoalsError("proposal_open")) if refused else ""
    return render(request, "goals/target_proposal.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def proposal_decision(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """What is proposed beside what is in force, and yes or no; only what was decided where it is decided already."""
    visible = TargetProposal.objects.visible_to(reader.user, reader.scope)
    proposal = get_object_or_404(with_targets(visible), pk=pk)
    shown = proposal_line(proposal, reader)
    if not shown.target.settable:
        raise Http404
    form = DecisionForm(request.POST or None, initial={"seen": shown.newest_revision})
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            decide(
                proposal,
                accept=form.accepts,
                answer=form.cleaned_data["answer"],
                seen=form.cleaned_data["seen"],
                by=reader.user,
                at=reader.at,
            )
            messages.success(request, _said(accepted=form.accepts))
            return go(request, next_url(request, _url(proposal.target)))
    mark_seen(notices_of(reader.user, at=reader.at).filter(proposal=proposal), at=reader.at)
    context: dict[str, Any] = {
        "reader": reader,
        "proposal": shown,
        "line": shown.target,
        "form": form,
        "next": next_url(request, ""),
    }
    template = "goals/target_proposal_decision.html#form" if request.htmx else "goals/target_proposal_decision.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _said(*, accepted: bool) -> str:
    return _("The target is revised as proposed.") if accepted else _("The proposal is declined.")


def _url(target: Target) -> str:
    return reverse("goals:target", kwargs={"pk": target.pk})
