"""The whole application: health, its beginning and its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import application
from api.migrate import connecting, upgrade
from api.settings import Settings
from domain.ids import new_id
from domain.people.bootstrap import ensure_organization, ensure_service_user, system_work
from domain.people.tokens import mint_token
from domain.permissions import Role
from tests.bare import bare, session_of
from tests.house import KEY, MONDAY


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Of a database without a table."""
    with bare(request, tmp_path / "data") as settings:
        yield settings


@pytest.fixture
def migrated(settings: Settings) -> Settings:
    upgrade(settings)
    return settings


def test_a_live_process_says_so_whatever_the_database_does(settings: Settings) -> None:
    settings.data_dir.mkdir()
    with TestClient(application(settings)) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"status": "unavailable", "reason": "It has no tables yet."}
        assert answer.headers["x-request-id"]


def test_a_migrated_database_is_ready(migrated: Settings) -> None:
    with TestClient(application(migrated)) as client:
        assert client.get("/readyz").json() == {"status": "ok"}


def test_a_newer_database_is_not_ready(migrated: Settings) -> None:
    with connecting(migrated.database) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = 'of tomorrow'"))
    with TestClient(application(migrated)) as client:
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "newer version" in answer.json()["reason"]


def test_a_database_that_is_gone_is_not_ready(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path}/file/x.db")
    with TestClient(application(settings)) as client:
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reason"] == "The database cannot be reached."


def test_a_token_of_the_database_signs_in_until_it_is_revoked(migrated: Settings) -> None:
    with session_of(migrated) as session:
        house = ensure_organization(session, MONDAY, "first", "First", key=KEY)
        user = ensure_service_user(session, house, Role.MANAGER, key=KEY)
        work = system_work(session, house, MONDAY, key=KEY)
        minted = mint_token(work, user, "Test", MONDAY.replace(year=2100))
        session.commit()
        sent = {"authorization": f"Bearer {minted.secret}"}
        other = {"authorization": f"Bearer tp_{new_id().hex}"}
        ask = {"query": "{ viewer { organization { name } user { name } } }"}
        with TestClient(application(migrated)) as client:
            answer = client.post("/graphql", json=ask, headers=sent)
            assert answer.json()["data"]["viewer"]["organization"] == {"name": "First"}
            assert client.post("/graphql", json=ask, headers=other).status_code == 401
            minted.token.revoked_at = MONDAY
            session.commit()
            assert client.post("/graphql", json=ask, headers=sent).status_code == 401


def test_there_is_nothing_else(migrated: Settings) -> None:
    with TestClient(application(migrated)) as client:
        assert client.get("/").status_code == 404
        assert client.get("/docs").status_code == 404
