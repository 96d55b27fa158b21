"""`tradepost export`."""

from pathlib import Path

from api import data_folder
from api.commands.token import chosen, store_named
from api.database import Database, snapshot
from api.exporting.kinds import export
from api.migrate import ensure_migrated
from api.refused import Refused, WrongUsage
from api.secret_key import secret_keys
from api.settings import read_settings
from domain import every_table
from domain.errors import DomainError
from domain.integration.states import ExportForm, ExportKind
from domain.people.bootstrap import system_work


def file_export(kind: str, file: Path, store: str | None, organization: str | None) -> str:
    """What was written, in one line; raises Refused. A file that is there is not overwritten."""
    assert every_table.METADATA.tables  # relations name models that must be known
    wanted = ExportKind.__members__.get(kind.upper())
    form = ExportForm.__members__.get(file.suffix.removeprefix(".").upper())
    if wanted is None:
        kinds = ", ".join(one.name.lower() for one in ExportKind)
        raise WrongUsage(f"There is no export of {kind}; there are: {kinds}.")
    if form is None:
        raise WrongUsage("The file's name must end in .csv or .xlsx.")
    if wanted is ExportKind.ORDERS and store is None:
        raise WrongUsage("Say the orders of which store: --store.")
    if file.exists():
        raise Refused(f"{file} exists already.")
    settings = read_settings()
    part = file.with_name(f".{file.name}.part")
    with data_folder.held(settings.data_dir):
        ensure_migrated(settings)
        database = Database(settings.database_text, pooled=1)
        try:
            key = secret_keys(settings)[0]
            with snapshot(database.looking) as session:
                house = chosen(session, organization, key)
                store_id = store_named(session, house, store)
                work = system_work(session, house, session.info["now"], "export", key=key)
                count = export(work, wanted, form, store_id, part)
            part.replace(file)
        except DomainError as error:
            raise Refused(str(error)) from None
        except OSError as error:
            raise Refused(f"{file} cannot be written: {error.strerror or error}.") from None
        finally:
            part.unlink(missing_ok=True)
            database.close_now()
    return f"{count} rows in {file}."
