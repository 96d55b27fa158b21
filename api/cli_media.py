"""The words of `tradepost` that are about files of pictures and films."""
# ruff: noqa: PLC0415  each command imports only what it needs: start-up time counts

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Its commands become the program's."""
    app.command()(compliance)


def compliance(
    file: Annotated[Path, typer.Argument(help="A picture or a film.")],
    preset: Annotated[str, typer.Option(help="taobao-white, amazon-main, …; or NAME@VERSION.")],
    as_json: Annotated[bool, typer.Option("--json", help="All findings as JSON.")] = False,
) -> None:
    """Hold a file to a platform's rules; exit 1 when it breaks one, 2 when it cannot be read."""
    from api.commands.compliance import compliance as run

    said, is_kept = run(file, preset, as_json=as_json)
    typer.echo(said)
    if not is_kept:
        raise typer.Exit(1)
