"""Files made of what a test says, and what becomes of them."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest

from kaname.connectors.files import read
from kaname.connectors.mapping.mapping import Mapping

TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass
class Outcome:
    """The facts of a file as dictionaries by stream, and its rejects."""

    facts: dict[str, list[dict]] = field(default_factory=dict)
    rejects: list = field(default_factory=list)
    rows_read: int = 0

    def only(self, *keys, stream=None):
        """Return the values of some fields of the facts of a stream, the only one if none is named."""
        facts = self.facts[stream] if stream else next(iter(self.facts.values()), [])
        return [fact[keys[0]] if len(keys) == 1 else tuple(fact[key] for key in keys) for fact in facts]

    @property
    def reasons(self):
        """Return (row, column, code) of each reject."""
        return [(reject.row, reject.column, reject.code) for reject in self.rejects]


@pytest.fixture
def file(tmp_path):
    """Write a text file and return its path."""

    def write(text, *, encoding="utf-8", name="data.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


@pytest.fixture
def outcome():
    """Read a file with a mapping given as YAML or as a dictionary."""

    def run(path, mapping, *, zone=TOKYO):
        mapping = Mapping.from_yaml(mapping) if isinstance(mapping, str) else mapping
        mapping = Mapping.from_dict(mapping) if isinstance(mapping, dict) else mapping
        result = Outcome()
        for chunk in read(path, mapping=mapping, zone=zone):
            result.rows_read += chunk.rows_read
            result.rejects += chunk.rejects
            for stream, batch in chunk.records:
                batch.validate(full=True)
                result.facts.setdefault(stream, []).extend(batch.to_pylist())
        return result

    return run
