"""People and teams from a file."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from kaname.config.commands.registry import Progress


def import_people(*, path: str, columns: dict[str, Any], apply: bool, progress: Progress) -> dict[str, Any]:
    """Create and update people and teams, and tell the fact store."""
    from kaname.people.operations import PeopleColumns, publish_directory
    from kaname.people.operations import import_people as run
    from kaname.web.store import facts

    result = run(Path(path), columns=PeopleColumns(**columns), apply=apply, by=None, at=timezone.now())
    if apply:
        publish_directory(facts())
    return result.as_dict()
