"""Run a command where the fact store is: here, or in the server that owns it."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kaname.config.cli.folder import language, prepare, use
from kaname.config.commands.problem import CommandProblem
from kaname.config.owner import Owner, owner_of

people = Console(stderr=True)
Tick = Callable[[int, int | None], None]


def ask(name: str, *, data: Path | None, doing: str, **arguments: Any) -> Any:
    """Run the command `name`, showing progress to a person who watches; return its answer."""
    folder = use(data)
    owner = owner_of(folder)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=people, transient=True, disable=not people.is_terminal) as bar:
        task = bar.add_task(doing, total=None)

        def tick(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        if owner:
            return ask_server(owner, name, arguments, tick)
        return ask_here(name, arguments, tick)


def ask_here(name: str, arguments: dict[str, Any], tick: Tick) -> Any:
    prepare()
    from kaname.config.commands.registry import run
    from kaname.web import store

    try:
        return run(name, arguments, language=language(), progress=tick)
    finally:
        store.close()


def ask_server(owner: Owner, name: str, arguments: dict[str, Any], tick: Tick) -> Any:
    """Ask over the loopback: lines of JSON come back, progress first, the answer last."""
    question = {"name": name, "arguments": arguments, "language": language()}
    try:
        with (
            httpx.Client(timeout=httpx.Timeout(10, read=None), trust_env=False) as client,
            client.stream("POST", f"{owner.url}/api/owner/commands/", json=question, headers=owner.headers) as lines,
        ):
            lines.raise_for_status()
            for line in lines.iter_lines():
                said = json.loads(line)
                if "done" in said:
                    tick(said["done"], said["total"])
                elif "problem" in said:
                    raise CommandProblem(said["problem"], exit_code=said["exit_code"])
                elif "answer" in said:
                    return said["answer"]
    except httpx.HTTPError as error:
        raise CommandProblem(f"The running server at {owner.url} did not answer: {error}.") from error
    raise CommandProblem(f"The server at {owner.url} stopped before it answered. Nothing is half done; try again.")


def show(answer: Any, *, as_json: bool, words: Callable[[Any], None]) -> None:
    """Print an answer: JSON on standard output for machines, words for people."""
    if as_json:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    else:
        words(answer)


def fail(problem: CommandProblem) -> typer.Exit:
    """Say the problem and end with its exit code."""
    people.print(f"[bold red]✗[/] {problem}", highlight=False, soft_wrap=True)
    return typer.Exit(problem.exit_code)
