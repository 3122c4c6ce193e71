"""What connectors and the fact store report by code, as sentences that say what was expected and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

Sentences = Mapping[str, Promise]


class Coded(Protocol):
    """An error or a reject: a stable code with its params."""

    code: str
    params: Any


ROW_SENTENCES: Sentences = {
    "cells_missing": _("The row has {found} cells, the header has {expected}. Add what is missing, or leave it empty."),
    "cells_extra": _(
        "The row has {found} cells, the header has {expected}. Put quotation marks around a value that contains the "
        "delimiter, or remove what is too much."
    ),
    "quote_open": _("A quotation mark opens in this line and never closes. Close it, or remove it."),
    "cell_error": _("The cell holds the spreadsheet error {error}. Correct the formula, or type the value."),
    "value_missing": _("This cell is empty, and the value is needed. Fill it in."),
    "id_missing": _("This cell is empty, and the row is recognised by it. Fill it in."),
    "date_unknown": _("This cannot be read as a date. Write it as 2026-04-01, 2026/4/1 or 2026年4月1日."),
    "date_impossible": _("There is no such day in the calendar. Correct the day or the month."),
    "date_year": _("The year {year} is out of range; days can be from {first} to {last}. Correct the year."),
    "date_order": _("This is no date in the order of its column, {order}. Write it as the others, or as 2026-04-01."),
    "date_ambiguous": _(
        "This can be read as {readings}. Write it as the others of its column, or say the order of dates for the file."
    ),
    "date_weekday": _("{day} is another day of the week than is written here. Correct one of them."),
    "time_needed": _("This is a day without a time of day, and a length of time is asked for. Write 2026-04-01 13:30."),
    "date_needed": _("This is a time without a date. Write both, such as 2026-04-01 13:30."),
    "time_unknown": _("This cannot be read as a time of day. Write it as 13:30 or 13:30:00."),
    "zone_unknown": _("The time zone {zone} is not known. Write it as +09:00 or Asia/Tokyo."),
    "number_unknown": _("This cannot be read as a number. Write digits, such as 1234, 1,234円 or 1.2万."),
    "number_unit": _("The unit {unit} behind the number is not known. Write the number without it."),
    "number_percent": _("This is a percentage where a number is needed. Write the number itself."),
    "number_ambiguous": _(
        "This can be read as {readings}. Write it as the others of its column, or say the decimal mark for the file."
    ),
    "number_mark": _("This does not fit the decimal mark of its column, the {mark}. Write it as the others."),
    "number_not_whole": _("A whole number is needed here. Remove what stands after the decimal mark."),
    "number_too_large": _("This number has more than {digits} digits before the decimal mark. Correct it."),
    "number_too_fine": _(
        "This number has more than {digits} digits after the decimal mark. Shorten it, or allow rounding in the "
        "mapping."
    ),
    "duration_unknown": _("This cannot be read as a length of time. Write it as 3:20, 3分20秒 or 200 seconds."),
    "span_reversed": _("The end, {end}, is before the start, {start}. Correct one of them."),
    "value_not_mapped": _("The mapping does not say what this value means; it lists {listed}. Add it to the mapping."),
    "value_not_allowed": _("This has to be one of {allowed}. Correct the value, or translate it in the mapping."),
}

FILE_SENTENCES: Sentences = {
    "file_unreadable": _("The file cannot be opened: {reason}. Check that it is there and complete."),
    "file_empty": _("The file holds no rows. Export it again, and check that it has a header and rows below it."),
    "file_kind_unknown": _("This is neither a text table nor an Excel workbook ({kind}). Save it as CSV or .xlsx."),
    "cell_too_long": _(
        "A cell has more than {most} characters, so this does not look like a table. Check that it is the right file."
    ),
    "columns_too_many": _("There are {found} columns, and {most} are read at most. Leave out those you do not need."),
    "encoding_unknown": _("The character encoding cannot be told. Choose it, such as UTF-8 or CP932 (Shift_JIS)."),
    "encoding_invalid": _("There is no character encoding called {encoding}. Choose one such as UTF-8 or CP932."),
    "encoding_broken": _(
        "Line {line} has bytes that are not {encoding} ({bytes}). Choose another encoding, or export the file again."
    ),
    "delimiter_invalid": _("A delimiter is one character, not {delimiter}. Choose comma, tab, semicolon or another."),
    "header_missing": _("The file ends before its header row {row}. Choose the row that holds the column names."),
    "sheet_unknown": _("There is no sheet {sheet}. Choose one of these: {sheets}."),
    "workbook_unreadable": _("The workbook cannot be read: {reason}. Save it again as .xlsx, or as CSV."),
    "workbook_too_large": _(
        "Unpacked, the workbook has {size} MB, and {most} MB are read at most. Save it as CSV: text files may be of "
        "any size."
    ),
    "workbook_errors": _("The workbook has cells with errors, such as #N/A. Correct them, or save it as .xlsx."),
    "workbook_protected": _("The workbook is protected by a password. Save it without one."),
    "column_unknown": _("There is no column {column}; did you mean {suggestion}? The columns are {columns}."),
    "id_without_column": _("None of {id} is a column, so rows cannot be told apart. The columns are {columns}."),
    "day_order_ambiguous": _(
        "The dates in {column} can be read as day/month or month/day ({samples}). Say which, as file.day_order."
    ),
    "day_order_conflict": _(
        "The dates in {column} are in two orders: {first} in rows {first_rows}, {second} in rows {second_rows}. "
        "Correct the file."
    ),
    "currency_conflict": _(
        "The amounts in {column} are in several currencies: {currencies}. Keep one of them, that of the organisation."
    ),
    "decimal_mark_ambiguous": _(
        "The numbers in {column} can be read with a decimal point or a decimal comma ({samples}). Say which, as "
        "file.decimal_mark."
    ),
    "short_duration_ambiguous": _(
        "The lengths of time in {column} can be read as m:ss or h:mm ({samples}). Say which, as file.short_duration."
    ),
    "decimal_mark_conflict": _(
        "The numbers in {column} have a decimal point in rows {point_rows} and a decimal comma in rows {comma_rows}. "
        "Correct the file."
    ),
}

MAPPING_SENTENCES: Sentences = {
    "mapping_unreadable": _("The mapping is not valid YAML: {reason}"),
    "mapping_shape": _("In the mapping, {where} should be {expected}."),
    "mapping_key_missing": _("In the mapping, {where} lacks {key}. Say which column holds it."),
    "mapping_key_unknown": _("In the mapping, {where} has no key {key}; did you mean {suggestion}?"),
    "mapping_id_twice": _(
        "In the mapping, {where} identifies facts just as {other} does, so that one would replace the other. Add a "
        "fixed word to one of them."
    ),
    "mapping_zone_unknown": _("In the mapping, {where} is {zone}, which is no time zone. Write it as Asia/Tokyo."),
    "mapping_stream_unknown": _("In the mapping, {where} names the kind of fact {stream}; there are {streams}."),
    "mapping_value_invalid": _("In the mapping, {where} is {value}; it has to be one of {allowed}."),
    "mapping_origin_unfit": _("In the mapping, {where} cannot be read from {origin}."),
    "mapping_literal_invalid": _("In the mapping, the fixed value {value} does not fit {where}: {reason}"),
}

RUN_SENTENCES: Sentences = {
    "unexpected": _(
        "Something unexpected happened ({error}). Nothing was loaded. Try again; the log of the server says more."
    ),
    "file_gone": _("The file is no longer kept. Upload it again."),
    "server_stopped": _(
        "The server stopped every time while this was imported. Nothing was loaded. Is there enough memory?"
    ),
    "process_stopped": _("The command was stopped before it was done. Nothing was loaded. Run it again."),
    "import_cancelled": _("The import was cancelled. Nothing was loaded."),
}

SENTENCES: Sentences = {**ROW_SENTENCES, **FILE_SENTENCES, **MAPPING_SENTENCES, **RUN_SENTENCES}

WITHOUT_SUGGESTION: Sentences = {
    "column_unknown": _("There is no column {column}. The columns are {columns}."),
    "mapping_key_unknown": _("In the mapping, {where} has no key {key}."),
}

WORDS: Mapping[str, Mapping[str, Promise]] = {
    "order": {
        "ymd": pgettext_lazy("order of a date", "year/month/day"),
        "dmy": pgettext_lazy("order of a date", "day/month/year"),
        "mdy": pgettext_lazy("order of a date", "month/day/year"),
    },
    "mark": {
        "point": pgettext_lazy("decimal mark", "point"),
        "comma": pgettext_lazy("decimal mark", "comma"),
    },
    "expected": {
        "text": _("text"),
        "text that is not empty": _("text that is not empty"),
        "text; put yes, no, on and off in quotation marks": _("text; put yes, no, on and off in quotation marks"),
        "a list": _("a list"),
        "a list with one fact or more": _("a list with one fact or more"),
        "a list with one column or more": _("a list with one column or more"),
        "a mapping of keys to values": _("keys with values"),
        "a whole number": _("a whole number"),
        "a column of days and one of times": _("a column of days and one of times"),
        "given either day or occurred_at, not both": _("given either day or occurred_at, not both"),
    },
}
WORDS = {**WORDS, "first": WORDS["order"], "second": WORDS["order"]}


def reason(*, code: str, params: Mapping[str, Any]) -> str:
    """The sentence of a code in the language in force; a code without one is named."""
    plain = WITHOUT_SUGGESTION if not params.get("suggestion") and code in WITHOUT_SUGGESTION else SENTENCES
    text = plain.get(code)
    if text is None:
        return code
    return str(text).format(**{name: shown(name, value) for name, value in params.items()})


def sentence(error: Coded) -> str:
    """The sentence of an error; one whose code has none speaks for itself."""
    return reason(code=error.code, params=error.params) if error.code in SENTENCES else str(error)


def shown(name: str, value: Any) -> str:
    """A param as people write it: lists with commas, known words in the language in force."""
    if isinstance(value, list | tuple):
        return pgettext("between the items of a list", ", ").join(shown(name, item) for item in value)
    return str(WORDS.get(name, {}).get(str(value), value))
