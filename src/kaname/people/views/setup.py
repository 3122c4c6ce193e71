"""/setup/: there once, while nobody can sign in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from kaname.people import setup_code
from kaname.people.forms.setup import SetupForm
from kaname.people.models import User
from kaname.people.publishing import publishing
from kaname.people.sign_in import BACKEND, set_up
from kaname.web.forms import errors_on


@sensitive_post_parameters()
def setup(request: HttpRequest) -> HttpResponse:
    """Create the organisation and its administrator, who is then signed in."""
    if User.objects.exists():
        raise Http404
    expected = setup_code.write(settings.KANAME_DATA)
    form = SetupForm(request.POST or None, initial={"language": get_language()}, expected_code=expected)
    user = None
    if request.method == "POST" and form.is_valid():
        with errors_on(form):
            user = _set_up(form)
    if user is None:
        return render(request, "people/setup.html", {"form": form}, status=422 if form.errors else 200)
    login(request, user, backend=BACKEND)
    messages.success(request, _("Kaname is set up. Next, bring in your people."))
    return redirect("people:roster")


def _set_up(form: SetupForm) -> User:
    with publishing():
        user = set_up(
            **{key: form.cleaned_data[key] for key in ("name", "email", "password")},
            organisation=form.organisation_values(),
            at=timezone.now(),
        )
    setup_code.remove(settings.KANAME_DATA)
    return user
