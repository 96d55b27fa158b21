"""The words of `tradepost` that are about pictures and films; nothing that draws is loaded here."""
# ruff: noqa: PLC0415  each command imports only what it needs: start-up time counts

from pathlib import Path
from typing import Annotated

import typer

templates = typer.Typer(no_args_is_help=True, help="Templates of pictures and films.")
media = typer.Typer(no_args_is_help=True, help="Pictures and films of the catalogue.")


def add_to(app: typer.Typer) -> None:
    """Its commands become the program's."""
    app.command()(render)
    app.add_typer(templates, name="templates")
    app.add_typer(media, name="media")
    app.command()(compliance)


def render(  # noqa: PLR0913, PLR0917  one for each word that may be said
    template: Annotated[
        str, typer.Argument(help="One of `templates list`, or the path of a JSON document.")
    ],
    out: Annotated[
        str, typer.Option(help="The file to write: poster.png, box.pdf; `-` is standard output.")
    ],
    values: Annotated[
        str | None,
        typer.Option(help="A JSON file, a value for each slot; `-` is standard input."),
    ] = None,
    preset: Annotated[
        str | None, typer.Option(help="A platform's size, as `templates list` names them.")
    ] = None,
    assets: Annotated[
        Path | None,
        typer.Option(help="The folder of the pictures, if it is not that of the values."),
    ] = None,
    format: Annotated[
        str | None, typer.Option(help="png, jpeg, webp, …, if the file's name does not tell.")
    ] = None,
    scale: Annotated[float, typer.Option(help="0.5 is half as wide and half as high.")] = 1.0,
    font: Annotated[
        list[str] | None,
        typer.Option(
            help="FILE or FAMILY=FILE: a TTF or OTF that the template names; once for each."
        ),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(help="A folder that keeps what was drawn: the same again costs nothing."),
    ] = None,
) -> None:
    """Draw a template with its values into a file; needs no server and no database."""
    from api.commands.render import STANDARD
    from api.commands.render import render as run
    from api.commands.render_words import Words

    said = run(
        Words(
            template=template,
            values=values,
            out=out,
            preset=preset,
            assets=assets,
            format=format,
            scale=scale,
            fonts=tuple(font or ()),
            cache=cache,
        )
    )
    typer.echo(said, err=out == STANDARD)


@templates.command("list")
def templates_list(
    as_json: Annotated[bool, typer.Option("--json", help="All of it, for programs.")] = False,
) -> None:
    """Say which templates ship, their slots and presets."""
    from api.commands.templates import listed

    listed(as_json=as_json)


@templates.command("preview")
def templates_preview(
    out: Annotated[Path, typer.Option(help="The folder that the pictures go into.")],
    template: Annotated[
        str | None, typer.Option(help="Only this one; its name, or a document's path.")
    ] = None,
    scale: Annotated[float, typer.Option(help="0.5 is half as wide and half as high.")] = 1.0,
) -> None:
    """Draw every template with its sample values, and a contact sheet of all."""
    from api.commands.preview import preview

    typer.echo(preview(out, template, scale))


@templates.command("schema")
def templates_schema(
    packaging: Annotated[
        bool, typer.Option("--packaging", help="That of packagings, which refers to the other.")
    ] = False,
) -> None:
    """Print the JSON Schema of templates."""
    from api.commands.templates import schema

    typer.echo(schema(packaging=packaging))


@templates.command("check")
def templates_check(
    file: Annotated[Path, typer.Argument(help="A template's document, in JSON.")],
) -> None:
    """Say whether a document is a right template, and if not, which field is wrong."""
    from api.commands.templates import check

    typer.echo(check(file))


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


@media.command("set")
def media_set(  # noqa: PLR0913, PLR0917  one for each word that may be said
    store: Annotated[str, typer.Option(help="The handle of the store that they are for.")],
    name: Annotated[str, typer.Option("--set", help="The handle of a set of templates.")],
    products: Annotated[
        str, typer.Option(help="A search as `products(query:)` takes it; '' finds all.")
    ],
    out: Annotated[Path, typer.Option(help="The folder to write the files into.")],
    preset: Annotated[
        list[str] | None, typer.Option(help="A platform's size; once for each, or none.")
    ] = None,
    values: Annotated[
        Path | None, typer.Option(help="A JSON file: values for every template with such slots.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be made.")
    ] = False,
    organization: Annotated[
        str | None, typer.Option(help="A handle; needed only when there are several.")
    ] = None,
) -> None:
    """Have a set of templates drawn for many products, and put the files into a folder."""
    from api.commands.media_set import Words
    from api.commands.media_set import media_set as run

    typer.echo(
        run(
            Words(
                store=store,
                set=name,
                products=products,
                out=out,
                presets=tuple(preset or ()),
                values=values,
                organization=organization,
                dry_run=dry_run,
            )
        )
    )
