"""The data folder of this call, and Django on top of it."""

import locale
import os
from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None,
    typer.Option("--data", envvar="KANAME_DATA", help="The folder that holds all data.", show_envvar=True),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of text for people.")]


def language() -> str:
    """Japanese where the terminal speaks Japanese, else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ja" if locale.normalize(spoken).startswith("ja") else "en"


def use(data: Path | None) -> Path:
    """Point this process at the data folder and return it. Must come before anything of Django."""
    from kaname.config.environment import Environment

    if data is not None:
        os.environ["KANAME_DATA"] = str(data.expanduser().absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "kaname.config.settings"
    return Environment.read().data


def prepare() -> None:
    """Start Django and bring the ledger to this version's shape."""
    import django
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.utils import translation

    django.setup()
    translation.activate(language())
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
