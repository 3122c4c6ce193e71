"""`kaname people`: people and teams from a file."""

from pathlib import Path
from typing import Annotated, Any

import typer

from kaname.config.cli.ask import ask, people, show
from kaname.config.cli.folder import Data, Json

app = typer.Typer(help="People and teams.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """People and teams."""


@app.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="CSV, TSV or Excel file with one person per row.", exists=True)],
    name: Annotated[str | None, typer.Option(metavar="COL", help="Column with the person's name.")] = None,
    email: Annotated[str | None, typer.Option(metavar="COL", help="Column with the e-mail address.")] = None,
    team: Annotated[str | None, typer.Option(metavar="COL", help="Column with the team.")] = None,
    manager: Annotated[str | None, typer.Option(metavar="COL", help="Column with the manager's name.")] = None,
    role: Annotated[str | None, typer.Option(metavar="COL", help="Column with the role.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="COL", help="Column with the first day in the team; without it: for all time.")
    ] = None,
    day_order: Annotated[
        str | None, typer.Option(help="How dates like 1/4/2026 are meant: ymd, dmy or mdy. Asked only when unclear.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Create and update people and teams.

    Columns that are not named are detected from the header, but for team and manager: naming one of them says how
    people are put into teams, and only it counts.
    """
    columns = {
        "name": name,
        "email": email,
        "team": team,
        "manager": manager,
        "role": role,
        "since": since,
        "day_order": day_order,
    }
    answer = ask(
        "people import",
        data=data,
        doing="Importing people",
        path=str(file.absolute()),
        columns=columns,
        apply=not dry_run,
    )
    show(answer, as_json=as_json, words=say)


def say(answer: dict[str, Any]) -> None:
    people.print(
        f"created {answer['created']}, changed {answer['changed']}, moved {answer['moved']}, "
        f"unchanged {answer['unchanged']}, rejected {answer['rejected']}"
    )
    for kind in ("teams_created", "managers_created", "managers_promoted"):
        if names := answer[kind]:
            people.print(f"{kind.replace('_', ' ')}: {', '.join(names)}", highlight=False)
    for reject in answer["rejects"]:
        people.print(f"  row {reject['row']}, {reject['column']}: {reject['message']}", highlight=False, soft_wrap=True)
