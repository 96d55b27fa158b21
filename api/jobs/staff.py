"""How a program comes to have a crew: once it is ready itself, and until it ends."""

import os
import sys
import threading

import anyio
from anyio import to_thread

from api.database import Database
from api.logs import log
from api.secret_key import secret_keys
from api.settings import Settings

ARRIVES_AFTER_S = 1.0
"""What the crew imports takes a second of a processor, and the first answers come first."""
TRIES_EVERY_S = 5.0
STUCK_AFTER_S = 1.0


class Staff:
    """The crew, imported when it is wanted."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings, self.database = settings, database
        self.crew: object | None = None

    async def arrive(self) -> None:
        """For a server: soon, and in a thread."""
        await anyio.sleep(ARRIVES_AFTER_S)
        while self.crew is None:
            try:
                await to_thread.run_sync(self.begin)
            except Exception as error:  # noqa: BLE001  the database may be there next time
                log.error("jobs: cannot begin", error=error)
                await anyio.sleep(TRIES_EVERY_S)

    def begin(self) -> None:
        from api.jobs.crew import Crew  # noqa: PLC0415  see ARRIVES_AFTER_S
        from api.jobs.drawing import renderer_of  # noqa: PLC0415
        from api.jobs.registry import KINDS  # noqa: PLC0415
        from api.jobs.run import Tools  # noqa: PLC0415
        from api.storage import Storage  # noqa: PLC0415

        tools = Tools(
            settings=self.settings,
            writing=self.database.writing,
            looking=self.database.looking,
            storage=Storage(self.settings),
            folder=self.settings.data_dir / "work",
            key=secret_keys(self.settings)[0],
            renderer=renderer_of(self.settings),
        )
        crew = Crew(tools, KINDS)
        try:
            crew.start()
        except BaseException:
            crew.stop(0)
            raise
        self.crew = crew

    def leave(self) -> None:
        from api.jobs.crew import Crew  # noqa: PLC0415

        if isinstance(self.crew, Crew):
            try:
                self.crew.stop(self.settings.stop_within_s)
            except Exception as error:  # noqa: BLE001  the database may be gone; we go all the same
                log.error("jobs: no clean end", error=error)
            self.crew = None


def end_process() -> None:
    """The last of a program that had a crew.

    Some job may still wait for a database that is gone, in a thread that Python would wait for.
    """
    stuck = [one for one in threading.enumerate() if one.name.startswith("dbos-executor")]
    for thread in stuck:
        thread.join(STUCK_AFTER_S)
    if any(thread.is_alive() for thread in stuck):
        log.warning("jobs: ended in the middle of one")
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
