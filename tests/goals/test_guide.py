"""What the guide shows can be done as it stands."""

import re
from pathlib import Path

import pytest

from kaname.goals.operations import import_metrics
from tests.goals.conftest import AT

GUIDE = Path(__file__).parents[2] / "docs/guide"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_yaml_of_the_guide_can_be_imported(db, language):
    text = (GUIDE / language / "metrics.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    result = import_metrics(example[1], apply=True, by=None, at=AT)
    assert (result.created, result.problems) == (4, ())
