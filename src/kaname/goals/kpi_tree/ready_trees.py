"""KPI trees that many organisations start from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from kaname.facts.labels import Label
from kaname.goals.kpi_tree.branch import Branch


@dataclass(frozen=True)
class ReadyTree:
    """A tree of metrics of the catalogue; its pivot is the metric of the goals that it fits."""

    key: str
    name: Label
    about: Label
    tree: Branch

    @property
    def pivot(self) -> str:
        return self.tree.metric_key


@cache
def ready_trees() -> dict[str, ReadyTree]:
    """Every ready tree by key, in reading order."""
    data = yaml.safe_load(files(__package__).joinpath("ready_trees.yaml").read_text(encoding="utf-8"))
    return {
        key: ReadyTree(key, Label.of(one["name"]), Label.of(one["about"]), Branch.from_dict(one["tree"]))
        for key, one in data.items()
    }
