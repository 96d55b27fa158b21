"""A house is saved while it works, and put back as it was."""

import hashlib
import io
import json
import sqlite3
import stat
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.backup import MANIFEST, backup, restore
from api.migrate import Standing, connecting, standing, upgrade
from api.refused import Refused
from api.secret_key import secret_keys
from api.settings import Settings
from domain.audit_chain import verify
from domain.every_table import METADATA
from domain.people.bootstrap import ensure_organization
from domain.people.models import Organization, User
from tests.bare import session_of
from tests.house import KEY, MONDAY

Alter = Callable[[dict[str, bytes]], None]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A house with rows, a key and a file."""
    settings = Settings(data_dir=tmp_path / "data")
    upgrade(settings)
    with session_of(settings) as session:
        ensure_organization(session, MONDAY, "first", "First", key=KEY)
        session.commit()
    secret_keys(settings)
    blob = settings.blobs_dir / "ab" / "picture"
    blob.parent.mkdir(parents=True)
    blob.write_bytes(b"picture" * 1000)
    return settings


@pytest.fixture
def elsewhere(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "elsewhere")


def rows(settings: Settings) -> dict[str, list[Any]]:
    with connecting(settings.database) as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in METADATA.sorted_tables
        }


def test_what_is_restored_is_what_was_saved(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    archive = tmp_path / "house.tar.gz"
    assert backup(settings, archive) == 3
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert restore(elsewhere, archive) == 3
    assert rows(elsewhere) == rows(settings)
    assert rows(elsewhere)["organizations"]
    assert secret_keys(elsewhere) == secret_keys(settings)
    blob = Path("ab", "picture")
    assert (elsewhere.blobs_dir / blob).read_bytes() == (settings.blobs_dir / blob).read_bytes()
    with connecting(elsewhere.database) as connection:
        assert standing(connection) is Standing.CURRENT
    assert sorted(path.name for path in elsewhere.data_dir.iterdir()) == [
        "blobs",
        "lock",
        "secret_key",
        "tradepost.db",
    ]


def test_a_house_at_work_is_saved_at_one_moment(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """Pairs are written in one transaction each; no backup holds half of one."""
    stop, written = threading.Event(), [0]

    def write() -> None:
        with session_of(settings) as session:
            house = session.scalars(select(Organization)).one()
            while not stop.is_set():
                for half in ("a", "b"):
                    email = f"{written[0]}{half}@example.com"
                    session.add(User(organization_id=house.id, name=half, email=email))
                    session.flush()
                session.commit()
                written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = []
        for number in range(3):
            while written[0] < 20 * (number + 1):
                assert writer.is_alive()
                stop.wait(0.01)
            archive = tmp_path / f"{number}.tar.gz"
            backup(settings, archive)
            restore(elsewhere, archive, force=True)
            users = rows(elsewhere)["users"]
            assert len(users) % 2 == 0
            found.append(len(users))
    finally:
        stop.set()
        writer.join()
    assert 40 <= found[0] < found[1] < found[2] <= 2 * written[0]
    assert set(users) <= set(rows(settings)["users"])
    with session_of(elsewhere) as session:
        house = session.scalars(select(Organization)).one()
        assert verify(session, house.id).is_intact


def test_what_is_there_is_replaced_only_by_force(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    archive = tmp_path / "house.tar.gz"
    backup(settings, archive)
    upgrade(elsewhere)
    (elsewhere.blobs_dir / "old").mkdir(parents=True)
    with pytest.raises(Refused, match="not empty"):
        restore(elsewhere, archive)
    assert not rows(elsewhere)["organizations"]
    restore(elsewhere, archive, force=True)
    assert rows(elsewhere) == rows(settings)
    assert not (elsewhere.blobs_dir / "old").exists()


def test_an_archive_is_never_overwritten(settings: Settings, tmp_path: Path) -> None:
    archive = tmp_path / "house.tar.gz"
    archive.write_bytes(b"precious")
    with pytest.raises(Refused, match="exists already"):
        backup(settings, archive)
    assert archive.read_bytes() == b"precious"


def test_without_a_database_there_is_nothing_to_save(elsewhere: Settings, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no database"):
        backup(elsewhere, tmp_path / "house.tar.gz")
    assert not list(tmp_path.glob("*"))


def test_a_folder_that_is_not_there_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be written"):
        backup(settings, tmp_path / "nowhere" / "house.tar.gz")


def rewritten(archive: Path, alter: Alter) -> Path:
    """The same archive, with some of its files altered."""
    with tarfile.open(archive) as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    alter(files)
    with tarfile.open(archive, "w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return archive


def manifest(held: dict[str, bytes], **changes: Any) -> None:
    said = {**json.loads(held[MANIFEST]), **changes}
    held[MANIFEST] = json.dumps(said).encode()


def of_tomorrow(files: dict[str, bytes]) -> None:
    manifest(files, migration="of tomorrow")


def of_another_format(files: dict[str, bytes]) -> None:
    manifest(files, format=99)


def damaged(files: dict[str, bytes]) -> None:
    files["database.sqlite"] = files["database.sqlite"][:-1] + b"x"


def without_a_file(files: dict[str, bytes]) -> None:
    del files["secret_key"]


def with_one_more(files: dict[str, bytes]) -> None:
    files["blobs/more"] = b"more"


def without_a_manifest(files: dict[str, bytes]) -> None:
    del files[MANIFEST]


def that_climbs_out(files: dict[str, bytes]) -> None:
    files["blobs/../../../escaped"] = b"x"


def at_the_root(files: dict[str, bytes]) -> None:
    files["/tmp/escaped-tradepost"] = b"x"  # noqa: S108  that it is not written is the test


def of_the_other_kind(files: dict[str, bytes]) -> None:
    files["database.dump"] = files.pop("database.sqlite")
    sums = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != MANIFEST
    }
    manifest(files, files=sums)


@pytest.mark.parametrize(
    "alter",
    [
        of_tomorrow,
        of_another_format,
        damaged,
        without_a_file,
        with_one_more,
        without_a_manifest,
        that_climbs_out,
        at_the_root,
        of_the_other_kind,
    ],
)
def test_an_archive_that_is_not_right_replaces_nothing(
    settings: Settings, elsewhere: Settings, tmp_path: Path, alter: Alter
) -> None:
    archive = tmp_path / "house.tar.gz"
    backup(settings, archive)
    restore(elsewhere, archive)
    before = rows(elsewhere)
    with pytest.raises(Refused):
        restore(elsewhere, rewritten(archive, alter), force=True)
    assert rows(elsewhere) == before
    assert (elsewhere.blobs_dir / "ab" / "picture").exists()
    assert not list(elsewhere.data_dir.glob(".restoring-*"))
    assert not (tmp_path / "escaped").exists()


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00"])
def test_what_is_no_archive_is_refused(elsewhere: Settings, tmp_path: Path, content: bytes) -> None:
    archive = tmp_path / "house.tar.gz"
    archive.write_bytes(content)
    with pytest.raises(Refused, match="no archive of ours"):
        restore(elsewhere, archive)


def test_a_link_in_an_archive_is_refused(elsewhere: Settings, tmp_path: Path) -> None:
    archive = tmp_path / "house.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        member = tarfile.TarInfo("secret_key")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)
    with pytest.raises(Refused, match="no archive of ours"):
        restore(elsewhere, archive)


def test_a_copy_is_whole_without_the_files_beside_it(settings: Settings, tmp_path: Path) -> None:
    archive = tmp_path / "house.tar.gz"
    backup(settings, archive)
    with tarfile.open(archive) as tar:
        tar.extract("database.sqlite", tmp_path, filter="data")
    with closing(sqlite3.connect(tmp_path / "database.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
