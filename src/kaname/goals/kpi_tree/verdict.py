"""Whether a node is what its parts make, month by month, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from kaname.goals.kpi_tree.months import past_months
from kaname.goals.kpi_tree.split import Split
from kaname.goals.kpi_tree.values import history_until
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.measures.periods import Period
from kaname.measures.tree.kpi_tree import KpiTree, TreeNode
from kaname.measures.tree.residual import Fit, Reproduction, Residuals, reproductions, residuals
from kaname.web.formats.quantities import percent, short
from kaname.web.formats.units import Unit

Values = NDArray[np.float64]
# A difference of many times the number itself is not told in percent.
FARTHEST = 10


@dataclass(frozen=True)
class VerdictMonth:
    """One month that can be told: the real value, what the parts make, and real − made. [unit of the metric]"""

    period: Period
    real: float
    computed: float
    difference: float
    differs: bool


@dataclass(frozen=True)
class Verdict:
    """How near the parts come in the months that can be told, oldest first."""

    name: str
    unit: Unit
    language: str
    fit: Fit
    months: tuple[VerdictMonth, ...]

    @property
    def differs(self) -> bool:
        return self.fit is Fit.DIFFERENT

    @cached_property
    def sentence(self) -> str:
        """Reproduces Revenue exactly in 24 of 24 months."""
        told = len(self.months)
        params = {"name": self.name, "count": sum(not month.differs for month in self.months), "months": told}
        match self.fit:
            case Fit.EXACT:
                return _("Reproduces %(name)s exactly in %(count)d of %(months)d months") % params
            case Fit.SMALL:
                return _("Reproduces %(name)s within 1%% in %(count)d of %(months)d months") % params
            case Fit.DIFFERENT:
                return self._different(params)
        return _("Whether it reproduces %(name)s cannot be told yet: no month has facts of all its parts.") % params

    def _different(self, params: dict[str, object]) -> str:
        worst = max(self.months, key=lambda month: abs(month.difference))
        params |= {"difference": short(abs(worst.difference), self.unit, language=self.language)}
        if abs(worst.difference) > FARTHEST * abs(worst.real):
            return _("Off by up to %(difference)s: reproduces %(name)s in only %(count)d of %(months)d months") % params
        params |= {"share": percent(abs(worst.difference / worst.real))}
        return (
            _("Off by up to %(difference)s (%(share)s): reproduces %(name)s in only %(count)d of %(months)d months")
            % params
        )


def verdict_of(
    key: str,
    row: int,
    found: Residuals,
    verdict: Reproduction,
    *,
    real: Values,
    months: Sequence[Period],
    reader: Reader,
) -> Verdict:
    """The verdict on the inner node in this row of the residuals; `real` are its own values, shape (n_months,)."""
    computed, difference = found.computed[row], found.absolute[row]
    told = [
        VerdictMonth(month, float(real[at]), float(computed[at]), float(difference[at]), bool(verdict.different[at]))
        for at, month in enumerate(months)
        if not verdict.unknown[at]
    ]
    definition = reader.definitions[key]
    return Verdict(
        metric_name(key, reader.definitions), reader.unit(definition), reader.language, verdict.fit, tuple(told)
    )


def verdicts_before(key: str, splits: Sequence[Split], *, goal: Goal, reader: Reader) -> list[Verdict]:
    """How well each way of putting the metric together would hold, before anybody chooses one."""
    keys = list(dict.fromkeys([key, *(part for split in splits for part in split.keys)]))
    past = past_months(
        keys,
        before=history_until(goal, reader),
        team=goal.team,
        definitions=reader.definitions,
        calendar=reader.calendar,
    )
    values = dict(zip(past.keys, past.values, strict=True))
    verdicts = []
    for split in splits:
        tree = _alone(split)
        found = residuals(tree, np.stack([values[one] for one in (key, *split.keys)]))
        (reproduction,) = reproductions(found)
        verdicts.append(verdict_of(key, 0, found, reproduction, real=values[key], months=past.periods, reader=reader))
    return verdicts


def _alone(split: Split) -> KpiTree:
    parts = tuple(range(1, len(split.keys) + 1))
    return KpiTree((TreeNode(split.operation, parts, split.weights), *(TreeNode() for _ in parts)))
