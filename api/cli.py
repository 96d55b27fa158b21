"""`tradepost`: every command, its words, and how it ends.

Exit codes: 0 clean, 1 refused, 2 wrong usage, 3 done, but some rows had errors, 4 a render crashed
or took more than it may.
"""
# ruff: noqa: PLC0415  each command imports only what it needs: start-up time counts

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from api import cli_media

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The back office of an e-commerce operator as one GraphQL graph.",
)
tokens = typer.Typer(no_args_is_help=True, help="API tokens.")
app.add_typer(tokens, name="token")
cli_media.add_to(app)

REFUSED = 1
STDIN = "-"


@app.command()
def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help="With a sample store, and a fresh token for it.")
    ] = False,
    host: Annotated[str | None, typer.Option(help="Instead of TRADEPOST_HOST.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Instead of TRADEPOST_PORT.")
    ] = None,
) -> None:
    """Answer GraphQL over HTTP until stopped."""
    from api.commands.serve import serve as run

    run(demo=demo, host=host, port=port)


@app.command()
def worker() -> None:
    """Work on jobs beside the server, on this machine or another, until stopped."""
    from api.commands.worker import worker as run

    run()


@app.command()
def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 unless it is up to date.")
    ] = False,
) -> None:
    """Bring the database to this version of the program."""
    from api.commands.migrate import migrate as run

    typer.echo(run(check=check))


@tokens.command("create")
def token_create(
    role: Annotated[str, typer.Option(help="MANAGER, OPERATIONS, FINANCE, …")],
    store: Annotated[
        str | None, typer.Option(help="The handle of the one store it is for.")
    ] = None,
    organization: Annotated[
        str | None, typer.Option(help="A handle; needed only when there are several.")
    ] = None,
    expires_days: Annotated[int, typer.Option(min=1, max=366, help="It lasts so long.")] = 90,
    name: Annotated[str, typer.Option(help="What people know it by.")] = "Command line",
) -> None:
    """Make a token and print it; it is shown only now."""
    from api.commands.token import create

    typer.echo(create(role, store, organization, expires_days, name))


@tokens.command("revoke")
def token_revoke(
    token: Annotated[str, typer.Argument(help="The token; `-` reads it from standard input.")],
) -> None:
    """Make a token worthless, at once."""
    from api.commands.token import revoke

    revoke(sys.stdin.readline().strip() if token == STDIN else token)
    typer.echo("Revoked.")


@app.command("import")
def file_import(  # noqa: PLR0913, PLR0917  one for each word that may be said
    format: Annotated[str, typer.Argument(help="Whose files, of what: shopify-orders, olist, …")],
    files: Annotated[list[Path], typer.Argument(help="The file, or all that belong together.")],
    store: Annotated[
        str | None, typer.Option(help="The handle of the store they go into; needed for orders.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option(help="Of their sums, where no store says it.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Change nothing; say what would come of each row.")
    ] = False,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help="One error, or the end of us, undoes it all.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Findings and, in the last line, the counts as JSON.")
    ] = False,
    pictures: Annotated[
        Path | None, typer.Option(help="The folder of pictures, if it is not beside the file.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write all findings there, as CSV.")] = None,
    encoding: Annotated[str | None, typer.Option(help="utf-8, utf-16, gb18030, …")] = None,
    delimiter: Annotated[str | None, typer.Option(help="comma, semicolon, tab or bar.")] = None,
    date_order: Annotated[
        str | None, typer.Option(help="DMY, MDY or YMD, if nothing in the file proves it.")
    ] = None,
    decimal_mark: Annotated[
        str | None, typer.Option(help="`.` or `,`, if nothing in the file proves it.")
    ] = None,
    time_zone: Annotated[
        str | None, typer.Option(help="Of times without an offset, such as Europe/Lisbon.")
    ] = None,
    organization: Annotated[
        str | None, typer.Option(help="A handle; needed only when there are several.")
    ] = None,
) -> None:
    """Bring in products or orders from another system's files."""
    from api.commands.file_import import file_import as run
    from api.commands.import_words import Words

    settings = {
        "encoding": encoding,
        "delimiter": delimiter,
        "date_order": date_order,
        "decimal_mark": decimal_mark,
        "time_zone": time_zone,
    }
    run(
        Words(
            format=format,
            files=files,
            store=store,
            currency=currency,
            organization=organization,
            dry_run=dry_run,
            all_or_nothing=all_or_nothing,
            as_json=as_json,
            pictures=pictures,
            report=report,
            settings={name: value for name, value in settings.items() if value is not None},
        )
    )


@app.command("export")
def file_export(
    kind: Annotated[str, typer.Argument(help="products or orders.")],
    file: Annotated[Path, typer.Argument(help="What to write: a name that ends in .csv or .xlsx.")],
    store: Annotated[
        str | None, typer.Option(help="The handle of the store; needed for orders.")
    ] = None,
    organization: Annotated[
        str | None, typer.Option(help="A handle; needed only when there are several.")
    ] = None,
) -> None:
    """Write products or orders into a file that `import` reads again."""
    from api.commands.file_export import file_export as run

    typer.echo(run(kind, file, store, organization))


@app.command()
def schema(
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 unless schema.graphql says the same.")
    ] = False,
    file: Annotated[Path, typer.Option(help="What --check compares with.")] = Path(
        "schema.graphql"
    ),
) -> None:
    """Print the graph in GraphQL's schema language."""
    from api.commands.schema import checked, printed

    typer.echo(checked(file) if check else printed())


@app.command()
def check() -> None:
    """Run every check of the house: ruff, mypy, lint-imports, pytest."""
    from api.commands.check import check as run

    typer.echo(run())


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write, such as monday.tar.gz.")],
) -> None:
    """Save the database, the files and the secret key into one archive, while serving or not."""
    from api.commands.backup import backup as run

    typer.echo(run(file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="An archive that `backup` wrote.")],
    force: Annotated[
        bool, typer.Option("--force", help="Even if that replaces what is there.")
    ] = False,
) -> None:
    """Put back what `backup` saved; the server must be stopped."""
    from api.commands.backup import restore as run

    typer.echo(run(file, force=force))


def main() -> None:
    """The entry point; whatever happens, one line says it."""
    gc.disable()  # start-up makes much and drops nothing; `serve` turns it on again
    from api.refused import Refused

    try:
        app()
    except Refused as error:
        end(str(error), error.exit_code)
    except KeyboardInterrupt:
        end("Stopped.", REFUSED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(REFUSED)
    except Exception as error:  # noqa: BLE001  no traceback reaches a person
        from api.logs import unforeseen

        end(unforeseen(error), REFUSED)


def end(message: str, code: int) -> None:
    typer.echo(f"tradepost: {message}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
