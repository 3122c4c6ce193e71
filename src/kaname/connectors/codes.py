"""Every code a connector can give, with its params and an English sentence. A screen translates by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Code:
    """`params` are always all present; a param that is a sequence is shown joined by commas."""

    text: str
    params: tuple[str, ...] = ()


# One row, or one value in it, is not understood: the row is rejected and the rest goes on.
REJECT_CODES: Mapping[str, Code] = {
    "cells_missing": Code("The row has {found} cells where the header has {expected}.", ("found", "expected")),
    "cells_extra": Code("The row has {found} cells where the header has {expected}.", ("found", "expected")),
    "quote_open": Code("A quotation mark opens in this line and never closes."),
    "cell_error": Code("The cell holds the error {error}.", ("error",)),
    "value_missing": Code("This value is required and the cell is empty."),
    "id_missing": Code("The cell is empty, and the row is identified by it."),
    "date_unknown": Code("This is not a date in any form that is understood."),
    "date_impossible": Code("There is no such day."),
    "date_year": Code("The year {year} is out of range; days are from {first} to {last}.", ("year", "first", "last")),
    "date_order": Code("This is not a date in the order {order} of its column.", ("order",)),
    "date_ambiguous": Code(
        "This can be read as {readings}; write it like the others or say the order as file.day_order.", ("readings",)
    ),
    "date_weekday": Code("{day} is another day of the week.", ("day",)),
    "date_needed": Code("This is a time without a date."),
    "time_needed": Code("This is a day without a time of day, and a length of time is asked for."),
    "time_unknown": Code("This is not a time of day in any form that is understood."),
    "zone_unknown": Code("The time zone {zone} is not known.", ("zone",)),
    "number_unknown": Code("This is not a number in any form that is understood."),
    "number_unit": Code("The unit {unit} behind the number is not known.", ("unit",)),
    "number_percent": Code("This should be a number, not a percentage."),
    "number_ambiguous": Code(
        "This can be read as {readings}; write it like the others or say the mark as file.decimal_mark.", ("readings",)
    ),
    "number_mark": Code("This is not a number with the decimal mark {mark} of its column.", ("mark",)),
    "number_not_whole": Code("This should be a whole number."),
    "number_too_large": Code("This number has more than {digits} digits before the decimal mark.", ("digits",)),
    "number_too_fine": Code("This number has more than {digits} digits after the decimal mark.", ("digits",)),
    "duration_unknown": Code("This is not a length of time in any form that is understood."),
    "span_reversed": Code("The end {end} is before the start {start}.", ("start", "end")),
    "value_not_mapped": Code("The mapping does not list this value; it lists {listed}.", ("listed",)),
    "value_not_allowed": Code("This has to be one of {allowed}.", ("allowed",)),
}

# The file cannot be read as asked.
FILE_CODES: Mapping[str, Code] = {
    "file_unreadable": Code("The file cannot be opened: {reason}.", ("reason",)),
    "file_empty": Code("The file holds no rows."),
    "file_kind_unknown": Code("This is neither a text table nor an Excel workbook ({kind}).", ("kind",)),
    "cell_too_long": Code("A cell has more than {most} characters; this is no table of rows and columns.", ("most",)),
    "columns_too_many": Code("There are {found} columns, and {most} are read at most.", ("found", "most")),
    "encoding_unknown": Code("The character encoding cannot be told; name it as file.encoding."),
    "encoding_invalid": Code("There is no character encoding called {encoding}.", ("encoding",)),
    "encoding_broken": Code("Line {line} has bytes that are not {encoding} ({bytes}).", ("line", "bytes", "encoding")),
    "delimiter_invalid": Code("A delimiter is one character, not {delimiter}.", ("delimiter",)),
    "header_missing": Code("The file ends before its header row {row}.", ("row",)),
    "sheet_unknown": Code("There is no sheet {sheet}; there are {sheets}.", ("sheet", "sheets")),
    "workbook_unreadable": Code("The workbook cannot be read: {reason}.", ("reason",)),
    "workbook_too_large": Code(
        "Unpacked, the workbook has {size} MB, and {most} MB are read at most; save it as CSV.", ("size", "most")
    ),
    "workbook_errors": Code("The workbook has cells with errors, such as #N/A; mend them or save it as xlsx."),
    "workbook_protected": Code("The workbook is protected by a password; save it without one."),
    "column_unknown": Code(
        "There is no column {column}; the nearest is {suggestion}. The columns are {columns}.",
        ("column", "suggestion", "columns"),
    ),
    "id_without_column": Code("None of {id} is a column; the columns are {columns}.", ("id", "columns")),
    "day_order_ambiguous": Code(
        "The dates in {column} can be read as day/month or month/day ({samples}); say which as file.day_order.",
        ("column", "samples", "orders"),
    ),
    "day_order_conflict": Code(
        "The dates in {column} are in two orders: {first} in rows {first_rows}, {second} in rows {second_rows}.",
        ("column", "first", "first_rows", "second", "second_rows"),
    ),
    "decimal_mark_ambiguous": Code(
        "The numbers in {column} can have a decimal point or comma ({samples}); say which as file.decimal_mark.",
        ("column", "samples"),
    ),
    "currency_conflict": Code(
        "The amounts in {column} are in several currencies: {currencies}.", ("column", "currencies")
    ),
    "short_duration_ambiguous": Code(
        "The lengths of time in {column} can be read as m:ss or h:mm ({samples}); say which as file.short_duration.",
        ("column", "samples"),
    ),
    "decimal_mark_conflict": Code(
        "The numbers in {column} have a decimal point in rows {point_rows} and a decimal comma in rows {comma_rows}.",
        ("column", "point_rows", "comma_rows"),
    ),
}

# The mapping itself is wrong; `where` is the place in it, such as facts[0].stage.
MAPPING_CODES: Mapping[str, Code] = {
    "mapping_unreadable": Code("The mapping is not valid YAML: {reason}.", ("reason",)),
    "mapping_shape": Code("{where} should be {expected}.", ("where", "expected")),
    "mapping_key_missing": Code("{where} lacks {key}.", ("where", "key")),
    "mapping_key_unknown": Code(
        "{where} has no key {key}; the nearest is {suggestion}.", ("where", "key", "suggestion")
    ),
    "mapping_id_twice": Code(
        "{where} is the same as {other}, so that each fact would replace the other; add a word to one.",
        ("where", "other"),
    ),
    "mapping_zone_unknown": Code("{where} is {zone}, which is no time zone.", ("where", "zone")),
    "mapping_stream_unknown": Code(
        "{where} names the stream {stream}; there are {streams}.", ("where", "stream", "streams")
    ),
    "mapping_value_invalid": Code("{where} is {value}; it has to be one of {allowed}.", ("where", "value", "allowed")),
    "mapping_origin_unfit": Code("{where} cannot be read from {origin}.", ("where", "origin")),
    "mapping_literal_invalid": Code("The value {value} does not fit {where}: {reason}", ("where", "value", "reason")),
}

CODES: Mapping[str, Code] = {**REJECT_CODES, **FILE_CODES, **MAPPING_CODES}


def sentence(*, code: str, params: Mapping[str, Any]) -> str:
    """Return what happened as an English sentence."""
    return CODES[code].text.format(**{key: _shown(value) for key, value in params.items()})


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(str(item) for item in value) or "none"
    return str(value) or "none"
