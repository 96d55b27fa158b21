"""A server over the rows of the house."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House
from tests.live.serving import Served, serving


@pytest.fixture
def served(house: House, tmp_path: Path) -> Iterator[Served]:
    with serving(house, tmp_path / "data", sign_in_cache_s=0.5) as found:
        yield found
