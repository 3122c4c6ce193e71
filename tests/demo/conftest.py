"""The default demo organisation, generated once for all tests that only look at it."""

import pandas as pd
import pytest
from demo.world_of_demo import demo, frames

from kaname.demo.world import World


@pytest.fixture(scope="session")
def world() -> World:
    return demo()


@pytest.fixture(scope="session")
def facts(world: World) -> dict[str, pd.DataFrame]:
    return frames(world)
