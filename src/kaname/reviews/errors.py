"""What can be wrong with a review: stable codes, with words for the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaname.web.refusal import Refusal

MESSAGES = {
    "rule_unreadable": _("This is no rule that can be read. Write it like {example}."),
    "rule_without_days": _("This rule gives no day within two years. Choose another one."),
    "dates_reversed": _("The first day has to be before the last."),
    "two_needed": _("A 1on1 is of two different people. Choose both."),
    "nobody_takes_part": _("Choose who takes part: a team or people."),
    "client_needed": _("Say which client the meeting is with."),
    "not_yours_to_lead": _("Only whoever leads this review or manages its team may do that."),
    "not_yours_to_see": _("You may only choose teams and people whose numbers you see."),
    "meeting_closed": _("This review is closed. Open it again first."),
    "meeting_not_closed": _("This review is not closed."),
    "meeting_cancelled": _("This review was cancelled. Take that back first."),
    "meeting_not_cancelled": _("This review was not cancelled."),
    "note_needed": _("Say why, so that whoever takes part can read it."),
    "text_needed": _("Write down what it is."),
    "text_too_long": _("This text can have up to {limit} characters."),
    "owner_elsewhere": _("Choose somebody who takes part in this review."),
    "rating_by_member": _("The member of a 1on1 answers how it helped."),
    "rating_out_of_range": _("Choose a number from 1 to 5."),
    "revision_unknown": _("This note has no such revision."),
    "hours_counted_already": _("The hours of this series count as meeting time already."),
    "hours_taken": _("Another series counts as this entry already."),
    "sections_needed": _("An agenda has at least one section."),
    "section_unknown": _("There is no section called {section}."),
    "name_needed": _("Give it a name."),
    "not_a_client_meeting": _("Only a client meeting has a page for the client."),
    "series_ended": _("This series has ended."),
    "daily_in_future": _("A report is of a day that has come. Choose today or an earlier day."),
    "daily_submitted": _("This report is submitted. Corrections are made on its page and stay visible."),
    "daily_not_submitted": _("This report is a draft and not submitted yet."),
    "daily_not_yours": _("Only its author corrects a daily report."),
    "daily_empty": _("Write down what was learned, what is planned or what is open before you submit."),
    "daily_changed_elsewhere": _(
        "This report was changed in another window. What you typed stands here, what is kept beside it: "
        "put together what you want, and save again."
    ),
    "check_reason_needed": _("Say why, so that it can be understood in a year."),
    "check_not_yours": _("Only who sets the targets of this goal decides about its KPIs."),
    "check_kpi_given_up": _("This is no KPI any more."),
    "occurrence_unknown": _("This series has no meeting on that day."),
}


class ReviewsError(Refusal):
    """Something that cannot be done as asked; `code` is stable, `params` fill its sentence."""

    sentences = MESSAGES
