"""`kaname import`, `insights`, `backup`, `restore` and `check`: what goes into the data folder and out of it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from kaname.config.cli.ask import ask, people, show
from kaname.config.cli.folder import Data, Json, prepare, use


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, TSV or Excel file.", exists=True, dir_okay=False)],
    mapping: Annotated[Path, typer.Option(help="YAML file that says which column is what.", exists=True)],
    source: Annotated[str | None, typer.Option(help="Name of the source, instead of the mapping's.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, load nothing.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Import facts from a file. Rows with an error are listed in a file beside the reason; the good rows are in."""
    answer = ask(
        "import",
        data=data,
        doing=f"Importing {file.name}",
        path=str(file.absolute()),
        mapping=mapping.read_text(encoding="utf-8-sig"),
        source=source,
        dry_run=dry_run,
    )
    show(answer, as_json=as_json, words=say_import)


def say_import(answer: dict[str, Any]) -> None:
    people.print(
        f"read {answer['read']} rows: {answer['loaded']} facts loaded, {answer['replaced']} replaced, "
        f"{answer['unchanged']} unchanged, {answer['rejected']} rows rejected"
    )
    if answer["rejects_file"]:
        people.print(f"The rejected rows and why: {answer['rejects_file']}", highlight=False, soft_wrap=True)
    for kind in ("people", "teams"):
        if unknown := answer.get(f"unknown_{kind}"):
            people.print(f"Unknown {kind}: {', '.join(map(str, unknown))}", highlight=False)


def insights(data: Data = None, as_json: Json = False) -> None:
    """Compute outlooks, changes, effects and drivers that are out of date. A running server does so by itself."""
    answer = ask("insights", data=data, doing="Computing")
    show(answer, as_json=as_json, words=say_insights)
    if any(one["failure"] for one in answer):
        raise typer.Exit(1)


def say_insights(answer: list[dict[str, Any]]) -> None:
    for one in answer:
        people.print(
            f"{one['computed']}: {one['failure'] or 'computed'} ({one['seconds']} s)", highlight=False, soft_wrap=True
        )
    if not answer:
        people.print("Everything is up to date.")


def backup(
    file: Annotated[Path, typer.Argument(help="The zip file to write.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Write a consistent copy of everything, also while a server runs."""
    answer = ask("backup", data=data, doing="Copying", path=str(file.absolute()))
    show(
        answer,
        as_json=as_json,
        words=lambda said: people.print(f"Backed up to {said['file']} ({said['bytes']:,} bytes)."),
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `kaname backup` wrote.", exists=True, dir_okay=False)],
    replace: Annotated[
        bool, typer.Option("--replace", help="Move what is in the data folder aside first; it is kept.")
    ] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Put a backup into an empty data folder."""
    from kaname.config.commands.backup import unpack

    answer = unpack(file, use(data), replace=replace)
    prepare()
    show(answer, as_json=as_json, words=lambda said: people.print(f"Restored into {said['data']}."))


def check(data: Data = None, as_json: Json = False) -> None:
    """Say in words whether this installation is well and what to mend."""
    from kaname.config.commands.check import findings

    found = [vars(finding) for finding in findings(use(data))]
    show(found, as_json=as_json, words=say_findings)
    if any(finding["level"] == "problem" for finding in found):
        raise typer.Exit(1)


def say_findings(found: list[dict[str, str]]) -> None:
    signs = {"fine": "[green]✓[/]", "notice": "[yellow]![/]", "problem": "[bold red]✗[/]"}
    for finding in found:
        people.print(f"{signs[finding['level']]} {finding['text']}", highlight=False, soft_wrap=True)
