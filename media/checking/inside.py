"""What runs in a child: `python -m media.checking.inside FILE` holds it to the preset on its input.

Answers one line of JSON: `{"found": [...]}` or `{"refused": "why it cannot be read"}`.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from media.child.limits import allow_processor, limit_self
from media.child.request import Limits
from media.errors import MediaError
from media.presets import reading
from media.presets.compliance import check


def said(path: Path, row: object) -> dict[str, object]:
    try:
        [preset] = reading.read([row])
        return {"found": [asdict(finding) for finding in check(path, preset)]}
    except MediaError as error:
        return {"refused": f"{error}."}
    except MemoryError:
        return {"refused": "It takes more memory to look at than it may."}


if __name__ == "__main__":
    limits = Limits(**json.loads(os.environ["LIMITS"]))
    limit_self(limits)
    allow_processor(limits)
    answer = said(Path(sys.argv[1]), json.load(sys.stdin))
    sys.stdout.write(json.dumps(answer))
