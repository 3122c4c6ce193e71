"""What the environment says, with safe defaults. The only place that reads KANAME_* variables."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from platformdirs import user_data_path

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Environment:
    """Settings a person may change from outside; see docs/guide for what each means."""

    data: Path
    database_url: str
    debug: bool
    allowed_hosts: tuple[str, ...]
    trusted_origins: tuple[str, ...]
    behind_https: bool
    facts_memory: str
    mail_url: str
    mail_from: str
    base_url: str

    @classmethod
    def read(cls, variables: Mapping[str, str] = os.environ) -> "Environment":
        """Read the variables; empty ones count as absent."""

        def text(name: str, default: str = "") -> str:
            return variables.get(f"KANAME_{name}", "").strip() or default

        def words(name: str) -> tuple[str, ...]:
            return tuple(word.strip() for word in text(name).split(",") if word.strip())

        return cls(
            data=Path(text("DATA") or user_data_path("kaname", appauthor=False)).expanduser().absolute(),
            database_url=text("DATABASE_URL"),
            debug=text("DEBUG").lower() in TRUE,
            allowed_hosts=words("ALLOWED_HOSTS"),
            trusted_origins=words("TRUSTED_ORIGINS"),
            behind_https=text("HTTPS").lower() in TRUE,
            facts_memory=text("FACTS_MEMORY", "256MB"),
            mail_url=text("MAIL_URL"),
            mail_from=text("MAIL_FROM", "kaname@localhost"),
            base_url=(text("BASE_URL") or next(iter(words("TRUSTED_ORIGINS")), "http://localhost:8000")).rstrip("/"),
        )


def mail_settings(url: str) -> dict[str, object]:
    """Django's mail settings of smtp://user:password@host:port (smtps:// for TLS from the start)."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.port not in (25, 1025),
    }


TRUE = frozenset({"1", "true", "yes", "on"})


def secret_key(data: Path) -> str:
    """The installation's secret, made on first use and readable by its owner alone."""
    return kept_secret(data / "secret-key")


def kept_secret(path: Path) -> str:
    """The secret kept in `path`; made there with mode 0600 when it is not there yet."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secret := secrets.token_urlsafe(48))
    return secret
