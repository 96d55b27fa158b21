"""A house on PostgreSQL is saved and put back by PostgreSQL's own programs."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.backup import backup, restore
from api.migrate import connecting, upgrade
from api.refused import Refused
from api.settings import Settings
from domain.people.bootstrap import ensure_organization
from tests.bare import another_database, session_of
from tests.house import KEY, MONDAY
from tests.postgres import installed
from tests.test_backup import rows


@pytest.fixture
def served(postgres_url: str, tmp_path: Path) -> Iterator[Settings]:
    with another_database(postgres_url) as url:
        yield Settings(data_dir=tmp_path / "data", database_url=url)


def test_a_server_is_saved_by_its_own_programs(
    served: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_programs_of(served, monkeypatch)
    upgrade(served)
    with session_of(served) as session:
        ensure_organization(session, MONDAY, "first", "First", key=KEY)
        session.commit()
    before, archive = rows(served), tmp_path / "house.tar.gz"
    served.data_dir.mkdir(exist_ok=True)
    backup(served, archive)
    with pytest.raises(Refused, match="not empty"):
        restore(served, archive)
    with another_database(served.database_text) as url:
        elsewhere = Settings(data_dir=tmp_path / "elsewhere", database_url=url)
        restore(elsewhere, archive)
        assert rows(elsewhere) == before
    restore(served, archive, force=True)
    assert rows(served) == before


def use_programs_of(served: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump refuses a server newer than itself."""
    with connecting(served.database) as connection:
        major = str(connection.exec_driver_sql("SHOW server_version").scalar()).split(".")[0]
    for folder in installed():
        found = folder / "pg_dump"
        if found.exists() and f" {major}." in subprocess.check_output([found, "-V"], text=True):
            monkeypatch.setenv("PATH", str(folder), prepend=":")
            return
    pytest.skip("no pg_dump as new as the server")


def test_without_the_programs_of_postgresql_it_is_said_what_to_use(
    served: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    with pytest.raises(Refused, match="pg_dump is not on the PATH"):
        backup(served, tmp_path / "house.tar.gz")
