"""Why a file cannot be read, in words for the page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaname.connectors.error import ConnectorError

WORDS = {
    "file_unreadable": _("The file cannot be opened: {reason}."),
    "file_empty": _("The file holds no rows."),
    "file_kind_unknown": _("This is neither a text table nor an Excel workbook ({kind}). Save it as CSV or .xlsx."),
    "encoding_unknown": _("The character encoding cannot be told. Save the file as UTF-8 and try again."),
    "encoding_broken": _("Line {line} has characters that are not {encoding}. Save the file as UTF-8 and try again."),
    "quote_open": _("A quotation mark opens in line {line} and never closes."),
    "row_too_long": _("The row that starts in line {line} is too long. A quotation mark may be missing."),
    "header_missing": _("The file has no header. Its first row has to name the columns."),
    "workbook_unreadable": _("The workbook cannot be read: {reason}."),
    "workbook_protected": _("The workbook is protected by a password. Save it without one."),
}


def words_for(error: ConnectorError) -> str:
    """The reader's language where there is a sentence for it."""
    return str(WORDS[error.code]).format(**error.params) if error.code in WORDS else str(error)
