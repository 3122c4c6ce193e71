"""The library of suggestions and phrasings, and which of several ways to say a thing is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

import yaml


@cache
def _read(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(
        files("kaname.feedback.library").joinpath(name).read_text(encoding="utf-8")
    )
    return found


def suggestions_for(metric_key: str, *, language: str) -> list[str]:
    """Those of the metric, else those that serve any."""
    library = _read("suggestions.yaml")
    return [one[language] for one in library.get(metric_key, library["default"])]


def phrase(part: str, *, language: str, seed: str) -> str:
    """One way to say the part: always the same for the same seed, another for others."""
    ways: Sequence[str] = _read("phrases.yaml")[language][part]
    return ways[int(fingerprint(part, seed), 16) % len(ways)]


def fingerprint(*parts: str) -> str:
    """Sixteen letters that stand for the parts."""
    return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()
