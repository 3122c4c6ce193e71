"""A mapping in the making as YAML, complete or not."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from typing import Any

import yaml

from kaname.connectors.mapping.mapping import Mapping
from kaname.imports.drafts import plain


def as_yaml(data: Dictionary[str, Any]) -> str:
    """The mapping as people read it."""
    shown = {key: value for key, value in data.items() if value not in ({}, None)}
    return yaml.safe_dump(shown, allow_unicode=True, sort_keys=False)


def from_yaml(text: str) -> dict[str, Any]:
    """Plain data of a mapping that is complete.

    Raises
    ------
    ConnectorError
        Naming the first place that is wrong.
    """
    return dict(plain(Mapping.from_yaml(text).to_dict()))
