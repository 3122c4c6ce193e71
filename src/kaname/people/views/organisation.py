"""Settings of the organisation, and who changed what."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kaname.people import operations, queries
from kaname.people.access import administrators_only
from kaname.people.change_words import told
from kaname.people.forms.organisation import OrganisationForm
from kaname.people.models import Change
from kaname.people.publishing import calendar_change
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest

CHANGES_PER_PAGE = 50


@administrators_only
def organisation(request: SignedInRequest) -> HttpResponse:
    """Name, units, calendar and working week; open boards follow."""
    row = queries.organisation()
    initial = {name: getattr(row, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with errors_on(form), calendar_change():
            operations.edit_organisation(**form.cleaned_data, by=request.user, at=timezone.now())
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Saved."))
        return redirect("people:organisation")
    return render(request, "people/organisation.html", {"form": form}, status=422 if form.errors else 200)


@administrators_only
def changes(request: SignedInRequest) -> HttpResponse:
    """Every change of people, teams, calendars and settings, newest first."""
    rows = Change.objects.select_related("by", "person", "team")
    page = Paginator(rows, CHANGES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "changes": told(page.object_list), "zone": queries.organisation().zone}
    return render(request, "people/changes.html", context)
