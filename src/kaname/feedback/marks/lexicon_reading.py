"""The lists of phrases of a language."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

import yaml


def lists_of(language: str) -> dict[str, list[str]]:
    """Phrases by the name of their list, as they are written in lexicon/<language>.yaml."""
    return cast("dict[str, list[str]]", _read(language))


@lru_cache(maxsize=2)
def rewordings_of(language: str) -> dict[str, Any]:
    """Rewordings: `forms` by the rule's key, `topics` with their words and what could be tried, and `else`."""
    return cast("dict[str, Any]", _read(f"rewordings_{language}"))


def _read(name: str) -> object:
    path = files("kaname.feedback.marks").joinpath("lexicon", f"{name}.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))
