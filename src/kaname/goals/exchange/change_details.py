"""What the details of a decision in a file have to be, so that its sentence can be said."""

from __future__ import annotations

from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from kaname.goals.kpi_tree.branch import Branch
from kaname.goals.typed import LARGEST

NAMES = ("metric", "csf", "ready", "step", "team", "what", "initiative", "action", "outcome")
NUMBERS = ("fixed", "hours_each")
BRANCHES = ("before", "after")


def require_told(details: dict[str, Any], *, of_tree: bool) -> dict[str, Any]:
    """The details. Raises ValueError with the name of the first that is not what it has to be."""
    for name, value in details.items():
        if not _is_told(name, value, of_tree=of_tree):
            words = _("“%(name)s” is not written as in an export. Leave it out, or copy it from one.")
            raise ValueError(words % {"name": name})
    return details


def _is_told(name: str, value: Any, *, of_tree: bool) -> bool:
    if value is None:
        return True
    if name in BRANCHES:
        return _is_branch(value) if of_tree else isinstance(value, str)
    if name in NAMES:
        return isinstance(value, str)
    if name in NUMBERS:
        return isinstance(value, int | float) and isfinite(value) and abs(value) < LARGEST
    if name == "fields":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return name != "node" or isinstance(value, int)


def _is_branch(value: Any) -> bool:
    try:
        branches = list(Branch.from_dict(value).walk()) if isinstance(value, dict) else []
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return False
    return bool(branches) and all(isinstance(one.metric_key, str) for one in branches)
