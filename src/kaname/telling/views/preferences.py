"""How one is told: everybody's own page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaname.people.queries import organisation
from kaname.telling import operations
from kaname.telling.forms.addresses import errors_beside
from kaname.telling.forms.preferences import ChatForm, HoursForm, KindsForm
from kaname.telling.kinds import kinds_for
from kaname.telling.models import Notice
from kaname.telling.queries import choices_of, reach_of
from kaname.telling.sending.answer import SendingError
from kaname.web.requests import SignedInRequest


@require_safe
@login_required
def preferences(request: SignedInRequest) -> HttpResponse:
    """When, where and of what the reader is told."""
    return _page(request)


@require_POST
@login_required
def hours(request: SignedInRequest) -> HttpResponse:
    """When one's working day begins, and whether it matters."""
    form = HoursForm(request.POST, usual=_usual())
    if not form.is_valid():
        return _page(request, hours=form)
    operations.set_hours(request.user, **form.cleaned_data)
    return _saved(request)


@require_POST
@login_required
def chat(request: SignedInRequest) -> HttpResponse:
    """Where one reads messages; an empty address keeps the one that is there, no service takes it away."""
    form = ChatForm(request.POST)
    if form.is_valid():
        kept, asked = reach_of(request.user), form.cleaned_data
        same = asked["chat_service"] == kept.chat_service and not asked["chat_address"]
        with errors_beside(form, "chat_address"):
            address = kept.chat_address if same else asked["chat_address"]
            operations.set_chat(request.user, service=asked["chat_service"], address=address)
    return _saved(request) if form.is_valid() else _page(request, chat=form)


@require_POST
@login_required
def chat_samples(request: SignedInRequest) -> HttpResponse:
    """Sends a sample to one's own chat and says what came back."""
    try:
        operations.send_own_sample(request.user, at=timezone.now(), base_url=settings.KANAME_BASE_URL)
    except SendingError as failed:
        words = {"failure": failed.reason.text(), "said": failed.text}
        messages.error(request, _("The sample did not arrive. %(failure)s %(said)s") % words)
    else:
        messages.success(request, _("The sample was taken. Look into your chat."))
    return redirect("telling:preferences")


@require_POST
@login_required
def kinds(request: SignedInRequest) -> HttpResponse:
    """Of what one is told, in which way and how soon."""
    form = _kinds_form(request, request.POST)
    if not form.is_valid():
        return _page(request, kinds=form)
    operations.choose(request.user, form.wanted())
    return _saved(request)


@require_safe
@login_required
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Opens what a notice is about; the notice counts as seen."""
    own = Notice.objects.visible_to(request.user)
    found = get_object_or_404(own, pk=pk)
    own.filter(pk=pk).mark_seen(at=timezone.now())
    return redirect(found.url)


def _page(request: SignedInRequest, **typed: Any) -> HttpResponse:
    reach = reach_of(request.user)
    begins = {"workday_starts_at": reach.workday_starts_at, "at_any_time": reach.at_any_time}
    context = {
        "reach": reach,
        "sends_mail": settings.KANAME_SENDS_MAIL,
        "hours": HoursForm(initial=begins, usual=_usual()),
        "chat": ChatForm(initial={"chat_service": reach.chat_service}),
        "kinds": _kinds_form(request),
        **typed,
    }
    return render(request, "telling/preferences.html", context, status=422 if typed else 200)


def _kinds_form(request: SignedInRequest, data: Any = None) -> KindsForm:
    return KindsForm(
        data,
        kinds=kinds_for(request.user.role),
        choices=choices_of(request.user),
        mail=settings.KANAME_SENDS_MAIL,
        chat=bool(reach_of(request.user).chat_address),
    )


def _usual() -> str:
    return f"{organisation().workday_starts_at:%H:%M}"


def _saved(request: SignedInRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("telling:preferences")
