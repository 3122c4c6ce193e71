"""Of whom and of which month a preview is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaname.boards.selection import Subject
from kaname.measures.periods import FiscalCalendar, Grain, previous
from kaname.reports.monthly.due import month_of
from kaname.web.formats.periods import MONTH, dated

MONTHS = 13


class PreviewForm(forms.Form):
    """Values of `subject` are as `subject_code` writes them."""

    subject = forms.ChoiceField(label=_("Report of"))
    month = forms.ChoiceField(label=_("Month"))

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        subjects: Sequence[tuple[Subject, str]],
        today: date,
        calendar: FiscalCalendar,
        language: str,
    ) -> None:
        super().__init__(data)
        self._subjects = {subject_code(subject): subject for subject, _name in subjects}
        months = [month_of(today, calendar)]
        while len(months) < MONTHS:
            months.append(previous(months[-1], grain=Grain.MONTH, calendar=calendar))
        self.fields["subject"].choices = _grouped(subjects)  # type: ignore[attr-defined]
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (f"{one.starts_on:%Y-%m}", dated(one.starts_on, MONTH, language=language)) for one in months
        ]
        self.fields["month"].initial = f"{months[1].starts_on:%Y-%m}"

    def query(self) -> dict[str, str]:
        """The preview's address."""
        subject = self._subjects[self.cleaned_data["subject"]]
        named = {"team": subject.team, "person": subject.person}
        found = {name: key for name, key in named.items() if key} or {"of": "organisation"}
        return found | {"month": self.cleaned_data["month"]}


def _grouped(subjects: Sequence[tuple[Subject, str]]) -> list[Any]:
    """The organisation, then teams and people under headings."""
    teams = [(subject_code(one), name) for one, name in subjects if one.team]
    people = [(subject_code(one), name) for one, name in subjects if one.person]
    found: list[Any] = [(subject_code(one), name) for one, name in subjects if one.is_organisation]
    found += [(_("Teams"), teams)] if teams else []
    return [*found, (_("People"), people)] if people else found


def subject_code(subject: Subject) -> str:
    if subject.person:
        return f"person:{subject.person}"
    return f"team:{subject.team}" if subject.team else "organisation"
