"""Channels and webhooks of the organisation, for its administrator."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaname.people.access import administrators_only
from kaname.telling import operations
from kaname.telling.forms.addresses import errors_beside
from kaname.telling.forms.channel import HINTS, ChannelForm
from kaname.telling.kinds import KINDS
from kaname.telling.models import Channel
from kaname.web.requests import SignedInRequest


@require_safe
@administrators_only
def channels(request: SignedInRequest) -> HttpResponse:
    """Every channel: where it goes, what is told there, when something last arrived and what did not."""
    given_up = Count("deliveries", filter=Q(deliveries__given_up_at__isnull=False))
    rows = Channel.objects.visible_to(request.user).annotate(last=Max("deliveries__sent_at"), given_up=given_up)
    found = [(row, [KINDS[key].announced for key in row.kinds if key in KINDS]) for row in rows]
    context = {"channels": found, "sends_mail": settings.KANAME_SENDS_MAIL, "now": timezone.now()}
    return render(request, "telling/channels.html", context)


@administrators_only
def new_channel(request: SignedInRequest) -> HttpResponse:
    """Adds one; the secret of a webhook is shown this once."""
    form = ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_beside(form, "address"):
            made = operations.add_channel(**form.cleaned_data, by=request.user, at=timezone.now())
            if made.is_webhook:
                return render(request, "telling/webhook_secret.html", {"channel": made})
            messages.success(request, _("“%(name)s” was added. Send a sample to try it.") % {"name": made.name})
            return redirect("telling:channels")
    context = {"form": form, "hints": HINTS.values()}
    return render(request, "telling/channel_form.html", context, status=422 if form.errors else 200)


@administrators_only
def channel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Changes one; its address is not shown, and stays unless another is typed."""
    found = get_object_or_404(Channel.objects.visible_to(request.user), pk=pk)
    kept = {name: getattr(found, name) for name in ("name", "kinds", "at_any_time", "allows_private")}
    form = ChannelForm(request.POST or None, channel=found, initial=kept)
    if request.method == "POST" and form.is_valid():
        with errors_beside(form, "address"):
            operations.edit_channel(found, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("telling:channels")
    context = {"form": form, "channel": found}
    return render(request, "telling/channel_form.html", context, status=422 if form.errors else 200)


@administrators_only
def channel_removal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks, then removes it."""
    found = get_object_or_404(Channel.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        operations.remove_channel(found, by=request.user, at=timezone.now())
        messages.success(request, _("“%(name)s” was removed.") % {"name": found.name})
        return redirect("telling:channels")
    return render(request, "telling/channel_removal.html", {"channel": found})


@require_POST
@administrators_only
def channel_samples(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sends a sample and says what came back."""
    found = get_object_or_404(Channel.objects.visible_to(request.user), pk=pk)
    sent = operations.send_sample(found, by=request.user, at=timezone.now(), base_url=settings.KANAME_BASE_URL)
    if sent.sent_at:
        said = sent.answer.strip() or _("nothing")
        words = {"name": found.name, "status": sent.status, "said": said}
        messages.success(request, _("“%(name)s” took the sample: %(status)s, %(said)s") % words)
    else:
        words = {"name": found.name, "failure": sent.why, "said": sent.answer.strip()}
        messages.error(request, _("“%(name)s” did not take the sample. %(failure)s %(said)s") % words)
    return redirect("telling:channels")
