"""An installation for tests of the command."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from installations import Installation, installation


@pytest.fixture
def house(tmp_path: Path, prepared: Installation) -> Iterator[Installation]:
    """An installation with nothing in it yet."""
    with installation(tmp_path / "data", like=prepared) as empty:
        yield empty
