"""`kaname metrics` and `kaname metric`: definitions, and the numbers they give."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from kaname.config.cli.ask import ask, people, show
from kaname.config.cli.folder import Data, Json
from kaname.config.commands.problem import CommandProblem

app = typer.Typer(help="The definitions of the numbers.", no_args_is_help=True)
DAY = ["%Y-%m-%d"]


@app.command("list")
def listing(data: Data = None, as_json: Json = False) -> None:
    """List the metrics in use."""

    def words(answer: list[dict[str, Any]]) -> None:
        table = Table("key", "name", "definition")
        for metric in answer:
            table.add_row(metric["key"], metric["name"], metric["definition"])
        Console().print(table)

    show(ask("metrics list", data=data, doing="Reading metrics"), as_json=as_json, words=words)


@app.command("export")
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to write; standard output when left out.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Write every metric definition as YAML."""
    text = ask("metrics export", data=data, doing="Reading metrics")
    if file:
        file.write_text(text, encoding="utf-8")
        show({"file": str(file)}, as_json=as_json, words=lambda answer: people.print(f"Written to {answer['file']}."))
    else:
        show({"yaml": text}, as_json=as_json, words=lambda _: typer.echo(text, nl=False))


@app.command("import")
def import_definitions(
    file: Annotated[Path, typer.Argument(help="YAML file as `kaname metrics export` writes it.", exists=True)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Add and change metric definitions from YAML; all of it or nothing."""
    answer = ask(
        "metrics import",
        data=data,
        doing="Importing metrics",
        text=file.read_text(encoding="utf-8-sig"),
        apply=not dry_run,
    )
    show(
        answer,
        as_json=as_json,
        words=lambda counts: people.print(", ".join(f"{k} {v}" for k, v in counts.items() if v)),
    )


def metric(
    key: Annotated[str, typer.Argument(help="The metric's key, such as deals_won; `kaname metrics list` shows them.")],
    since: Annotated[datetime, typer.Option(formats=DAY, metavar="DAY", help="First day, as 2026-04-01.")],
    until: Annotated[datetime, typer.Option(formats=DAY, metavar="DAY", help="The day after the last.")],
    by: Annotated[
        str,
        typer.Option(
            help="Comma-separated: one of day, week, month, quarter, half, year, fiscal_quarter, fiscal_year; "
            "then team, person, manager or any field of the facts."
        ),
    ] = "",
    where: Annotated[list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Only facts with this value.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Print a metric's values."""
    answer = ask(
        "metric",
        data=data,
        doing="Computing",
        key=key,
        since=since.date().isoformat(),
        until=until.date().isoformat(),
        by=[word.strip() for word in by.split(",") if word.strip()],
        where=conditions(where or []),
    )
    show(answer, as_json=as_json, words=say)


def conditions(texts: list[str]) -> dict[str, list[str]]:
    """FIELD=VALUE texts as values by field; a repeated field means any of its values."""
    by_field: dict[str, list[str]] = {}
    for text in texts:
        field, sign, value = text.partition("=")
        if not sign:
            raise CommandProblem(f"--where takes FIELD=VALUE, such as product=Basic; “{text}” has no “=”.", exit_code=2)
        by_field.setdefault(field.strip(), []).append(value)
    return by_field


def say(rows: list[dict[str, Any]]) -> None:
    if not rows:
        people.print("No facts in this range.")
        return
    table = Table(*rows[0])
    for row in rows:
        table.add_row(*("–" if value is None else str(value) for value in row.values()))
    Console().print(table)
