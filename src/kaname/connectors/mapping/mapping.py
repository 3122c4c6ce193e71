"""The mapping file: which columns become which fields of which streams. Its keys are in docs/guide, mapping.md."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from typing import Any

import yaml

from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.origins import FactMapping, FileOptions
from kaname.connectors.mapping.reading import read_mapping
from kaname.connectors.mapping.writing import facts_as_data, file_as_data


@dataclass(frozen=True)
class Mapping:
    """A source's name, what is known of its files, and the facts each row holds."""

    source: str
    facts: tuple[FactMapping, ...]
    file: FileOptions = field(default_factory=FileOptions)

    @classmethod
    def from_dict(cls, data: Dictionary[str, Any]) -> Mapping:
        """Read a mapping from plain data; raise ConnectorError naming the first place that is wrong."""
        source, file, facts = read_mapping(data=data)
        return cls(source=source, facts=facts, file=file)

    @classmethod
    def from_yaml(cls, text: str) -> Mapping:
        """Read a mapping from YAML. Every scalar is text, so that Yes, No, 0120 and 2026-04-01 stay what they are."""
        try:
            data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it builds strings, lists and mappings only
        except (yaml.YAMLError, RecursionError) as error:
            raise ConnectorError("mapping_unreadable", reason=" ".join(str(error).split())) from error
        return cls.from_dict(data)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data that `from_dict` reads back to an equal mapping."""
        file = file_as_data(file=self.file)
        return {"source": self.source, **({"file": file} if file else {}), "facts": facts_as_data(facts=self.facts)}

    def to_yaml(self) -> str:
        """Return the mapping as YAML, readable by people."""
        return yaml.safe_dump(self.to_dict(), allow_unicode=True, sort_keys=False)
