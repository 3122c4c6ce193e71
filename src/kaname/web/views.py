"""Pages that belong to no slice: search, preferences, tokens."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kaname.web import palette as finder
from kaname.web.forms import TokenForm
from kaname.web.live import hub
from kaname.web.models import ApiToken
from kaname.web.preferences import THEME_COOKIE, THEMES
from kaname.web.requests import SignedInRequest, leads_inside

ONE_YEAR = 365 * 24 * 3600


@require_GET
@login_required
def palette(request: SignedInRequest) -> HttpResponse:
    """A search page; for the dialog only what was found."""
    query = request.GET.get("q", "").strip()
    template = "web/palette_hits.html" if request.htmx else "web/palette.html"
    return render(request, template, {"query": query, "hits": finder.find(query, user=request.user)})


@require_GET
@login_required
def live(request: SignedInRequest) -> HttpResponse:
    """The present state, for pages whose browser cannot keep a stream open."""
    return JsonResponse({"token": hub.token, "revision": hub.revision})


@require_GET
@login_required
def bell(request: SignedInRequest) -> HttpResponse:
    """The bells of a page that is open, as they are now; alone it is no page."""
    return render(request, "web/shell/bells.html") if request.htmx else redirect("/")


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Language and theme: in this browser, and on the user when somebody has signed in."""
    response = redirect(safe_next(request))
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    chosen = {}
    if language in dict(settings.LANGUAGES):
        chosen["language"] = language
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=ONE_YEAR, samesite="Lax")
    if theme in THEMES:
        chosen["theme"] = theme
        response.set_cookie(THEME_COOKIE, theme, max_age=ONE_YEAR, samesite="Lax")
    if chosen and request.user.is_authenticated:
        get_user_model()._default_manager.filter(pk=request.user.pk).update(**chosen)
    return response


def safe_next(request: HttpRequest) -> str:
    """Where to go back to, within this site."""
    target = request.POST.get("next", "")
    return target if leads_inside(request, target) else "/"


@login_required
def tokens(request: SignedInRequest) -> HttpResponse:
    """Own tokens; a new one shows its secret once."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _token, secret = ApiToken.issue(user=request.user, name=form.cleaned_data["name"], at=timezone.now())
        form = TokenForm()
    own = ApiToken.objects.visible_to(request.user)
    status = 422 if form.errors else 200
    context = {"form": form, "tokens": own, "secret": secret, "now": timezone.now()}
    return render(request, "web/tokens.html", context, status=status)


@login_required
def revocation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask, then end a token."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        token.revoke(at=timezone.now())
        messages.success(request, _("“%(name)s” can no longer be used.") % {"name": token.name})
        return redirect("web:tokens")
    return render(request, "web/token_revocation.html", {"token": token})
