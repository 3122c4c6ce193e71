"""What was done to a KPI tree, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaname.goals.kpi_tree.branch import Branch
from kaname.goals.kpi_tree.changing import TreeStep
from kaname.goals.kpi_tree.ready_trees import ready_trees
from kaname.goals.kpi_tree.split import Definitions, Split
from kaname.goals.models import GoalChange
from kaname.goals.words import metric_name, name_of, quoted


def change_words(change: GoalChange, definitions: Definitions) -> str:
    """One sentence for a change of the kind TREE_CHANGED."""
    details = change.details
    params = {
        "metric": quoted(metric_name(details.get("metric", ""), definitions)),
        "formula": quoted(_formula(details.get("after"), definitions)),
        "ready": quoted(_ready(details.get("ready", ""))),
    }
    match details.get("step"):
        case TreeStep.READY_TREE:
            return _("The ready-made tree %(ready)s was used.") % params
        case TreeStep.SPLIT | TreeStep.CHANGED:
            return _("%(metric)s is put together as %(formula)s.") % params
        case TreeStep.REMOVED:
            return _("What was below %(metric)s was removed.") % params
        case TreeStep.MOVED:
            return _("The parts of %(metric)s stand in another order.") % params
        case TreeStep.UNDONE:
            return _("A change below %(metric)s was undone.") % params
    return _("The tree begins anew with %(metric)s.") % params


def _formula(after: dict[str, object] | None, definitions: Definitions) -> str:
    branch = Branch.from_dict(after) if after else None
    if branch is None or branch.operation is None:
        return ""
    return Split(branch.operation, branch.keys, branch.weights).formula(definitions)


def _ready(key: str) -> str:
    found = ready_trees().get(key)
    return name_of(found.name) if found else key
