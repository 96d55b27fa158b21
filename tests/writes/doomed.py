"""`tradepost`, that dies at the commit of one mutation: `doomed.py before|after FIELD serve …`."""

import os
import signal
import sys

from sqlalchemy.orm import Session

from api import cli
from domain.outbox import IdempotencyKey

WHEN, FIELD = sys.argv.pop(1), sys.argv.pop(1)
_commit = Session.commit


def commit(self: Session) -> None:
    """Known by its key, so that neither sign-in nor housekeeping dies of it."""
    is_it = any(isinstance(row, IdempotencyKey) and row.field == FIELD for row in self)
    if is_it and WHEN == "before":
        self.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    _commit(self)
    if is_it:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    Session.commit = commit  # type: ignore[method-assign]
    cli.main()
