"""The kaname command."""

import os
import sys
import traceback

import typer

from kaname.config.cli import ask, data, goals, metrics, people, serve
from kaname.config.cli.folder import use
from kaname.config.commands.problem import CommandProblem

app = typer.Typer(
    name="kaname",
    help="KPI management as a loop: from files to right numbers on a live board.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(people.app, name="people")
app.add_typer(metrics.app, name="metrics")
app.add_typer(goals.app, name="goals")
app.command("up")(serve.up)
app.command("demo")(serve.demo)
app.command("import")(data.import_file)
app.command("metric")(metrics.metric)
app.command("insights")(data.insights)
app.command("backup")(data.backup)
app.command("restore")(data.restore)
app.command("check")(data.check)


def main() -> None:
    """Run the command; a problem is said in words and ends with its exit code."""
    os.umask(0o077)  # what is written here is for its owner alone, wherever the data folder stands
    try:
        app()
    except CommandProblem as problem:
        sys.exit(ask.fail(problem).exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # a fault of the program: the person gets a sentence, the file gets the rest
        sys.exit(ask.fail(CommandProblem(f"Kaname failed: {error}. The details are in {kept_details()}.")).exit_code)


def kept_details() -> str:
    """Write the present exception's traceback into the data folder and return the file's name."""
    file = use(None) / "errors.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as log:
        traceback.print_exc(file=log)
    return str(file)
