"""A child that aborts at whatever it is asked. Run as a program in place of the real one."""

import os

from media.child import inside, kinds
from media.child.request import Request
from media.rendered import Rendered


def produce(_request: Request, _tell: kinds.Tell) -> Rendered:
    os.abort()


if __name__ == "__main__":
    setattr(kinds, "produce", produce)  # noqa: B010  mypy minds the plain way
    inside.main()
