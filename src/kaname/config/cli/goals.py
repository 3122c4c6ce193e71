"""`kaname goals`: goals as YAML."""

from pathlib import Path
from typing import Annotated, Any

import typer

from kaname.config.cli.ask import ask, people, show
from kaname.config.cli.folder import Data, Json

app = typer.Typer(help="Goals as a file.", no_args_is_help=True)
File = Annotated[
    Path, typer.Argument(help="YAML file as `kaname goals export` writes it.", exists=True, dir_okay=False)
]


@app.command("export")
def export(
    keys: Annotated[list[str] | None, typer.Argument(metavar="[KEY]...", help="Goals; all when left out.")] = None,
    output: Annotated[Path | None, typer.Option(help="Where to write; standard output when left out.")] = None,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Write goals with everything that belongs to them as YAML."""
    text = ask("goals export", data=data, doing="Reading goals", keys=keys or [])
    if output:
        output.write_text(text, encoding="utf-8")
        show({"file": str(output)}, as_json=as_json, words=lambda answer: people.print(f"Written to {answer['file']}."))
    else:
        show({"yaml": text}, as_json=as_json, words=lambda _: typer.echo(text, nl=False))


@app.command("import")
def import_file(
    file: File,
    create_missing: Annotated[
        bool, typer.Option("--create-missing", help="Make teams, people and metrics that are not here.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Change goals and metrics that are otherwise here.")
    ] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Bring in goals from YAML; all of it or nothing."""
    allowed = {"apply": True, "create_missing": create_missing, "replace": replace}
    answer = ask("goals import", data=data, doing="Importing goals", text=text_of(file), **allowed)
    show(answer, as_json=as_json, words=say)
    if not answer["applied"]:
        if not as_json:
            people.print(f"Nothing was changed.{advice(answer)}", highlight=False, soft_wrap=True)
        raise typer.Exit(1)


@app.command("check")
def check(file: File, data: Data = None, as_json: Json = False) -> None:
    """Say what a file would change and what is wrong with it; ends with 1 if it could not be imported as it is."""
    allowed = {"apply": False, "create_missing": False, "replace": False}
    answer = ask("goals import", data=data, doing="Checking goals", text=text_of(file), **allowed)
    show(answer, as_json=as_json, words=say)
    if not answer["accepted"]:
        raise typer.Exit(1)


def text_of(file: Path) -> str:
    """UTF-8, with a byte order mark or without; other bytes are kept readable."""
    return file.read_text(encoding="utf-8-sig", errors="replace")


def say(answer: dict[str, Any]) -> None:
    for line in answer["said"]:
        people.print(line, highlight=False, soft_wrap=True, markup=False)


def advice(answer: dict[str, Any]) -> str:
    """Which options would let the file in, where nothing is wrong with it."""
    if answer["problems"]:
        return ""
    wanted = {"--create-missing": answer["missing"], "--replace": answer["changed"] or answer["metrics_changed"]}
    return f" Add {' and '.join(option for option, asked in wanted.items() if asked)} to let it in."
