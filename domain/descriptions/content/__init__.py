"""What ships as data: phrases, limits, care and names, as JSON beside this module."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def content(name: str) -> Any:
    """One file of the content; nobody changes what it answers."""
    return json.loads((files(__name__) / f"{name}.json").read_text("utf-8"))
