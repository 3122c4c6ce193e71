"""What can be wrong with a report: stable codes, with words for the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaname.web.refusal import Refusal

MESSAGES = {
    "month_not_over": _("This month is not over yet. Look at it as a preview until then."),
    "nothing_to_report": _("There are no numbers of this month, so there is nothing to issue."),
    "reason_needed": _("Say why: everybody who reads the report sees the reason."),
    "reason_too_long": _("The reason can have up to {limit} characters."),
    "nothing_differs": _("All numbers are the same today, so there is nothing to correct."),
    "sheet_exists": _("{person} has a goal sheet for this period already."),
    "sheet_not_yours": _("Only the person and whoever manages them may do that."),
    "sheet_step_unknown": _("This sheet is not in the state for that. Look at it as it is now."),
    "sheet_empty": _("Write at least one goal before you submit the sheet."),
    "sheet_weights": _("The weights come to {total}; they have to come to 100%."),
    "sheet_targets": _("Every goal needs a name, and a target or a measure by which both will know."),
    "sheet_target_missing": _("Type what {measure} should come to in the whole period: no target says it yet."),
    "sheet_self_ratings": _("Rate every goal yourself before you hand the sheet in."),
    "sheet_manager_ratings": _("Rate every goal before you close the sheet."),
    "sheet_note_needed": _("Say what should change, so that it can be understood."),
    "sheet_rows_limit": _("A sheet has up to {most} goals."),
    "sheet_locked": _("The goals of this sheet are agreed. Send it back first."),
    "file_too_large": _("The file is larger than {most} MB. A goal sheet never is."),
    "file_no_workbook": _("This is no Excel workbook (.xlsx). Hand in the file that was downloaded here, filled in."),
    "file_with_macros": _("The workbook holds macros. Save it as .xlsx without macros and hand it in again."),
    "file_unsafe": _("The workbook is not built like one that Excel writes, and was not opened."),
    "file_unknown": _(
        "This is no goal sheet that was downloaded from here. Download the sheet, and fill that file in."
    ),
    "file_of_other": _("This file is the goal sheet of {person} for {period}, not this one. Open that sheet first."),
    "file_of_somebody": _("This file belongs to another goal sheet, not to this one."),
    "file_expired": _("What was compared is too old to be trusted. Hand the file in again."),
    "month_unreadable": _("“{text}” is no month. Write it like 2026-11."),
}


class ReportsError(Refusal):
    """Something about reports that cannot be done as asked; `code` is stable, `params` fill its sentence."""

    sentences = MESSAGES
