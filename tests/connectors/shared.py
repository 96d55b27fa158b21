"""Real files of real systems, where they lie beside the project."""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("TRADEPOST_SHARED", Path(__file__).parents[3] / "shared"))


def shared(*parts: str) -> Path:
    """That file or folder; without it the test is skipped."""
    path = FOLDER.joinpath("data", *parts)
    if not path.exists():
        pytest.skip(f"{path} is not here: the real files are not part of the project")
    return path
