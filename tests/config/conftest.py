"""An installation for tests of the command."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from config.command_world import DEALS, MAPPING, PEOPLE
from installations import Installation, installation


@pytest.fixture
def house(tmp_path: Path, prepared: Installation) -> Iterator[Installation]:
    """An installation with nothing in it yet."""
    with installation(tmp_path / "data", like=prepared) as empty:
        yield empty


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in {"people.csv": PEOPLE, "deals.csv": DEALS, "mapping.yaml": MAPPING}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path
