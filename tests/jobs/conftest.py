"""A yard on each database, for a whole file, with renders of each test's own; and a studio."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dbos import DBOS

from api.jobs import render
from api.renders.making import load_what_draws
from media.child import Renderer
from tests.bare import another_database
from tests.house import House
from tests.jobs.queued import runner
from tests.jobs.studio import Studio
from tests.jobs.yard import Yard, furnished


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def yard(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Yard]:
    folder = tmp_path_factory.mktemp("yard")
    if request.param == "sqlite":
        with furnished("", folder) as found:
            yield found
        return
    with (
        another_database(request.getfixturevalue("postgres_url")) as url,
        furnished(url, folder) as found,
    ):
        yield found


@pytest.fixture(scope="package")
def renderer() -> Iterator[Renderer]:
    """One warm child for all studios."""
    load_what_draws()
    with Renderer() as one:
        yield one


@pytest.fixture
def studio(
    house: House, renderer: Renderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Studio:
    """Its worker is handed the jobs, so that no run of DBOS's is there to keep a step's answer."""
    monkeypatch.setattr(DBOS, "run_step", lambda _how, act: act())
    house.now = datetime.now(UTC)
    return Studio(house, runner(house, {"render": render.KIND}, tmp_path, renderer))
