"""What the page of a KPI tree says in its title."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kaname.goals.kpi_tree.node_lines import NodeLine
from kaname.goals.words import listed, quoted
from kaname.measures.tree.residual import Fit

HOLDS = frozenset({Fit.EXACT, Fit.SMALL})


def heading(pivot: NodeLine) -> str:
    """Whether the tree holds, and if not, where."""
    verdicts = [line.verdict for line in lines_of(pivot) if line.verdict is not None]
    params = {"name": pivot.name, "formula": pivot.formula}
    broken = [quoted(verdict.name) for verdict in verdicts if verdict.differs]
    if broken:
        return _("The tree does not reproduce %(names)s") % {"names": listed(dict.fromkeys(broken))}
    if not pivot.parts:
        return _("What makes up %(name)s?") % params
    if all(verdict.fit in HOLDS for verdict in verdicts):
        return _("%(name)s is %(formula)s, and the facts agree") % params
    return _("%(name)s is put together as %(formula)s") % params


def lines_of(line: NodeLine) -> Iterator[NodeLine]:
    """The line and all below it."""
    yield line
    for part in line.parts:
        yield from lines_of(part)
