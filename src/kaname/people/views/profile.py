"""What people see and choose about themselves."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from kaname.people.access import own_person, today
from kaname.people.models import Membership
from kaname.web.requests import SignedInRequest


@login_required
def profile(request: SignedInRequest) -> HttpResponse:
    """Who one is here, one's team, and the ways to password, second factor, tokens, language and theme."""
    person = own_person(request)
    here = Membership.objects.in_force_on(today()).filter(person=person).select_related("team", "manager")
    return render(request, "people/profile.html", {"person": person, "membership": here.first() if person else None})
