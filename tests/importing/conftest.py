"""A counter on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.command_line import CommandLine
from tests.bare import another_database
from tests.factories.stores import make_store
from tests.importing.counter import Counter
from tests.jobs.yard import Yard, furnished


@pytest.fixture(params=["sqlite", "postgresql"])
def yard(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Yard]:
    folder = tmp_path / "data"
    folder.mkdir()
    if request.param == "sqlite":
        with furnished("", folder) as found:
            yield found
        return
    with (
        another_database(request.getfixturevalue("postgres_url")) as url,
        furnished(url, folder) as found,
    ):
        yield found


@pytest.fixture
def counter(
    yard: Yard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Counter:
    for name, value in yard.env.items():
        monkeypatch.setenv(name, value)
    store = make_store(yard.house, handle="lisbon")
    return Counter(yard, store, tmp_path, CommandLine(monkeypatch, capfd))
