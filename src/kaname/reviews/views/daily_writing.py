"""Writing one's own daily report: a draft that keeps itself, submitting it, and corrections afterwards."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.people.models import Person
from kaname.reviews.access import person_of
from kaname.reviews.daily.figures import day_of, shown_actions, shown_figures
from kaname.reviews.daily.writing import correct, keep_draft, report_of, submit
from kaname.reviews.errors import ReviewsError
from kaname.reviews.forms.daily_forms import DailyForm
from kaname.reviews.models import DailyReport
from kaname.reviews.views.days import day_from
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def daily_write(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """The draft of a day, today's unless another is asked for; a submitted report is read on its own page."""
    person = _author(reader)
    day = day_from(request.GET["day"]) if request.GET.get("day") else reader.today
    if day > reader.today:
        raise Http404
    report = report_of(person, day=day, reader=reader)
    if request.method != "POST":
        return redirect(report) if report.submitted_at else _page(request, report, DailyForm.showing(report), reader)
    form = DailyForm(request.POST)
    if _wants_json(request):
        return _kept(form, person, day, reader)
    if form.is_valid():
        try:
            if "submit" in request.POST:
                done = submit(person, form.written(), day=day, reader=reader)
                messages.success(request, _("Your report is submitted; its numbers stay as you saw them."))
                return redirect(done)
            keep_draft(person, form.written(), day=day, reader=reader)
            messages.success(request, _("Your draft is kept."))
            return redirect(f"{reverse('reviews:daily_write')}?day={day.isoformat()}")
        except ReviewsError as error:
            form.add_error(None, str(error))
            kept = report_of(person, day=day, reader=reader)
            return _page(request, kept, form, reader, beside=error.code == "daily_changed_elsewhere")
    return _page(request, report, form, reader)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def daily_corrections(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Texts of one's own submitted report; what stood there stays readable, numbers stay as they were."""
    own = DailyReport.objects.submitted().filter(person__user=reader.user.pk).select_related("person")
    report = get_object_or_404(own, pk=pk)
    form = DailyForm(request.POST) if request.method == "POST" else DailyForm.showing(report)
    beside = False
    if request.method == "POST" and form.is_valid():
        try:
            if correct(report, form.written(), reader=reader):
                messages.success(request, _("Your correction is kept, with what stood there before."))
            return redirect(report)
        except ReviewsError as error:
            form.add_error(None, str(error))
            report.refresh_from_db()
            beside = error.code == "daily_changed_elsewhere"
    context = {"report": report, "form": _retried(form, report) if beside else form, "beside": beside}
    return render(request, "reviews/daily_correction.html", context, status=422 if form.errors else 200)


def _author(reader: Reader) -> Person:
    person = person_of(reader)
    if person is None:
        raise Http404
    return person


def _wants_json(request: SignedInRequest) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _kept(form: DailyForm, person: Person, day: date, reader: Reader) -> JsonResponse:
    """The answer to the page that keeps its draft by itself."""
    if not form.is_valid():
        return JsonResponse(
            {"message": " ".join(str(one) for some in form.errors.values() for one in some)}, status=422
        )
    try:
        report = keep_draft(person, form.written(), day=day, reader=reader)
    except ReviewsError as error:
        return JsonResponse({"message": str(error)}, status=422)
    return JsonResponse({"hidden": {"revision": report.revision}})


def _page(
    request: SignedInRequest, report: DailyReport, form: DailyForm, reader: Reader, *, beside: bool = False
) -> HttpResponse:
    found = day_of(report.person, day=report.day, reader=reader)
    context = {
        "reader": reader,
        "report": report,
        "form": _retried(form, report) if beside else form,
        "beside": beside,
        "figures": shown_figures(found["kpis"], reader=reader),
        "actions": list(shown_actions(found["actions"])),
        "is_today": report.day == reader.today,
    }
    return render(request, "reviews/daily_write.html", context, status=422 if form.errors else 200)


def _retried(form: DailyForm, report: DailyReport) -> DailyForm:
    """With what was typed, on top of the revision that is kept now: saving again means it."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["revision"] = str(report.revision)  # type: ignore[index]
    return form
