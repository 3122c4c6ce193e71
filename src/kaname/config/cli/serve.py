"""`kaname up` and `kaname demo`: serve from one process."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from platformdirs import user_data_path
from rich.progress import Progress

from kaname.config.cli.ask import people, show
from kaname.config.cli.folder import Data, Json, prepare, use
from kaname.config.commands.problem import CommandProblem

Host = Annotated[str, typer.Option(help="Address to listen on; only this machine unless you change it.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


def up(host: Host = "127.0.0.1", port: Port = 8000, data: Data = None) -> None:
    """Start Kaname on the data folder and serve it until you stop it (Ctrl+C)."""
    folder = use(data)
    refuse_second(folder)
    prepare()
    from kaname.people.operations import setup_code

    if code := setup_code(folder):
        people.print(
            f"First start: open http://{host}:{port}/setup/ and enter the code [bold]{code}[/]", highlight=False
        )
    serve(folder, host=host, port=port)


def demo(
    people_count: Annotated[int, typer.Option("--people", help="How many people work there.", min=6, max=500)] = 24,
    years: Annotated[int, typer.Option(help="How many years of history.", min=1, max=5)] = 2,
    seed: Annotated[int, typer.Option(help="The same seed gives the same data.")] = 1,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only make the data.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make a believable sales organisation and serve it. It never touches real data."""
    folder = use(data or user_data_path("kaname-demo", appauthor=False))
    refuse_second(folder)
    prepare()
    summary = build(people_count=people_count, years=years, seed=seed)
    show(summary, as_json=as_json, words=say_demo)
    if not no_serve:
        look_ahead()
        serve(folder, host=host, port=port)


def look_ahead() -> None:
    """Whoever opens the demo for the first time finds outlooks there; on a later day they come a minute later."""
    from kaname.config.cli.ask import ask_here
    from kaname.insights.models import Computation

    if not Computation.objects.exists():
        with people.status("Looking ahead"):
            ask_here("insights", {}, lambda done, total: None)


def build(*, people_count: int, years: int, seed: int) -> dict[str, Any]:
    """Make the demo data where it is not there yet."""
    from django.utils import timezone

    from kaname.demo.operations import DemoProblem
    from kaname.demo.operations import build as run
    from kaname.web import store

    try:
        with Progress(console=people, transient=True, disable=not people.is_terminal) as bar:
            task = bar.add_task("Making the demo organisation", total=None)
            summary = run(
                store.facts(),
                people=people_count,
                years=years,
                seed=seed,
                at=timezone.now(),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    except DemoProblem as problem:
        raise CommandProblem(str(problem)) from problem
    finally:
        store.close()
    return summary.as_dict()


def say_demo(summary: dict[str, Any]) -> None:
    for line in summary["lines"]:
        people.print(line, highlight=False, soft_wrap=True)


def refuse_second(folder: Path) -> None:
    from kaname.config.owner import owner_of

    if owner := owner_of(folder):
        raise CommandProblem(f"Kaname already runs on this data folder, at {owner.url}.")


def serve(folder: Path, *, host: str, port: int) -> None:
    """Serve until stopped. One process owns the fact store; requests and jobs are its threads."""
    from kaname.config.assets import collect
    from kaname.config.owner import owning
    from kaname.config.serving import listening_socket, run, say_owner, started, stopped

    collect()
    socket = listening_socket(host, port)
    url = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104 - compared, not bound
    with owning(folder, url=url) as owner:
        say_owner(owner)
        started()
        try:
            people.print(f"Kaname serves at [bold]{url}[/]  (Ctrl+C stops it)", highlight=False)
            sys.stderr.flush()
            run(socket)
        finally:
            stopped()
