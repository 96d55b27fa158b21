"""What every test may ask for: databases; and how hard generated cases are sought."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from api.changes import Changes
from api.database import Database
from api.jobs.engine import make_tables
from api.settings import Settings
from api.storage import Storage
from domain.every_table import METADATA
from domain.ids import new_id
from tests.house import MONDAY, House, changing, emptied, node_id
from tests.postgres import GIVEN, NoPostgres, drop_database, new_database, running_postgres
from tests.s3 import NoS3, new_bucket, running_s3, settings_of

__all__ = ["MONDAY", "House", "node_id"]

settings.register_profile("house", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.register_profile("deep", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sqlite-only", action="store_true", help="leave PostgreSQL out")
    parser.addoption("--golden", action="store_true", help="draw the golden pictures anew")


def pytest_configure(config: pytest.Config) -> None:
    """Before xdist starts its workers: one server for all; each makes its own database there."""
    is_worker = hasattr(config, "workerinput")
    if is_worker or not config.getoption("tx", None) or config.getoption("sqlite_only"):
        return
    servers = ExitStack()
    config.add_cleanup(servers.close)
    try:
        os.environ[GIVEN] = servers.enter_context(running_postgres())
    except NoPostgres as error:
        raise pytest.UsageError(str(error)) from None


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty PostgreSQL database, this process's own."""
    if request.config.getoption("sqlite_only"):
        pytest.skip("PostgreSQL is left out by --sqlite-only")
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Every test that asks for it runs on both databases."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('house') / 'house.db'}"
    else:
        url = new_database(request.getfixturevalue("postgres_url"), f"house_{os.getpid()}")
    database = Database(url)
    METADATA.create_all(database.writing)
    make_tables(database.url)
    yield database
    database.close_now()
    if request.param == "postgresql":
        drop_database(request.getfixturevalue("postgres_url"), f"house_{os.getpid()}")


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    """An S3 server, this process's own; in CI there must be one."""
    try:
        with running_s3() as address:
            yield address
    except NoS3 as error:
        if "CI" in os.environ:
            raise
        pytest.skip(f"no S3 server: {error}")


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Every test that asks for it runs on a local folder and on S3."""
    if request.param == "folder":
        return Storage(Settings(data_dir=tmp_path))
    address, bucket = request.getfixturevalue("s3_address"), f"b{new_id().hex}"
    new_bucket(address, bucket)
    return Storage(settings_of(address, bucket, data_dir=tmp_path))


@pytest.fixture(scope="session")
def changes(database: Database) -> Changes:
    """What one house has compiled serves the next, as in a server."""
    return changing(database)


@pytest.fixture
def house(database: Database, changes: Changes) -> Iterator[House]:
    """An organisation of its own in an empty database."""
    with emptied(database, changes) as house:
        yield house
