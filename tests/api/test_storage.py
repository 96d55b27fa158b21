"""Kept files: the same promises by a local folder and by S3."""

import asyncio
import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.settings import Settings, WrongSetting, read_settings
from api.storage import BadKey, Missing, Storage, key_of
from api.storage.bucket import AT_ONCE_BYTES, Bucket, FileChanged, unchanged
from api.storage.folder import DRAFTS, STALE_S, Folder
from api.storage.keys import checked

PNG = "image/png"
NOTHING = key_of("0" * 64)


def folder_of(storage: Storage) -> Path:
    assert isinstance(storage.place, Folder)
    return storage.place.root


def test_bytes_come_back_from_under_their_hash(storage: Storage) -> None:
    for data in (b"", b"picture", os.urandom(300_000)):
        digest = hashlib.sha256(data).hexdigest()
        key = storage.put(data, media_type=PNG)
        assert key == f"sha256/{digest[:2]}/{digest[2:4]}/{digest}"
        assert storage.get(key) == data
        assert storage.size(key) == len(data)
        assert storage.exists(key)


def test_what_is_kept_is_what_was_sent(storage: Storage) -> None:
    digest = hashlib.sha256(b"as sent").hexdigest()
    assert storage.put(b"as sent", media_type=PNG, sha256=digest) == key_of(digest)
    with pytest.raises(RuntimeError, match="not what was sent"):
        storage.put(b"another", media_type=PNG, sha256=digest)


def test_a_file_is_kept_by_its_path_or_open(storage: Storage, tmp_path: Path) -> None:
    file = tmp_path / "film.mp4"
    for size in (1000, AT_ONCE_BYTES + 1000):
        file.write_bytes(os.urandom(size))
        key = storage.put(file, media_type="video/mp4")
        assert hashlib.sha256(storage.get(key)).hexdigest() == key[-64:]
        with file.open("rb") as opened:
            opened.seek(10)
            assert storage.put(opened, media_type="video/mp4") == key
        assert file.stat().st_size == size == storage.size(key)


def test_part_of_a_file_is_read(storage: Storage) -> None:
    data = os.urandom(AT_ONCE_BYTES + 500_000)
    key = storage.put(data, media_type=PNG)

    async def streamed(start: int, end: int | None) -> list[bytes]:
        return [part async for part in storage.stream(key, start, end)]

    for start, end in (
        (0, None),
        (0, 0),
        (5, 6),
        (AT_ONCE_BYTES - 2, AT_ONCE_BYTES + 2),
        (7, None),
    ):
        parts = list(storage.parts(key, start, end))
        assert b"".join(parts) == data[start:end]
        assert b"".join(asyncio.run(streamed(start, end))) == data[start:end]
        assert max(map(len, parts), default=0) <= AT_ONCE_BYTES


def test_what_is_not_there_is_missing(storage: Storage) -> None:
    async def streamed(end: int | None) -> None:
        async for _ in storage.stream(NOTHING, 0, end):
            pass

    assert not storage.exists(NOTHING)
    for ask in (
        lambda: storage.get(NOTHING),
        lambda: storage.size(NOTHING),
        lambda: list(storage.parts(NOTHING, 0, 5)),
        lambda: asyncio.run(storage.size_soon(NOTHING)),
        lambda: asyncio.run(streamed(None)),
        lambda: asyncio.run(streamed(5)),
    ):
        with pytest.raises(Missing) as refused:
            ask()
        assert refused.value.key == NOTHING


def test_what_is_deleted_is_gone_and_may_come_back(storage: Storage) -> None:
    key = storage.put(b"picture", media_type=PNG)
    storage.delete(key)
    assert not storage.exists(key)
    storage.delete(key)
    assert storage.put(b"picture", media_type=PNG) == key
    assert storage.get(key) == b"picture"


def test_many_who_keep_the_same_at_once_all_find_it_whole(storage: Storage, tmp_path: Path) -> None:
    """Whoever has been given the key can read all of it."""
    for size in (50_000, AT_ONCE_BYTES + 1):
        data = os.urandom(size)
        file = tmp_path / f"{size}"
        file.write_bytes(data)
        start = Barrier(6)

        def keep(
            number: int, file: Path = file, data: bytes = data, start: Barrier = start
        ) -> bool:
            start.wait()
            key = storage.put(file if number % 2 else data, media_type=PNG)
            return storage.get(key) == data

        with ThreadPoolExecutor(6) as threads:
            assert list(threads.map(keep, range(6))) == [True] * 6


