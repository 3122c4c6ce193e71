"""What other slices and pages change about metrics and targets."""

from kaname.goals.defining import archive_metric, change_metric, create_metric, move_metric, restore_metric, show_metric
from kaname.goals.metrics_exchange import MetricsImport, export_metrics, import_metrics
from kaname.goals.setting import restore_target, revise_target, set_target, withdraw_target

__all__ = [
    "MetricsImport",
    "archive_metric",
    "change_metric",
    "create_metric",
    "export_metrics",
    "import_metrics",
    "move_metric",
    "restore_metric",
    "restore_target",
    "revise_target",
    "set_target",
    "show_metric",
    "withdraw_target",
]
