"""A note: what the page asks to keep while somebody types, what others wrote meanwhile, and its revisions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.goals.authors import author_name
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.reviews.access import meeting_for
from kaname.reviews.errors import ReviewsError
from kaname.reviews.forms.outcome_forms import NoteForm
from kaname.reviews.models import Note
from kaname.reviews.notes.keeping import Typed, keep, note_of, restore_revision
from kaname.web.requests import SignedInRequest

REVISIONS_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def note(request: SignedInRequest, reader: Reader, pk: int, which: str) -> HttpResponse:
    """GET tells what is newer than `since`; POST keeps what was typed and answers with everybody's words in it."""
    found, private = meeting_for(reader, pk), which == "private"
    if request.method != "POST":
        kept = note_of(found, private=private, reader=reader)
        if request.GET.get("since") == str(kept.revision):
            return HttpResponse(status=204)
        return _answer(kept)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": _("The note could not be read.")}, status=422)
    try:
        kept = keep(found, Typed(**form.cleaned_data), private=private, reader=reader)
    except ReviewsError as error:
        if request.htmx or "application/json" in request.headers.get("accept", ""):
            return JsonResponse({"message": str(error)}, status=422)
        messages.error(request, str(error))
        return redirect(found)
    if "application/json" in request.headers.get("accept", ""):
        return _answer(kept)
    messages.success(request, _("The note is kept."))
    return redirect(found)


@require_safe
@for_reader
def note_revisions(request: SignedInRequest, reader: Reader, pk: int, which: str) -> HttpResponse:
    """Every revision, the newest first, and one of them to read."""
    found = meeting_for(reader, pk)
    kept = note_of(found, private=which == "private", reader=reader)
    rows = kept.revisions.select_related("by__person").order_by("-number")[:REVISIONS_SHOWN] if kept.pk else []
    lines = [(row, author_name(row.by)) for row in rows]
    chosen = next((row for row, _by in lines if str(row.number) == request.GET.get("number")), None)
    shown = chosen or (lines[0][0] if lines else None)
    context = {"meeting": found, "note": kept, "which": which, "lines": lines, "shown": shown, "reader": reader}
    return render(request, "reviews/note_revisions.html", context)


@require_POST
@for_reader
def note_restoration(request: SignedInRequest, reader: Reader, pk: int, which: str, number: int) -> HttpResponse:
    """An earlier revision is the newest one again."""
    found = meeting_for(reader, pk)
    kept = note_of(found, private=which == "private", reader=reader)
    try:
        if not kept.pk:
            raise ReviewsError("revision_unknown")
        restore_revision(kept, number, reader=reader)
        messages.success(
            request, _("Revision %(number)s is back; what was there stays a revision.") % {"number": number}
        )
    except ReviewsError as error:
        messages.error(request, str(error))
    return redirect(found)


def _answer(kept: Note) -> JsonResponse:
    return JsonResponse({"revision": kept.revision, "text": kept.text})
