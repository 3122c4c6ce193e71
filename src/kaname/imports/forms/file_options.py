"""How a file is to be read, where what was detected is not right."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kaname.connectors.shapes import FileShape

Choices = tuple[tuple[str, str | Promise], ...]
DETECTED: tuple[str, str | Promise] = ("", _("As detected"))
ENCODINGS: Choices = (
    DETECTED,
    ("utf-8", "UTF-8"),
    ("cp932", "Shift_JIS (CP932)"),
    ("euc-jp", "EUC-JP"),
    ("utf-16", "UTF-16"),
    ("iso2022_jp", "ISO-2022-JP (JIS)"),
    ("cp1252", "Windows-1252"),
)
DELIMITERS: Choices = (
    DETECTED,
    (",", _("Comma")),
    ("\t", _("Tab")),
    (";", _("Semicolon")),
    ("|", _("Vertical bar")),
    (" ", _("Space")),
    (":", _("Colon")),
)
DAY_ORDERS = (
    ("ymd", pgettext_lazy("order of a date", "year/month/day")),
    ("dmy", pgettext_lazy("order of a date", "day/month/year")),
    ("mdy", pgettext_lazy("order of a date", "month/day/year")),
)
DECIMAL_MARKS = (("point", _("Point, as in 1,234.5")), ("comma", _("Comma, as in 1.234,5")))
SHORT_DURATIONS = (("m:ss", _("Minutes and seconds")), ("h:mm", _("Hours and minutes")))


class FileOptionsForm(forms.Form):
    """Only what differs from what was detected is kept in the mapping."""

    encoding = forms.ChoiceField(label=_("Character encoding"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=_("Delimiter"), choices=DELIMITERS, required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=_("Row with the column names"), min_value=0, required=False, help_text=_("0 when there is none.")
    )
    day_order = forms.ChoiceField(label=_("Order of dates"), choices=(DETECTED, *DAY_ORDERS), required=False)
    decimal_mark = forms.ChoiceField(label=_("Decimal mark"), choices=(DETECTED, *DECIMAL_MARKS), required=False)
    short_duration = forms.ChoiceField(label=_("12:30 means"), choices=(DETECTED, *SHORT_DURATIONS), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone of times without one"), required=False)

    def __init__(self, *args: Any, shape: FileShape | None, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = [("", zone), *((name, name) for name in sorted(available_timezones()) if "/" in name or name == "UTC")]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]
        sheets = shape.sheets if shape else ()
        self.fields["sheet"].choices = [DETECTED, *((name, name) for name in sheets)]  # type: ignore[attr-defined]
        if shape and shape.kind == "excel":
            del self.fields["encoding"], self.fields["delimiter"]
        if len(sheets) < 2:
            del self.fields["sheet"]
        self.questions = questions_of(shape) if shape else []
        for name in self.questions:
            self._ask(name)

    def _ask(self, name: str) -> None:
        """Put the choice as a question, without a default."""
        field: Any = self.fields[name]
        choices = [choice for choice in field.choices if choice[0]]
        field.widget = forms.RadioSelect(choices=choices)

    def options(self) -> dict[str, Any]:
        """What was said, as the `file` part of a mapping."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


def questions_of(shape: FileShape) -> list[str]:
    """Options that only a person can decide: the file can be read in two ways."""
    doubts = {
        "day_order": [column for column in shape.columns if column.day_order == "ambiguous"],
        "decimal_mark": [column for column in shape.columns if column.decimal_mark == "ambiguous"],
        "short_duration": [column for column in shape.columns if column.short_duration == "ambiguous"],
    }
    return [name for name, columns in doubts.items() if columns]
