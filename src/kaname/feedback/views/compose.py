"""Writing to somebody: evidence to begin with, the words, gentle marks on them, who may read them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.feedback.audience import receivers_of
from kaname.feedback.composing.page import Page, Writing, composer_context, drafted
from kaname.feedback.mark_lines import known_names, mark_lines
from kaname.feedback.marks.marking import load
from kaname.feedback.models import Kind
from kaname.feedback.operations import language_of, send
from kaname.goals.reader import Reader
from kaname.people.models import Person
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest, leads_inside


@require_safe
@login_required
def start(request: SignedInRequest) -> HttpResponse:
    """The composer of whoever is asked for; without anybody the list of whom one may write to."""
    key = request.GET.get("receiver", "")
    if not key:
        return redirect("feedback:feedback")
    rest = request.GET.copy()
    del rest["receiver"]
    target = redirect("feedback:compose", key=key)
    target["Location"] += f"?{rest.urlencode()}" if rest else ""
    return target


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def compose(request: SignedInRequest, key: str) -> HttpResponse:
    """Sends; or drafts, checks, obeys a mark or leaves it, and shows the page again."""
    page = _page(request, key)
    if request.method != "POST":
        load(get_language() or "ja")
        return _shown(request, page, page.kept)
    typed = Writing.typed(request.POST)
    if "draft" in request.POST:
        draft = drafted(page, typed)
        if draft.problem:
            messages.warning(request, draft.problem)
        typed = draft.writing
    elif "use" in request.POST:
        marks = mark_lines(typed.text, names=known_names(page.receiver, reader=page.reader), left=typed.left)
        text = next((mark.obeyed(typed.text) for mark in marks if mark.key == request.POST["use"]), typed.text)
        typed = typed.saying(text)
    elif "check" not in request.POST and "leave" not in request.POST:
        return _sent(request, page, typed)
    page.keep(typed)
    return _shown(request, page, typed)


def _sent(request: SignedInRequest, page: Page, typed: Writing) -> HttpResponse:
    form = page.form(typed, bound=True)
    if form.is_valid():
        text = form.cleaned_data["text"]
        with errors_on(form):
            sent = send(
                author=page.author,
                receiver=page.receiver,
                text=text,
                kind=page.kind,
                visibility=form.cleaned_data["visibility"],
                language=language_of(text),
                day=page.reader.today,
                at=page.reader.at,
                evidence=page.mentioned(typed),
            )
            messages.success(request, _("Your message is sent."))
            return redirect(page.back or sent.get_absolute_url())
    return _shown(request, page, typed, bound=True)


@require_POST
@login_required
def marks(request: SignedInRequest, key: str) -> HttpResponse:
    """The marks of what stands there now, and the draft is kept."""
    page, typed = _page(request, key), Writing.typed(request.POST)
    page.keep(typed)
    found = mark_lines(typed.text, names=known_names(page.receiver, reader=page.reader), left=typed.left)
    return render(request, "feedback/marks.html", {"marks": found, "left": typed.left})


def _shown(request: SignedInRequest, page: Page, writing: Writing, *, bound: bool = False) -> HttpResponse:
    context = composer_context(page, writing, bound=bound) | {"checked": "check" in request.POST}
    status = 422 if context["form"].errors else 200
    return render(request, "feedback/compose.html", context, status=status)


def _page(request: SignedInRequest, key: str) -> Page:
    reader = Reader(user=request.user, at=timezone.now())
    return Page(
        author=get_object_or_404(Person, user=request.user.pk),
        receiver=get_object_or_404(receivers_of(request.user, on=reader.today), key=key),
        reader=reader,
        kind=Kind.THANKS if request.GET.get("kind") == Kind.THANKS else Kind.FEEDBACK,
        weeks=request.GET.get("weeks"),
        back=_back(request),
    )


def _back(request: SignedInRequest) -> str:
    """Where the writer came from, inside this installation alone."""
    asked = request.GET.get("next", "")
    return asked if leads_inside(request, asked) else ""
