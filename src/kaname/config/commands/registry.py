"""Commands by name, and the one place that runs them."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.utils import translation

from kaname.config.commands.problem import CommandProblem
from kaname.connectors.error import ConnectorError
from kaname.facts.errors import FactsError
from kaname.goals.errors import GoalsError
from kaname.imports.reasons import sentence
from kaname.people.errors import PeopleError

Progress = Callable[[int, int | None], None]
"""Called with what is done and, where it is known, what there is to do in all."""

COMMANDS = {
    "import": "kaname.config.commands.imports:import_file",
    "people import": "kaname.config.commands.people:import_people",
    "metric": "kaname.config.commands.metrics:values",
    "metrics list": "kaname.config.commands.metrics:listing",
    "metrics export": "kaname.config.commands.metrics:export",
    "metrics import": "kaname.config.commands.metrics:import_definitions",
    "goals export": "kaname.config.commands.goals:export",
    "goals import": "kaname.config.commands.goals:import_file",
    "insights": "kaname.config.commands.insights:compute",
    "backup": "kaname.config.commands.backup:backup",
}


def run(name: str, arguments: dict[str, Any], *, language: str, progress: Progress) -> Any:
    """Run a command and return what it answers, ready for JSON.

    Raises
    ------
    CommandProblem
        With a sentence in `language` for every failure that is not a fault of the program.
    """
    module, function = COMMANDS[name].split(":")
    with translation.override(language):
        try:
            return getattr(import_module(module), function)(progress=progress, **arguments)
        except (ConnectorError, FactsError) as error:
            raise CommandProblem(sentence(error)) from error
        except (PeopleError, GoalsError) as error:
            raise CommandProblem(str(error)) from error
