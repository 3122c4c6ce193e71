"""The kaname command: Typer front-ends, one file per family."""
