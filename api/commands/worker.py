"""`tradepost worker`."""

import gc
import signal
import sys
import threading

import typer

from api import data_folder, logs
from api.database import Database
from api.jobs.staff import Staff, end_process
from api.migrate import ensure_migrated
from api.settings import read_settings
from domain import every_table


def worker() -> None:
    """Until SIGINT or SIGTERM; what is being worked on then goes back into the queue."""
    assert every_table.METADATA.tables  # relations name models that must be known
    settings = read_settings()
    told_to_stop = threading.Event()
    kinds = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        kinds.append(signal.SIGBREAK)
    for kind in kinds:
        signal.signal(kind, lambda *_: told_to_stop.set())
    with data_folder.held(settings.data_dir):
        ensure_migrated(settings)
        logs.set_up(settings.log_level, settings.log_format)
        database = Database(settings.database_text, pooled=settings.pool_size)
        staff = Staff(settings, database)
        try:
            staff.begin()
            gc.freeze()  # as `serve` does; the command line has switched it off to begin with
            gc.enable()
            typer.echo("Working on jobs.")
            told_to_stop.wait()
        finally:
            staff.leave()
            database.close_now()
    end_process()
