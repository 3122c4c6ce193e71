"""One noun per file; Django finds a package's models by importing them here."""

from kaname.goals.models.action import Action, ActionOwner, OnClosed
from kaname.goals.models.action_tick import ActionTick
from kaname.goals.models.calendar_feed import CalendarFeed
from kaname.goals.models.csf import Csf
from kaname.goals.models.csf_selection import CsfSelection
from kaname.goals.models.goal import Goal
from kaname.goals.models.goal_change import GoalChange
from kaname.goals.models.initiative import Initiative
from kaname.goals.models.kpi import MOST_KPIS, Kpi
from kaname.goals.models.metric import Metric
from kaname.goals.models.metric_change import MetricChange
from kaname.goals.models.metric_version import MetricVersion
from kaname.goals.models.node import Node
from kaname.goals.models.planned_target import PlannedTarget
from kaname.goals.models.target import Target, TargetFigures
from kaname.goals.models.target_notice import TargetNotice
from kaname.goals.models.target_proposal import TargetProposal
from kaname.goals.models.target_revision import TargetRevision
from kaname.goals.models.worksheet_cell import WorksheetCell

__all__ = [
    "MOST_KPIS",
    "Action",
    "ActionOwner",
    "ActionTick",
    "CalendarFeed",
    "Csf",
    "CsfSelection",
    "Goal",
    "GoalChange",
    "Initiative",
    "Kpi",
    "Metric",
    "MetricChange",
    "MetricVersion",
    "Node",
    "OnClosed",
    "PlannedTarget",
    "Target",
    "TargetFigures",
    "TargetNotice",
    "TargetProposal",
    "TargetRevision",
    "WorksheetCell",
]
