"""Answers to daily reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader, go, next_url
from kaname.reviews.daily.answering import answer
from kaname.reviews.errors import ReviewsError
from kaname.reviews.forms.daily_forms import AnswerForm
from kaname.reviews.models import DailyReport
from kaname.reviews.views.daily import report_page
from kaname.web.requests import SignedInRequest


@require_POST
@for_reader
def daily_answers(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """A text, thanks, or both; what was refused stays in its field."""
    rows = DailyReport.objects.visible_to(reader.user, on=reader.today).submitted().select_related("person__user")
    report = get_object_or_404(rows, pk=pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            answer(report, text=form.cleaned_data["text"], is_thanks="thanks" in request.POST, reader=reader)
            messages.success(request, _("Your answer is sent."))
            return go(request, next_url(request, report.get_absolute_url()))
        except ReviewsError as error:
            form.add_error("text", str(error))
    return report_page(request, report, reader, form=form)
