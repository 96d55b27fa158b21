"""A yard on each database, for a whole file: each test has renders of its own in it."""

from collections.abc import Iterator

import pytest

from tests.bare import another_database
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
