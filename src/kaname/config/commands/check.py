"""What `kaname check` looks at, each finding in words."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from kaname.config.owner import owner_of

LEAST_FREE_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: level is fine, notice or problem."""

    level: str
    text: str


def findings(data: Path) -> list[Finding]:
    """Look at the folder first: without it, nothing else can be looked at."""
    from kaname.config.cli.folder import prepare

    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        (data / ".writable").touch()
        (data / ".writable").unlink()
    except OSError as error:
        return [
            Finding("problem", f"The data folder {data} cannot be written: {error.strerror}. Choose one with --data.")
        ]
    try:
        prepare()
    except Exception as error:  # whatever keeps Django from starting is the finding
        return [Finding("problem", f"Kaname cannot start with these settings: {error}")]
    return [*folder_findings(data), *settings_findings(), *ledger_findings(), *facts_findings(data)]


def folder_findings(data: Path) -> Iterator[Finding]:
    yield Finding("fine", _("All data is in %(folder)s.") % {"folder": data})
    mode = (data / "secret-key").stat().st_mode & 0o777
    if mode & 0o077:
        yield Finding(
            "problem",
            _("Others on this machine can read the secret key: run chmod 600 %(file)s.")
            % {"file": data / "secret-key"},
        )
    free = shutil.disk_usage(data).free
    if free < LEAST_FREE_BYTES:
        yield Finding(
            "problem", _("Only %(free)d MB of disk are free; imports and backups may fail.") % {"free": free // 10**6}
        )


def settings_findings() -> Iterator[Finding]:
    from django.conf import settings

    if settings.DEBUG:
        yield Finding(
            "problem",
            _("KANAME_DEBUG is on: errors show internals to everybody. Unset it where others can reach this."),
        )
    reachable = [host for host in settings.ALLOWED_HOSTS if host not in ("localhost", "127.0.0.1", "[::1]")]
    if reachable and not getattr(settings, "SESSION_COOKIE_SECURE", False):
        yield Finding(
            "problem",
            _(
                "Others reach this server as %(hosts)s without HTTPS: passwords travel readable. "
                "Put a proxy with HTTPS in front and set KANAME_HTTPS=1."
            )
            % {"hosts": ", ".join(reachable)},
        )
    if not reachable:
        yield Finding("fine", _("Only this machine can reach the server. KANAME_ALLOWED_HOSTS names others."))


def ledger_findings() -> Iterator[Finding]:
    from django.db import connection

    from kaname.people.models import Person

    people = Person.objects.count()
    yield Finding(
        "fine",
        _("The ledger (%(kind)s) answers and knows %(people)d people.") % {"kind": connection.vendor, "people": people},
    )


def facts_findings(data: Path) -> Iterator[Finding]:
    from kaname.facts.errors import FactsError
    from kaname.web import store

    if owner := owner_of(data):
        yield Finding("fine", _("A server runs at %(url)s and owns the fact store.") % {"url": owner.url})
        return
    try:
        revision = store.facts().revision
    except FactsError as error:
        yield Finding("problem", _("The fact store cannot be opened: %(why)s") % {"why": error})
    else:
        yield Finding("fine", _("The fact store opens (revision %(revision)d).") % {"revision": revision})
    finally:
        store.close()
