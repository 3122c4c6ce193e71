"""An installation for tests of the command."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from installations import Installation, installation


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Installation]:
    """A fresh installation."""
    with installation(tmp_path / "data") as fresh:
        yield fresh
