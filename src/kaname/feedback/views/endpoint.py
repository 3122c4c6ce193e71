"""The service that may phrase drafts, for the administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaname.feedback.forms.endpoint import EndpointForm
from kaname.feedback.models import Endpoint
from kaname.feedback.phrasing.asking import address_of
from kaname.people.access import administrators_only
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def endpoint(request: SignedInRequest) -> HttpResponse:
    """Off until it is switched on; an address that is not safe to call is refused."""
    row = Endpoint.objects.filter(pk=1).first()
    known = {"is_on": row.is_on, "base_url": row.base_url, "model": row.model} if row else {}
    form = EndpointForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("is_on", "base_url", "model", "key")}
        with errors_on(form):
            address_of(values["base_url"])
            # A key belongs to the address that it was typed for.
            moved = row is not None and row.base_url != values["base_url"]
            if moved and not values["key"]:
                Endpoint.objects.filter(pk=1).update(key="")
            Endpoint.keep(**values, by=request.user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("feedback:endpoint")
    context = {"form": form, "has_key": bool(row and row.key)}
    return render(request, "feedback/endpoint.html", context, status=422 if form.errors else 200)
