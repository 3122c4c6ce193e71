"""Typing numbers by hand: a table of days and metrics, or one number at a time."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kaname.imports import hand_entry
from kaname.imports.desk import Desk
from kaname.imports.forms.measurement import MeasurementForm
from kaname.imports.grid import Sheet, days_of, known_values, pasted
from kaname.imports.history import Change, changes_of
from kaname.imports.models import MeasurementRevision
from kaname.imports.subjects import SubjectChoice
from kaname.measures.periods import Grain, Period, period_of, previous, within_reach
from kaname.web.choices import Choice, with_query
from kaname.web.requests import SignedInRequest, leads_inside

GRAINS = (Grain.WEEK, Grain.MONTH)
RECENT = 20
LONGEST_NUMBER = 18  # digits of a record's number


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def measurements(request: SignedInRequest) -> HttpResponse:
    """The table of a week or month for one subject; POST saves what was changed in it."""
    desk = Desk.of(request.user, at=timezone.now())
    chosen = asked_subject(request, desk)
    grain = Grain(request.GET["grain"]) if request.GET.get("grain") in GRAINS else Grain.WEEK
    period = period_of(asked_day(request, default=desk.today), grain=grain, calendar=desk.organisation.calendar())
    keys = asked_metrics(request, desk)
    shown = {key: desk.definitions[key] for key in keys}
    sheet = Sheet(shown, period, desk.today, desk.organisation.currency)
    known = known_values(definitions=shown, subject=chosen.subject, period=period)
    typed = typed_cells(request, sheet) if request.method == "POST" else None
    lines = sheet.lines(known, typed=typed)
    wrong = sum(1 for line in lines for cell in line.cells if cell.error)
    if typed is not None and not wrong and "paste" not in request.POST:
        entries = sheet.entries(lines, subject=chosen.subject)
        revisions = hand_entry.record(entries, by=request.user, at=timezone.now())
        request.session["typed_last"] = [revision.pk for revision in revisions]
        if not revisions:
            say_saved(request, 0)
        return redirect(request.get_full_path())
    context = {
        "desk": desk,
        "chosen": chosen,
        "metrics": desk.columns(keys),
        "lines": lines,
        "wrong": wrong,
        "pasted": typed is not None and not wrong,
        "period": period,
        "grain": grain,
        "recent": recent_changes(desk),
        "undoable": request.session.pop("typed_last", None) if request.method != "POST" else None,
        **links(request, desk, chosen, period, grain),
    }
    return render(request, "imports/measurements.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_measurement(request: SignedInRequest) -> HttpResponse:
    """One number with its reason; boards open this in place with the metric, day and subject filled in."""
    desk = Desk.of(request.user, at=timezone.now())
    chosen = asked_subject(request, desk)
    initial = {
        "metric": request.GET.get("metric", ""),
        "day": asked_day(request, default=desk.today),
        "subject": chosen.key,
    }
    form = MeasurementForm(
        request.POST or None,
        initial=initial,
        definitions=desk.definitions,
        subjects=desk.subjects,
        today=desk.today,
        currency=desk.organisation.currency,
    )
    if request.method == "POST" and form.is_valid():
        revisions = hand_entry.record(
            [form.entry()], reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
        request.session["typed_last"] = [revision.pk for revision in revisions]
        if not (address := own_address(request)):  # the table says it itself, and offers to undo it
            return redirect(table_of(form.cleaned_data["subject"], form.cleaned_data["day"]))
        say_saved(request, len(revisions))
        return redirect(address)
    context = {"desk": desk, "form": form, "next": own_address(request)}
    return render(request, "imports/measurement_new.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def undo(request: SignedInRequest) -> HttpResponse:
    """Put back what the named revisions changed, where nothing was changed since."""
    desk = Desk.of(request.user, at=timezone.now())
    asked = [int(pk) for pk in request.POST.getlist("revision") if pk.isdecimal() and len(pk) < LONGEST_NUMBER]
    mine = MeasurementRevision.objects.filter(pk__in=asked, measurement__in=desk.measurements)
    undone = hand_entry.undo(list(mine), reason=_("Undone"), by=request.user, at=timezone.now())
    request.session.pop("typed_last", None)
    if undone:
        count = len(undone)
        text = ngettext("%(count)s value is as it was before.", "%(count)s values are as they were before.", count)
        messages.success(request, text % {"count": count})
    if len(undone) < len(asked):
        messages.warning(request, _("What somebody changed meanwhile was left as it is."))
    return redirect(next_address(request))


def asked_subject(request: HttpRequest, desk: Desk) -> SubjectChoice:
    """The subject that the address names; one that is not theirs to type is not found."""
    asked = request.GET
    chosen = desk.subject(
        person=asked.get("person", ""), team=asked.get("team", ""), whole=asked.get("of") == "organisation"
    )
    if chosen is None:
        raise Http404
    return chosen


def asked_metrics(request: HttpRequest, desk: Desk) -> list[str]:
    """The metrics to type: those just chosen, else those chosen last, else those that are usually typed."""
    if "metric" in request.GET:
        request.session["typed_metrics"] = request.GET.getlist("metric")
    chosen = set(request.session.get("typed_metrics", []))
    return [key for key in desk.definitions if key in chosen] or desk.usual_keys()


def asked_day(request: HttpRequest, *, default: date) -> date:
    """The day that the address names."""
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return default
    return day if within_reach(day) else default


def typed_cells(request: HttpRequest, sheet: Sheet) -> dict[str, str]:
    """What was typed by cell; a block pasted from a spreadsheet goes over it."""
    typed = {name: str(text) for name, text in request.POST.items() if "|" in name}
    block = request.POST.get("block", "")
    return typed | pasted(block, days=days_of(sheet.period), keys=list(sheet.definitions)) if block.strip() else typed


def say_saved(request: HttpRequest, count: int) -> None:
    """Tell how many values were changed."""
    if count:
        text = ngettext("%(count)s value is saved.", "%(count)s values are saved.", count) % {"count": count}
        messages.success(request, text)
    else:
        messages.info(request, _("Nothing was changed."))


def recent_changes(desk: Desk) -> list[Change]:
    """The last changes of what the user may type."""
    rows = MeasurementRevision.objects.filter(measurement__in=desk.measurements)
    recent = rows.select_related("measurement__person", "measurement__team", "by__person")[:RECENT]
    return changes_of(recent, definitions=desk.definitions, currency=desk.organisation.currency)


def links(request: HttpRequest, desk: Desk, chosen: SubjectChoice, period: Period, grain: Grain) -> dict[str, object]:
    """Where else the table can go: other subjects, grains and periods."""
    calendar = desk.organisation.calendar()
    before = previous(period, grain=grain, calendar=calendar)
    return {
        "subjects": [Choice(one.name, subject_url(request, one), one.key == chosen.key) for one in desk.subjects],
        "previous_url": with_query(request, on=before.starts_on),
        "next_url": with_query(request, on=period.ends_on) if period.ends_on <= desk.today else "",
        "kept": [(name, value) for name, value in request.GET.items() if name != "metric"],
        "grains": [(one, with_query(request, grain=one), one == grain) for one in GRAINS],
    }


def subject_url(request: HttpRequest, choice: SubjectChoice) -> str:
    """The same page for another subject."""
    kind, _colon, key = choice.key.partition(":")
    named = {"person": None, "team": None, "of": None, **({kind: key} if key else {"of": kind})}
    return with_query(request, **named)


def table_of(subject: str, day: date) -> str:
    """The table with a subject's number of that day."""
    kind, _colon, key = subject.partition(":")
    return f"{reverse('imports:measurements')}?{urlencode({kind: key, 'on': day} if key else {'of': kind, 'on': day})}"


def own_address(request: HttpRequest) -> str:
    """Where the form was opened from, if that is a page of ours."""
    address = request.POST.get("next") or request.GET.get("next", "")
    return address if leads_inside(request, address) else ""


def next_address(request: HttpRequest) -> str:
    """Where to go on."""
    return own_address(request) or reverse("imports:measurements")
