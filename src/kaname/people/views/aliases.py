"""Names in data that somebody matched to a person or a team."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kaname.people import operations
from kaname.people.access import administrators_only
from kaname.people.models import Alias
from kaname.people.publishing import publishing
from kaname.web.requests import SignedInRequest


@administrators_only
def alias_removal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then let the name stand for nobody in particular again."""
    alias = get_object_or_404(Alias.objects.select_related("person", "team"), pk=pk)
    owner = alias.person or alias.team
    if owner is None:
        raise Http404
    if request.method == "POST":
        with publishing():
            operations.remove_alias(alias, by=request.user, at=timezone.now())
        messages.success(request, _("Removed."))
        return redirect(owner)
    return render(request, "people/alias_removal.html", {"alias": alias, "owner": owner})
