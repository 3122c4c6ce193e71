"""One person: who they are, their teams over time, their sign-in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaname.measures.periods import ONE_DAY
from kaname.people import operations
from kaname.people.access import administrators_only, today
from kaname.people.change_words import told
from kaname.people.errors import PeopleError
from kaname.people.forms.people import LeavingForm, MembershipForm, PersonForm
from kaname.people.models import Change, Membership, Person, Role
from kaname.people.publishing import publishing
from kaname.people.queries import organisation
from kaname.people.sign_in import invite
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest

CHANGES_SHOWN = 20


@login_required
def person(request: SignedInRequest, key: str) -> HttpResponse:
    """The page; administrators change on it what identifies the person."""
    shown = get_object_or_404(Person.objects.visible_to(request.user, on=today()), key=key)
    if request.user.role != Role.ADMINISTRATOR:
        return page(request, shown)
    form = PersonForm(request.POST or None, instance=shown)
    if request.method != "POST":
        return page(request, shown, form=form)
    if form.is_valid():
        with errors_on(form), publishing():
            operations.edit_person(shown, **form.cleaned_data, by=request.user, at=timezone.now())
    if form.errors:
        return page(request, Person.objects.get(pk=shown.pk), form=form)
    messages.success(request, _("Saved."))
    return redirect(shown)


@administrators_only
@require_POST
def memberships(request: SignedInRequest, key: str) -> HttpResponse:
    """Another team: from a day on, or for all time when there is none yet."""
    shown = get_object_or_404(Person, key=key)
    form = MembershipForm(request.POST, person=shown)
    if form.is_valid():
        with errors_on(form), publishing():
            enter_membership(shown, **form.cleaned_data, by=request.user, at=timezone.now())
    if form.errors:
        return page(request, shown, membership_form=form)
    messages.success(request, _("Saved. Facts follow the team of their day."))
    return redirect(shown)


def enter_membership(shown: Person, *, starts_on: Any, ends_on: Any, **values: Any) -> None:
    """A move from a day on; a stay with an end, or since ever, only where nothing else is."""
    if starts_on and not ends_on:
        shown.move(since=starts_on, **values)
    else:
        shown.join(starts_on=starts_on, ends_on=ends_on, **values)


@administrators_only
def membership(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Ask, then take back a membership that was entered by mistake."""
    entered = get_object_or_404(Membership.objects.select_related("person", "team"), pk=pk, person__key=key)
    if request.method == "POST":
        with publishing():
            entered.person.undo_membership(entered, by=request.user, at=timezone.now())
        messages.success(request, _("Taken back."))
        return redirect(entered.person)
    return render(request, "people/membership_removal.html", {"membership": entered})


@administrators_only
@require_POST
def invitations(request: SignedInRequest, key: str) -> HttpResponse:
    """Make a link with which the person chooses a password; it is shown this once."""
    shown = get_object_or_404(Person, key=key)
    try:
        token = invite(shown, by=request.user, at=timezone.now())
    except PeopleError as refused:
        messages.error(request, str(refused))
        return redirect(shown)
    link = request.build_absolute_uri(reverse("people:invitation", args=[token]))
    return page(request, shown, form=PersonForm(instance=shown), link=link)


@administrators_only
def deactivation(request: SignedInRequest, key: str) -> HttpResponse:
    """Ask for the last day, then let the person leave."""
    shown = get_object_or_404(Person.objects.active(), key=key)
    form = LeavingForm(request.POST or None, initial={"last_on": today()})
    if request.method == "POST" and form.is_valid():
        with errors_on(form), publishing():
            shown.deactivate(on=form.cleaned_data["last_on"] + ONE_DAY, by=request.user, at=timezone.now())
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("%(name)s is no longer active. History and numbers stay.") % {"name": shown.name})
        return redirect(shown)
    context = {"person": shown, "form": form}
    return render(request, "people/deactivation.html", context, status=422 if form.errors else 200)


@administrators_only
@require_POST
def reactivation(request: SignedInRequest, key: str) -> HttpResponse:
    shown = get_object_or_404(Person.objects.filter(is_active=False), key=key)
    with publishing():
        shown.reactivate(by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s is active again. Give them a team.") % {"name": shown.name})
    return redirect(shown)


def page(
    request: SignedInRequest,
    shown: Person,
    *,
    form: PersonForm | None = None,
    membership_form: MembershipForm | None = None,
    link: str = "",
) -> HttpResponse:
    """The person's page with what was typed and what was wrong with it."""
    is_administrator = request.user.role == Role.ADMINISTRATOR
    changes = Change.objects.filter(person=shown).select_related("by")[:CHANGES_SHOWN] if is_administrator else []
    context = {
        "person": shown,
        "form": form or (PersonForm(instance=shown) if is_administrator else None),
        "membership_form": membership_form or MembershipForm(person=shown),
        "memberships": shown.memberships.select_related("team", "manager"),
        "aliases": shown.aliases.all(),
        "invitation": shown.invitations.open_at(timezone.now()).first(),
        "link": link,
        "changes": told(changes),
        "is_administrator": is_administrator,
        "zone": organisation().zone,
        "today": today(),
    }
    wrong = bool((form and form.errors) or (membership_form and membership_form.errors))
    return render(request, "people/person.html", context, status=422 if wrong else 200)
