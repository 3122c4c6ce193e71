"""Goals as YAML."""

from typing import Any

from django.utils import timezone

from kaname.config.commands.registry import Progress


def export(*, keys: list[str], progress: Progress) -> str:
    """These goals, or all of them, as YAML."""
    from kaname.goals.exchange.exporting import export_goals

    return export_goals(keys)


def import_file(*, text: str, apply: bool, create_missing: bool, replace: bool, progress: Progress) -> dict[str, Any]:
    """Bring in goals from YAML, or only tell what that would change; all of it or nothing."""
    from kaname.goals.exchange.importing import import_goals
    from kaname.goals.exchange.result_words import sentences
    from kaname.people.operations import publish_directory
    from kaname.web.store import facts

    result = import_goals(
        text, apply=apply, create_missing=create_missing, replace_changed=replace, by=None, at=timezone.now()
    )
    if result.applied and result.adds_people:
        publish_directory(facts())
    accepted = result.accepted(create_missing=create_missing, replace=replace)
    return {**result.as_dict(), "accepted": accepted, "said": sentences(result)}
