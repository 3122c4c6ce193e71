"""Browser assets, collected once per version into the data folder."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command


def collect() -> None:
    """Collect and compress the assets unless this very set is collected already."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    if (seen := fingerprint()) != (mark.read_text() if mark.exists() else ""):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        mark.write_text(seen)


def fingerprint() -> str:
    """What the asset files are now, by name, size and time of change."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
