"""One noun per file; Django finds a package's models by importing them here."""

from kaname.reviews.models.agenda_template import AgendaTemplate
from kaname.reviews.models.daily_answer import DailyAnswer
from kaname.reviews.models.daily_report import DailyCorrection, DailyReport
from kaname.reviews.models.daily_rule import DailyRule
from kaname.reviews.models.decision import Decision
from kaname.reviews.models.follow_up import FollowUp
from kaname.reviews.models.kpi_check import KpiCheck, Outcome
from kaname.reviews.models.note import Note, NoteRevision
from kaname.reviews.models.passage import Passage, PassageKind
from kaname.reviews.models.rating import Rating
from kaname.reviews.models.review_meeting import ReviewMeeting
from kaname.reviews.models.series import Series
from kaname.reviews.models.topic import Topic

__all__ = [
    "AgendaTemplate",
    "DailyAnswer",
    "DailyCorrection",
    "DailyReport",
    "DailyRule",
    "Decision",
    "FollowUp",
    "KpiCheck",
    "Note",
    "NoteRevision",
    "Outcome",
    "Passage",
    "PassageKind",
    "Rating",
    "ReviewMeeting",
    "Series",
    "Topic",
]
