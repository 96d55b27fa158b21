"""`tradepost`, killed by itself where its first word says: `3` is after the third chunk."""

import os
import signal
import sys
from typing import Any

from api import cli
from api.commands.file_import import Told
from api.importing import sinks


def main() -> None:
    stage = sys.argv.pop(1)
    sinks.Orders.chunk = 5
    told, seen = Told.chunk, 0

    def chunk(self: Told, *given: Any) -> None:
        nonlocal seen
        told(self, *given)
        seen += 1
        if stage == str(seen):
            os.kill(os.getpid(), signal.SIGKILL)

    Told.chunk = chunk  # type: ignore[method-assign]
    sys.argv[0] = "tradepost"
    cli.main()


if __name__ == "__main__":
    main()
