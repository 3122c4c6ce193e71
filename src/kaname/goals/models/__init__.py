"""One noun per file; Django finds a package's models by importing them here."""

from kaname.goals.models.metric import Metric
from kaname.goals.models.metric_change import MetricChange
from kaname.goals.models.metric_version import MetricVersion
from kaname.goals.models.target import Target, TargetFigures
from kaname.goals.models.target_revision import TargetRevision

__all__ = ["Metric", "MetricChange", "MetricVersion", "Target", "TargetFigures", "TargetRevision"]
