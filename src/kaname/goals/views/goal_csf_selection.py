"""Selecting one candidate, with the reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaname.goals.csf.selecting import select_csf
from kaname.goals.forms.csf_selection_form import CsfSelectionForm
from kaname.goals.forms.errors import errors_beside
from kaname.goals.goal_access import for_setting
from kaname.goals.goal_words import goal_name
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.views.entry import go
from kaname.goals.views.goal_csf import csf_url
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_setting
def goal_csf_selection(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    """Asks why, then selects it in place of the one before."""
    csf = get_object_or_404(goal.csfs.current(), pk=pk)
    before = goal.selected_csf
    form = CsfSelectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            select_csf(goal, csf, reason=form.cleaned_data["reason"], by=reader.user, at=reader.at)
            messages.success(request, _("“%(csf)s” is selected.") % {"csf": csf.name})
            return go(request, csf_url(goal))
    context = {
        "reader": reader,
        "goal": goal,
        "goal_name": goal_name(goal, reader),
        "csf": csf,
        "before": before if before and before.pk != csf.pk else None,
        "again": before is not None and before.pk == csf.pk,
        "form": form,
    }
    template = "goals/goal_csf_selection.html#form" if request.htmx else "goals/goal_csf_selection.html"
    return render(request, template, context, status=422 if form.errors else 200)
