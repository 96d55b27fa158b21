"""The commands that end by themselves: what they print, and the code they end with."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from api.commands import check
from api.commands.demo import demo_token
from api.migrate import connecting, head
from api.secret_key import secret_keys
from api.settings import Settings, read_settings
from domain.audit import AuditEntry, keyed_hash
from domain.people.models import User
from tests.api.command_line import CommandLine
from tests.bare import another_database, bare, session_of

TOKEN = re.compile(r"tp_[\w-]{43}\n")


@pytest.fixture
def tradepost(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> CommandLine:
    """In an empty folder, with an empty data folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRADEPOST_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("TRADEPOST_DATABASE_URL", raising=False)
    return CommandLine(monkeypatch, capfd)


@pytest.fixture
def anywhere(
    request: pytest.FixtureRequest, tradepost: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """What the commands find: a migrated database of the kind the parameter names."""
    with bare(request, read_settings().data_dir) as settings:
        monkeypatch.setenv("TRADEPOST_DATABASE_URL", settings.database_url)
        assert tradepost("migrate").code == 0
        yield read_settings()


def test_help_names_the_commands(tradepost: CommandLine) -> None:
    ended = tradepost("--help")
    assert ended.code == 0
    for command in ("serve", "migrate", "token", "schema", "check", "backup", "restore"):
        assert command in ended.out


@pytest.mark.parametrize(
    "words",
    [
        ("fly",),
        ("migrate", "--fast"),
        ("token", "create"),
        ("token", "create", "--role", "MANAGER", "--expires-days", "0"),
        ("serve", "--port", "70000"),
        ("backup",),
    ],
)
def test_wrong_usage_ends_with_2(tradepost: CommandLine, words: tuple[str, ...]) -> None:
    ended = tradepost(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err
    assert "Traceback" not in ended.err


def test_a_wrong_setting_is_wrong_usage(
    tradepost: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRADEPOST_PORT", "high")
    assert "TRADEPOST_PORT" in tradepost.refuses("migrate", code=2)


def test_migrate_makes_an_embedded_database_and_check_looks_only(tradepost: CommandLine) -> None:
    assert "no database yet" in tradepost.refuses("migrate", "--check")
    assert not read_settings().database_file.exists()
    assert tradepost("migrate").out == f"Migrated to {head()}.\n"
    assert tradepost("migrate").out == "It is up to date.\n"
    assert tradepost("migrate", "--check").code == 0
    with connecting(read_settings().database) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = 'of tomorrow'"))
    assert "newer version" in tradepost.refuses("migrate", "--check")
    assert "newer version" in tradepost.refuses("migrate")
    assert "newer version" in tradepost.refuses("token", "create", "--role", "MANAGER")
    assert "newer version" in tradepost.refuses("serve", "--port", "0")


def test_a_server_is_migrated_by_its_own_command_only(
    tradepost: CommandLine, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with another_database(postgres_url) as url:
        monkeypatch.setenv("TRADEPOST_DATABASE_URL", url)
        assert "Run: tradepost migrate" in tradepost.refuses("serve", "--port", "0")
        assert "Run: tradepost migrate" in tradepost.refuses("token", "create", "--role", "MANAGER")
        assert tradepost("migrate").code == 0
        assert TOKEN.fullmatch(tradepost("token", "create", "--role", "MANAGER").out)


def test_token_create_prints_the_token_and_nothing_else(tradepost: CommandLine) -> None:
    ended = tradepost("token", "create", "--role", "MANAGER")
    assert ended.code == 0
    assert ended.err == ""
    assert TOKEN.fullmatch(ended.out)
    assert tradepost("token", "create", "--role", "customer-service").code == 0


@pytest.mark.parametrize("anywhere", ["sqlite", "postgresql"], indirect=True)
def test_the_audit_hashes_personal_values_under_the_secret(
    tradepost: CommandLine, anywhere: Settings
) -> None:
    tradepost("token", "create", "--role", "MANAGER")
    tradepost("token", "revoke", tradepost("token", "create", "--role", "FINANCE").out.strip())
    demo_token(anywhere)
    [secret] = secret_keys(anywhere)
    with session_of(anywhere) as session:
        for user in session.scalars(select(User)).all():
            invited = select(AuditEntry.changes).where(
                AuditEntry.subject_id == user.id, AuditEntry.action == "user.invited"
            )
            [said] = session.scalars(invited)
            for name in ("name", "email"):
                assert json.loads(said)[name]["to"] == keyed_hash(getattr(user, name), secret)


def test_a_token_is_revoked_once(tradepost: CommandLine) -> None:
    token = tradepost("token", "create", "--role", "MANAGER").out.strip()
    assert tradepost("token", "revoke", token).out == "Revoked.\n"
    assert "revoked already" in tradepost.refuses("token", "revoke", token)
    assert "no such token" in tradepost.refuses("token", "revoke", "tp_other")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--role", "BOSS"), 2, "Roles: DESIGNER"),
        (("--role", "MANAGER", "--organization", "other"), 1, "There is no organisation other"),
        (("--role", "MANAGER", "--store", "lisbon"), 1, "no store lisbon"),
        (("--role", "MANAGER", "--name", " "), 1, ""),
    ],
)
def test_a_token_for_what_is_not_there_is_refused(
    tradepost: CommandLine, words: tuple[str, ...], code: int, said: str
) -> None:
    tradepost("token", "create", "--role", "MANAGER")
    assert said in tradepost.refuses("token", "create", *words, code=code)


def test_schema_prints_the_graph_and_check_compares(tradepost: CommandLine, tmp_path: Path) -> None:
    printed = tradepost("schema").out
    assert "type Query {" in printed
    assert "cannot be read" in tradepost.refuses("schema", "--check")
    file = tmp_path / "schema.graphql"
    file.write_text(printed)
    assert tradepost("schema", "--check").code == 0
    file.write_text(printed.replace("type Query {", "type Query {\n  old: Int"))
    assert "stale" in tradepost.refuses("schema", "--check")


def test_a_data_folder_that_cannot_be_made_is_refused(
    tradepost: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("TRADEPOST_DATA_DIR", str(tmp_path / "file" / "data"))
    assert "cannot be made" in tradepost.refuses("migrate")
    assert "cannot be made" in tradepost.refuses("serve")


def test_what_nobody_foresaw_is_one_line_too(tradepost: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tradepost.db").write_bytes(b"no database at all" * 100)
    line = tradepost.refuses("migrate")
    assert "TRADEPOST_LOG_LEVEL=debug" in line


def test_check_runs_all_and_names_what_failed(
    tradepost: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = ["-c", "pass"], ["-c", "raise SystemExit(3)"]
    monkeypatch.setattr(check, "CHECKS", {"one": bad, "two": good, "three": bad})
    ended = tradepost("check")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.splitlines() == [
        "— one",
        "— two",
        "— three",
        "tradepost: Failed: one, three.",
    ]
    monkeypatch.setattr(check, "CHECKS", {"two": good})
    assert tradepost("check").out == "All is well.\n"


def test_the_commands_load_nothing_they_do_not_need() -> None:
    told = "import api.cli, sys; print(*sys.modules)"
    loaded = subprocess.check_output(
        [sys.executable, "-c", told], text=True, cwd=Path(__file__).parents[2]
    )
    assert not {"sqlalchemy", "strawberry", "uvicorn", "alembic"} & set(loaded.split())


def test_serving_loads_nothing_it_does_not_need() -> None:
    """Each of these takes a tenth of the time that a start may take."""
    told = "import api.app, sys; print(*sys.modules)"
    loaded = subprocess.check_output(
        [sys.executable, "-c", told], text=True, cwd=Path(__file__).parents[2]
    )
    heavy = {"alembic", "dbos", "dotenv", "numpy", "PIL", "psycopg", "pydantic", "rich"}
    assert not heavy & set(loaded.split())
