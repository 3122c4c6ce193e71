"""Whether a change is a group's own, beside its peers: other teams, or other values of the same field."""

from __future__ import annotations

from typing import Any

import numpy as np

from kaname.insights.changes.groups import TEAM, Group
from kaname.insights.changes.setting import Setting
from kaname.insights.changes.why.basis import Basis
from kaname.insights.changes.why.reading import Cells, cells_by
from kaname.measures.effect import Series
from kaname.measures.noise import Outcome
from kaname.measures.periods import Period
from kaname.measures.why.cells import Kind
from kaname.measures.why.market import market_or_local

WHOLE = Group()


def beside_peers(
    basis: Basis, group: Group, stretches: tuple[Period, Period], setting: Setting
) -> dict[str, Any] | None:
    """Of counts and shares of a team or segment; None of anything else."""
    own = group.value if group.field else group.team
    if basis.kind not in (Kind.COUNT, Kind.SHARE) or not own:
        return None
    within = Group(team=group.team) if group.is_cell else WHOLE
    cells = cells_by(group.field or TEAM, basis, within, stretches, setting)
    if cells is None or own not in cells.keys:
        return None
    row = cells.keys.index(own)
    exposure, events = (_both(cells, name) for name in ("exposure", "events"))
    others = np.arange(len(cells.keys)) != row
    found = market_or_local(
        unit=Series(events[row], exposure[row]),
        peers=Series(events[others], exposure[others]),
        at=cells.before.exposure.shape[1],
        outcome=Outcome.SHARE if basis.kind is Kind.SHARE else Outcome.RATE,
    )
    return {"place": found.place.value, "n_peers": found.n_peers, "own": found.own, "market": found.market}


def _both(cells: Cells, name: str) -> np.ndarray:
    return np.hstack([getattr(cells.before, name), getattr(cells.after, name)])
