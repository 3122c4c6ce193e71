"""Writing, correcting and answering daily reports."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.reviews.daily.writing import FIELDS, Written
from kaname.reviews.models import DailyReport
from kaname.reviews.models.daily_report import LONGEST_TEXT


def _text(label: object, rows: int, hint: object) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=LONGEST_TEXT, widget=area, help_text=hint)  # type: ignore[arg-type]


class DailyForm(forms.Form):
    """The texts of a report, and which revision of it the page shows."""

    learned = _text(
        _("What I learned today"), 5, _("What worked, what you tried, what surprised you. Markdown is understood.")
    )
    plans = _text(_("Tomorrow"), 3, _("What you want to do, and in which order."))
    question = _text(
        pgettext_lazy("in a daily report", "Open question"), 2, _("What you want to ask or talk about in the meeting.")
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @classmethod
    def showing(cls, report: DailyReport) -> DailyForm:
        return cls(initial={**report.texts, "revision": report.revision})

    def written(self) -> Written:
        texts = {name: self.cleaned_data[name] for name in FIELDS}
        return Written(texts, self.cleaned_data["revision"])


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )


class RuleForm(forms.Form):
    shares_learned = forms.BooleanField(label=_("Colleagues in this team read what was learned"), required=False)
    reminds = forms.BooleanField(
        label=_("Remind who has not reported, half an hour before their working day ends"), required=False
    )