BAD_KEYS = [
    "",
    "/",
    "..",
    "../../etc/passwd",
    "/etc/passwd",
    "sha256/../../../etc/passwd",
    f"sha256/00/00/../00/{'0' * 64}",
    f"sha256/00/00/{'0' * 64}/",
    f"sha256/00/00/{'0' * 64}\n",
    f"sha256/00/00/{'0' * 64}\x00",
    f"/sha256/00/00/{'0' * 64}",
    f"sha256//00/00/{'0' * 64}",
    f"sha256/00/01/{'0' * 64}",
    f"sha256/00/00/{'0' * 63}",
    f"sha256/AA/AA/{'A' * 64}",
    f"sha512/00/00/{'0' * 64}",
    f"sha256\\00\\00\\{'0' * 64}",
    f"sha256/00/00/{chr(0x660) * 64}",
    f"sha256/00/00/{'0' * 64}#1",
    f"{DRAFTS}/x",
]


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_that_climbs_out_is_refused(storage: Storage, key: str) -> None:
    async def streamed() -> None:
        async for _ in storage.stream(key, 0, 1):
            pass

    for ask in (
        lambda: storage.get(key),
        lambda: storage.size(key),
        lambda: storage.exists(key),
        lambda: storage.delete(key),
        lambda: asyncio.run(streamed()),
    ):
        with pytest.raises(BadKey):
            ask()


@given(st.text() | st.text("sha256/0.a\\% ", max_size=80))
def test_no_text_is_a_key_but_a_hash_under_its_own_first_digits(key: str) -> None:
    with pytest.raises(BadKey):
        checked(key)


def test_a_folder_keeps_files_for_its_owner_only_and_no_drafts(tmp_path: Path) -> None:
    storage = Storage(Settings(data_dir=tmp_path / "data"))
    key = storage.put(b"picture", media_type=PNG)
    root = folder_of(storage)
    assert root == tmp_path / "data" / "blobs"
    assert (root / key).stat().st_mode & 0o777 == 0o600
    for folder in [*(root / key).parents][:5]:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list((root / DRAFTS).iterdir()) == []


def test_what_cannot_be_written_leaves_no_draft(tmp_path: Path) -> None:
    storage = Storage(Settings(data_dir=tmp_path))
    with pytest.raises(FileNotFoundError):
        storage.put(tmp_path / "nowhere", media_type=PNG)
    assert list((folder_of(storage) / DRAFTS).iterdir()) == []


def test_old_drafts_are_swept_away_and_new_ones_left(tmp_path: Path) -> None:
    storage = Storage(Settings(data_dir=tmp_path))
    kept = storage.put(b"picture", media_type=PNG)
    drafts = folder_of(storage) / DRAFTS
    for name in ("old", "new"):
        (drafts / name).touch()
    when = (drafts / "new").stat().st_mtime - STALE_S - 60
    os.utime(drafts / "old", (when, when))
    storage.sweep()
    assert [draft.name for draft in drafts.iterdir()] == ["new"]
    assert storage.exists(kept)


def test_a_file_changed_while_it_is_sent_is_not_kept(tmp_path: Path) -> None:
    """A folder needs no such care: it hashes what it writes, as it writes it."""
    file = tmp_path / "film"
    file.write_bytes(b"first cut")
    key = key_of(hashlib.sha256(b"first cut").hexdigest())
    assert b"".join(unchanged(file, key)) == b"first cut"
    file.write_bytes(b"second cut")
    with pytest.raises(FileChanged):
        list(unchanged(file, key))


GROWTH = """
import resource, sys
from pathlib import Path
from api.settings import read_settings
from api.storage import Storage
storage = Storage(read_settings())
storage.put(b"warm", media_type="x/y")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
key = storage.put(Path(sys.argv[1]), media_type="video/mp4")
read = sum(map(len, storage.parts(key)))
assert read == Path(sys.argv[1]).stat().st_size
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_long_film_needs_little_memory(storage: Storage, tmp_path: Path, request: Any) -> None:
    """256 MB through a fresh process, which may grow by what is on its way at once."""
    file = tmp_path / "long"
    with file.open("wb") as film:
        film.truncate(256 << 20)
    env = {**os.environ, "TRADEPOST_DATA_DIR": str(tmp_path / "data")}
    if isinstance(storage.place, Bucket):
        config = storage.place.store.config
        env |= {
            "TRADEPOST_STORAGE_URL": f"s3://{config['bucket']}/films",
            "TRADEPOST_STORAGE_ENDPOINT": request.getfixturevalue("s3_address"),
            "TRADEPOST_STORAGE_REGION": "us-east-1",
            "TRADEPOST_STORAGE_ACCESS_KEY_ID": "test",
            "TRADEPOST_STORAGE_SECRET_ACCESS_KEY": "test",
        }
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, str(file)],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    most_mb = 120 if isinstance(storage.place, Bucket) else 8
    assert int(done.stdout) < most_mb * 1024


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("TRADEPOST_STORAGE_URL", "bucket"),
        ("TRADEPOST_STORAGE_URL", "s3://"),
        ("TRADEPOST_STORAGE_URL", "s3://UPPER"),
        ("TRADEPOST_STORAGE_URL", "https://s3.example/bucket"),
        ("TRADEPOST_STORAGE_ENDPOINT", "localhost:9000"),
    ],
)
def test_a_place_that_is_none_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, wrong: str
) -> None:
    monkeypatch.setenv(name, wrong)
    with pytest.raises(WrongSetting, match=name):
        read_settings()
