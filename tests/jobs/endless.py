"""In the child's place: it begins to draw, and never ends."""

import time

from media.child import inside
from media.child.request import Request
from media.rendered import Rendered


def produce(_request: Request, tell: inside.Tell) -> Rendered:
    while True:
        tell("painting", 0.1)
        time.sleep(600)


if __name__ == "__main__":
    inside.main(produce)
