"""Agendas: the ready-made ones to read and copy, and those that managers made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.reviews.agenda import SOURCES, Section, ready, sections_in_words, title_of
from kaname.reviews.agenda_editing import archive_template, change_template, make_template, may_make
from kaname.reviews.kinds import Kind
from kaname.reviews.models import AgendaTemplate
from kaname.reviews.views.planning import kind_of
from kaname.web.forms import errors_on
from kaname.web.requests import SignedInRequest

FREE_ROWS = 3


class SectionForm(forms.Form):
    """One section; without a place it is left out."""

    place = forms.IntegerField(
        label=gettext_lazy("Place"), required=False, min_value=1, max_value=99,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    source = forms.ChoiceField(label=gettext_lazy("Filled by"), required=False)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        talk = ("", pgettext_lazy("a section of an agenda that nothing fills", "Nothing, it is to talk about"))
        field: Any = self.fields["source"]
        field.choices = [talk, *SOURCES.items()]


Sections = forms.formset_factory(SectionForm, extra=FREE_ROWS, max_num=25)


class TemplateForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)


@dataclass(frozen=True)
class Ready:
    kind: str
    label: str
    titles: list[str]


@require_safe
@for_reader
def templates(request: SignedInRequest, reader: Reader) -> HttpResponse:
    made = AgendaTemplate.objects.in_use()
    editable = set(AgendaTemplate.objects.editable_by(reader.user).values_list("pk", flat=True))
    context = {
        "ready": [Ready(kind, str(label), [title_of(one) for one in ready(kind)]) for kind, label in Kind.choices],
        "made": [(row, [title_of(one) for one in row.sections], row.pk in editable) for row in made],
        "may_make": may_make(reader),
        "undo": _undoable(request, reader),
    }
    return render(request, "reviews/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def template_new(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """A copy of the ready-made agenda of the kind in the address."""
    if not may_make(reader):
        raise PermissionDenied
    kind = kind_of(request.GET.get("kind", ""))
    name = _("%(kind)s of our own") % {"kind": kind.label}
    form, rows = _forms(request, name, sections_in_words(ready(kind)))
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        with errors_on(form):
            make_template(kind=kind, name=form.cleaned_data["name"], sections=_typed(rows), reader=reader)
            messages.success(request, _("Made. It can be chosen for reviews of this kind."))
            return redirect("reviews:templates")
    return _page(request, form, rows, title=_("An agenda of your own: %(kind)s") % {"kind": kind.label})


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def template(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Changing one; reviews that began with it keep their copy."""
    found = get_object_or_404(AgendaTemplate.objects.in_use().editable_by(reader.user), pk=pk)
    form, rows = _forms(request, found.name, sections_in_words(found.sections))
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        with errors_on(form):
            change_template(found, name=form.cleaned_data["name"], sections=_typed(rows))
            messages.success(request, _("Saved."))
            return redirect("reviews:templates")
    return _page(request, form, rows, title=_("Agenda “%(name)s”") % {"name": found.name}, found=found)


@require_POST
@for_reader
def template_archiving(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Takes it off the list, or puts it `back`."""
    found = get_object_or_404(AgendaTemplate.objects.editable_by(reader.user), pk=pk)
    archive_template(found, reader=reader, back=bool(request.POST.get("back")))
    return redirect(f"{reverse('reviews:templates')}{'' if request.POST.get('back') else f'?undo={found.pk}'}")


def _undoable(request: SignedInRequest, reader: Reader) -> int | None:
    """The agenda that was just taken off the list."""
    asked = request.GET.get("undo", "")
    own = AgendaTemplate.objects.editable_by(reader.user).exclude(archived_at=None)
    known = asked.isascii() and asked.isdigit() and len(asked) < 10 and own.filter(pk=int(asked)).exists()
    return int(asked) if known else None


def _forms(request: SignedInRequest, name: str, sections: list[Section]) -> tuple[TemplateForm, Any]:
    if request.method == "POST":
        return TemplateForm(request.POST), Sections(request.POST, prefix="s")
    initial = [section | {"place": number} for number, section in enumerate(sections, start=1)]
    return TemplateForm(initial={"name": name}), Sections(initial=initial, prefix="s")


def _typed(rows: Any) -> list[Section]:
    typed = [form.cleaned_data for form in rows if form.cleaned_data.get("place")]
    ordered = sorted(typed, key=lambda row: row["place"])
    return [{"source": row.get("source", ""), "title": row.get("title", "")} for row in ordered]


def _page(
    request: SignedInRequest, form: TemplateForm, rows: Any, *, title: str, found: AgendaTemplate | None = None
) -> HttpResponse:
    context = {"form": form, "rows": rows, "title": title, "template": found}
    refused = form.errors or (rows.is_bound and not rows.is_valid())
    return render(request, "reviews/template.html", context, status=422 if refused else 200)
