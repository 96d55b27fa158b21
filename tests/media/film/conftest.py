"""One small film, made once for all that look at it."""

from pathlib import Path

import pytest

from media.film import render
from tests.media.film import films


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[render.Film, Path]:
    """The film, and a folder in which `cache` has its segments."""
    folder = tmp_path_factory.mktemp("film")
    return films.make(folder / "small.mp4", cache=folder / "cache"), folder
