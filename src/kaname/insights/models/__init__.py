"""One noun per file; Django finds a package's models by importing them here."""

from kaname.insights.models.change import Change, ChangeDecision, ChangeState, Reason
from kaname.insights.models.computation import Computation, Subject
from kaname.insights.models.driver import Driver
from kaname.insights.models.driver_dismissal import DriverDismissal
from kaname.insights.models.driver_search import DriverSearch
from kaname.insights.models.event import Event
from kaname.insights.models.goal_outlook import GoalOutlook
from kaname.insights.models.outlook import Outlook, Verdict
from kaname.insights.models.past_outlook import PastOutlook
from kaname.insights.models.scenario import Scenario
from kaname.insights.models.tried_effect import TriedEffect, TriedKind, TriedVerdict
from kaname.insights.models.watching import Watching

__all__ = [
    "Change",
    "ChangeDecision",
    "ChangeState",
    "Computation",
    "Driver",
    "DriverDismissal",
    "DriverSearch",
    "Event",
    "GoalOutlook",
    "Outlook",
    "PastOutlook",
    "Reason",
    "Scenario",
    "Subject",
    "TriedEffect",
    "TriedKind",
    "TriedVerdict",
    "Verdict",
    "Watching",
]
