"""The page behind an invitation's link, and the way to a new one for who has forgotten their password."""

from __future__ import annotations

from typing import cast

from allauth.account.views import password_reset
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kaname.people.errors import PeopleError
from kaname.people.forms.passwords import PasswordForm
from kaname.people.queries import organisation
from kaname.people.sign_in import BACKEND, accept_invitation, open_invitation
from kaname.web.forms import errors_on


@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password. A new sign-in starts at once; an existing one signs in with all its factors."""
    try:
        person = open_invitation(token, at=timezone.now()).person
    except PeopleError as gone:
        return render(request, "people/invitation_gone.html", {"reason": str(gone)}, status=404)
    form = PasswordForm(request.POST or None, email=person.email)
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            user = accept_invitation(token, password=form.cleaned_data["password"], at=timezone.now())
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "person": person, "organisation": organisation()}
        return render(request, "people/invitation.html", context, status=422 if form.errors else 200)
    if person.user_id:
        done = _("Your new password is set. Sign in with it. Your API tokens have ended; issue new ones where needed.")
        messages.success(request, done)
        return redirect("account_login")
    login(request, user, backend=BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


def forgotten_password(request: HttpRequest) -> HttpResponse:
    """By mail where this installation sends mails; else an administrator gives a link."""
    if settings.KANAME_SENDS_MAIL:
        return cast("HttpResponse", password_reset(request))
    return render(request, "people/forgotten_password.html")
