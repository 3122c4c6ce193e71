"""Facts from a file."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from kaname.config.commands.registry import Progress


def import_file(*, path: str, mapping: str, source: str | None, dry_run: bool, progress: Progress) -> dict[str, Any]:
    """Import `path` by the mapping (YAML text)."""
    from kaname.imports.operations import import_file as run

    result = run(Path(path), mapping, source=source, dry_run=dry_run, by=None, at=timezone.now(), progress=progress)
    return result.as_dict()
