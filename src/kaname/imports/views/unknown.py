"""Names in facts that stand for nobody: match each to a person or team, or create it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kaname.imports.naming import PERSON, TEAM, Name, fulfil, labels, wishes_of, with_likely
from kaname.imports.unknown import unknown_names
from kaname.imports.views.access import for_administrators, found_run
from kaname.people.models import Team
from kaname.web.requests import SignedInRequest
from kaname.web.store import facts


@require_safe
@for_administrators
def unknown(request: SignedInRequest) -> HttpResponse:
    """Every name in the facts that stands for nobody, of one source or of all."""
    everything = facts().unmatched()
    source = request.GET.get("source", "")
    named = [
        (one.kind, Name(one.source, one.ref, one.n_facts, one.first_on, one.last_on))
        for one in everything
        if not source or one.source == source
    ]
    context = {
        "source": source,
        "sources": sorted(Counter(one.source for one in everything).items()),
        **tables([name for kind, name in named if kind == PERSON], [name for kind, name in named if kind == TEAM]),
    }
    return render(request, "imports/unknown.html", context)


@require_safe
@for_administrators
def names_of_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """The names of a draft that stand for nobody, before it is imported."""
    run = found_run(request, pk)
    result = (run.trial or {}).get("result") or {}
    source = run.mapping.get("source", "")
    people, teams = unknown_names(
        source=source, people=result.get("unknown_people", []), teams=result.get("unknown_teams", [])
    )
    context = {
        "run": run,
        "source": source,
        "sources": [],
        **tables([Name(source, name) for name in people], [Name(source, name) for name in teams]),
    }
    return render(request, "imports/unknown.html", context)


@require_POST
@for_administrators
def create_names(request: SignedInRequest) -> HttpResponse:
    """Do what was chosen for each name; or create all of them at once."""
    wishes, strangers = wishes_of(request.POST)
    done = fulfil(wishes, by=request.user, at=timezone.now())
    if done:
        text = ngettext("%(count)s name is known now.", "%(count)s names are known now.", done) % {"count": done}
        messages.success(request, text)
    for stranger in strangers:
        text = _("Nobody is called %(name)s. Choose from the list, or tick “create”.") % {"name": stranger}
        messages.error(request, text)
    if not done and not strangers:
        messages.info(request, _("Say for at least one name who it is."))
    return redirect(address_after(request))


def address_after(request: SignedInRequest) -> str:
    """Back to the list that the form came from."""
    draft, source = request.POST.get("draft", ""), request.POST.get("source", "")
    if draft.isdecimal():
        return reverse("imports:check_names", args=[int(draft)])
    return reverse("imports:unknown") + (f"?{urlencode({'source': source})}" if source else "")


def tables(people: list[Name], teams: list[Name]) -> dict[str, Any]:
    """The names with whom they can be matched."""
    known_people, known_teams = labels(PERSON), labels(TEAM)
    return {
        "people": with_likely(people, known=known_people),
        "teams": with_likely(teams, known=known_teams),
        "known_people": list(known_people),
        "known_teams": list(known_teams),
        "all_teams": Team.objects.active(),
    }
