"""Connections: where facts come from, how fresh they are, and deleting them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaname.facts.streams import STREAMS
from kaname.imports import erasure, keeping, uploads
from kaname.imports.forms.deletion import DeletionForm
from kaname.imports.forms.source import SourceForm
from kaname.imports.models import FactDeletion, ImportRun, SavedMapping, Source
from kaname.imports.sources import Holding, holdings
from kaname.imports.views.access import for_administrators
from kaname.people.models import Person
from kaname.people.queries import organisation
from kaname.web.requests import SignedInRequest

ON_A_PAGE = 50
NAV = "connections"


@require_safe
@for_administrators
def sources(request: SignedInRequest) -> HttpResponse:
    """Every source with what is held of it."""
    now = timezone.now()
    found = [(one, one.is_late(now)) for one in holdings()]
    return render(request, "imports/sources.html", {"holdings": found, "now": now, "zone": organisation().zone})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def source(request: SignedInRequest, key: str) -> HttpResponse:
    """One source: its facts by kind, its imports and mappings; POST changes its name and rhythm."""
    one = next((held for held in holdings() if held.source.key == key), None)
    if one is None:
        raise Http404
    form = SourceForm(request.POST or None, instance=one.source)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("imports:source", key=key)
    runs = ImportRun.objects.filter(source__key=key).select_related("source", "by__person")[:ON_A_PAGE]
    context = {
        "one": one,
        "streams": named_streams(one),
        "form": form,
        "runs": runs,
        "kept": sum(1 for run in ImportRun.objects.filter(source__key=key) if is_kept(run)),
        "mappings": one.source.saved_mappings.all() if one.source.pk else (),
        "zone": organisation().zone,
        "now": timezone.now(),
        "kept_days": uploads.KEPT_FOR.days,
    }
    return render(request, "imports/source.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def forget_files(request: SignedInRequest, key: str) -> HttpResponse:
    """Ask, then remove what is still kept of a source's uploaded files and rejected rows."""
    asked = get_object_or_404(Source, key=key)
    ended = [run for run in asked.runs.exclude(finished_at=None) if is_kept(run)]
    if request.method != "POST":
        context = {"source": asked, "kept": len(ended), "cancel_url": reverse("imports:source", args=[key])}
        return render(request, "imports/files_forget.html", context)
    removed = sum(keeping.forget_files(run) for run in ended)
    text = ngettext("%(count)s file was removed.", "%(count)s files were removed.", removed) % {"count": removed}
    messages.success(request, text)
    return redirect("imports:source", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def forget_mapping(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Ask, then forget a mapping; the next file of that shape is asked about again."""
    mapping = get_object_or_404(SavedMapping, pk=pk, source__key=key)
    if request.method != "POST":
        context = {"mapping": mapping, "cancel_url": reverse("imports:source", args=[key])}
        return render(request, "imports/mapping_forget.html", context)
    mapping.delete()
    messages.success(request, _("The mapping is forgotten. Runs keep the one they used."))
    return redirect("imports:source", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def delete_facts(request: SignedInRequest) -> HttpResponse:
    """Choose which facts to delete; see how many; confirm."""
    asked = request.GET if request.method != "POST" else request.POST
    form = DeletionForm(asked or None, sources=[one.source.key for one in holdings()])
    chosen = form.selection() if asked and form.is_valid() and not asked.get("back") else None
    if request.method == "POST" and chosen:
        record = erasure.erase(chosen, reason=request.POST.get("reason", "")[:1000], by=request.user, at=timezone.now())
        text = ngettext("%(count)s fact was deleted.", "%(count)s facts were deleted.", record.facts)
        messages.success(request, text % {"count": f"{record.facts:,}"})
        return redirect("imports:deletions")
    if chosen:
        return render(request, "imports/deletion_confirm.html", confirmation(form, chosen))
    context = {"form": form, "nav": NAV}
    return render(request, "imports/deletion_new.html", context, status=422 if form.errors else 200)


@require_safe
@for_administrators
def deletions(request: SignedInRequest) -> HttpResponse:
    """Who deleted which facts, when and why."""
    rows = FactDeletion.objects.visible_to(request.user).select_related("by__person")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "en"
    names = dict(Person.objects.filter(key__in=[row.person_key for row in page]).values_list("key", "name"))
    streams = {"": "", **{key: stream.name[language] for key, stream in STREAMS.items()}}
    shown = [(row, streams.get(row.stream, row.stream), names.get(row.person_key, row.person_key)) for row in page]
    context = {"page": page, "rows": shown, "zone": organisation().zone, "nav": NAV}
    return render(request, "imports/deletions.html", context)


def confirmation(form: DeletionForm, chosen: erasure.Selection) -> dict[str, Any]:
    """What the confirming page shows: the choice, and how many facts of each kind would go."""
    language = get_language() or "en"
    going = erasure.what_would_go(chosen)
    return {
        "nav": NAV,
        "form": form,
        "chosen": asdict(chosen),
        "person": form.cleaned_data["person"],
        "last": form.cleaned_data["last"],
        "stream": STREAMS[chosen.stream].name[language] if chosen.stream else "",
        "going": [(STREAMS[key].name[language], count) for key, count in going.items()],
        "total": sum(going.values()),
    }


def named_streams(one: Holding) -> list[tuple[str, Any]]:
    """The facts of a source by the name of their kind."""
    language = get_language() or "en"
    return [(STREAMS[held.stream].name[language], held) for held in one.held]


def is_kept(run: ImportRun) -> bool:
    """Whether the run's file, or that of its rejected rows, is in the data folder."""
    paths = [Path(path) for path in (run.file_path, run.rejects_path) if path]
    return any(keeping.is_ours(path) and path.exists() for path in paths)
