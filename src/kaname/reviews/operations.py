"""What other slices and pages change about reviews."""

from kaname.reviews.agenda_editing import archive_template, change_template, make_template
from kaname.reviews.client import share
from kaname.reviews.closing import close, reopen
from kaname.reviews.notes.keeping import Typed, keep, restore_revision
from kaname.reviews.outcomes.recording import (
    Decided,
    agree,
    complete,
    decide,
    link_revision,
    put_topic,
    rate,
    talk_about,
    withdraw_decision,
    withdraw_follow_up,
)
from kaname.reviews.scheduling.changing import cancel, move, restore
from kaname.reviews.scheduling.hours import count_hours, uncount_hours
from kaname.reviews.scheduling.opening import open_occurrence
from kaname.reviews.scheduling.series import (
    Cadence,
    Plan,
    begin_series,
    change_series,
    end_series,
    plan_meeting,
    resume_series,
)

__all__ = [
    "Cadence",
    "Decided",
    "Plan",
    "Typed",
    "agree",
    "archive_template",
    "begin_series",
    "cancel",
    "change_series",
    "change_template",
    "close",
    "complete",
    "count_hours",
    "decide",
    "end_series",
    "keep",
    "link_revision",
    "make_template",
    "move",
    "open_occurrence",
    "plan_meeting",
    "put_topic",
    "rate",
    "reopen",
    "restore",
    "restore_revision",
    "resume_series",
    "share",
    "talk_about",
    "uncount_hours",
    "withdraw_decision",
    "withdraw_follow_up",
]
