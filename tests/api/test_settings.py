"""Settings: read once, told of in one table, refused with their name."""

import stat
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from api.secret_key import WeakKey, secret_keys
from api.settings import PREFIX, Settings, WrongSetting, read_settings

ROOT = Path(__file__).parent.parent.parent


def table() -> str:
    """The table of docs/settings.md, as it must be."""
    lines = ["| name | default | meaning |", "| --- | --- | --- |"]
    for field in fields(Settings):
        shown = f"`{field.default}`" if str(field.default) else ""
        said = field.metadata["description"]
        lines.append(f"| `{PREFIX}{field.name.upper()}` | {shown} | {said} |")
    return "\n".join(lines) + "\n"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine, and no `.env`."""
    for field in fields(Settings):
        monkeypatch.delenv(PREFIX + field.name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_table_in_the_docs_is_complete() -> None:
    assert (ROOT / "docs" / "settings.md").read_text("utf-8").endswith("\n\n" + table())


def test_every_setting_has_its_sentence() -> None:
    for field in fields(Settings):
        assert field.metadata["description"].endswith("."), field.name


def test_without_any_setting_it_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    settings = read_settings()
    assert settings.data_dir == tmp_path / "tradepost-data"
    assert settings.database_file == tmp_path / "tradepost-data" / "tradepost.db"
    assert (settings.host, settings.port, settings.is_embedded) == ("127.0.0.1", 8000, True)
    assert not settings.data_dir.exists()


def test_settings_come_from_the_environment_before_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("TRADEPOST_PORT=9001\nTRADEPOST_HOST=::1\nOTHER=1\n")
    monkeypatch.setenv("TRADEPOST_PORT", "9002")
    settings = read_settings()
    assert (settings.port, settings.host) == (9002, "::1")


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(read_settings(), "port", 1)  # noqa: B010  the type checker would not let it


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_named_as_people_name_it(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRADEPOST_DATABASE_URL", f"{scheme}://me:s%40cret@host:5433/shop")
    settings = read_settings()
    assert settings.database_text == "postgresql+psycopg://me:s%40cret@host:5433/shop"
    assert "s%40cret" not in str(settings.database)
    assert not settings.is_embedded


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "high", "TRADEPOST_PORT: "),
        ("PORT", "70000", "TRADEPOST_PORT: "),
        ("DATABASE_URL", "mysql://host/x", "TRADEPOST_DATABASE_URL: it must begin with"),
        ("DATABASE_URL", "nonsense", "TRADEPOST_DATABASE_URL: it is no database URL."),
        ("DATABASE_URL", "sqlite://", "TRADEPOST_DATABASE_URL: SQLite needs a file"),
        ("PROFILE", "test", "TRADEPOST_PROFILE: "),
        ("MAX_DEPTH", "0", "TRADEPOST_MAX_DEPTH: "),
    ],
)
def test_a_wrong_setting_is_named(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(WrongSetting) as refused:
        read_settings()
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRADEPOST_SECRET_KEY", "never show this to anyone")
    assert "never" not in repr(read_settings())


def test_a_secret_key_is_made_once_for_its_owner_only() -> None:
    settings = read_settings()
    [made] = secret_keys(settings)
    assert len(made) >= 48
    assert secret_keys(settings) == (made,)
    if sys.platform != "win32":
        mode = (settings.data_dir / "secret_key").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600
    assert [path.name for path in settings.data_dir.iterdir()] == ["secret_key"]


def test_the_key_before_is_still_known_while_it_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRADEPOST_SECRET_KEY", "the new key of the house")
    monkeypatch.setenv("TRADEPOST_SECRET_KEY_PREVIOUS", "the old key of the house")
    assert secret_keys(read_settings()) == (
        b"the new key of the house",
        b"the old key of the house",
    )


def test_a_short_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRADEPOST_SECRET_KEY", "short")
    with pytest.raises(WeakKey):
        secret_keys(read_settings())
