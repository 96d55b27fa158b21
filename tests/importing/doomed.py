"""`tradepost`, killed by itself where its first word says: `3x5` is after 3 chunks of 5 orders."""

import os
import signal
import sys
from collections.abc import Sequence
from decimal import Decimal

from api import cli
from api.commands.import_words import Told
from api.importing import sinks
from domain.integration.imports import Finding


def main() -> None:
    after, _, size = sys.argv.pop(1).partition("x")
    sinks.Orders.chunk = int(size)
    told, seen = Told.chunk, 0

    def chunk(self: Told, found: Sequence[Finding], done: Decimal) -> None:
        nonlocal seen
        told(self, found, done)
        seen += 1
        if after == str(seen):
            os.kill(os.getpid(), signal.SIGKILL)

    Told.chunk = chunk  # type: ignore[method-assign]
    sys.argv[0] = "tradepost"
    cli.main()


if __name__ == "__main__":
    main()
