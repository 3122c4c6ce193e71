"""Values of a metric as people and programs ask for them: by names, within what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kaname.people.scope import Scope


def metric_values(
    key: str,
    *,
    since: date,
    until: date,
    by: Sequence[str],
    where: Mapping[str, Sequence[str]],
    scope: Scope | None = None,
) -> list[dict[str, Any]]:
    """See later."""
    raise NotImplementedError
