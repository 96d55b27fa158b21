"""Saving a house into one archive, also while it serves, and putting it back.

The archive is a gzipped tar: `manifest.json` last, beside `database.sqlite` (or a PostgreSQL dump
in `database.dump`), `secret_key` and the files under `blobs/`. The manifest names every other file
with its SHA-256, and the migration that the database was at. Files in a bucket stay there: the
manifest names the bucket.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from api import data_folder, dump, secret_key
from api.migrate import revisions
from api.refused import Refused
from api.settings import Settings
from api.storage import DRAFTS

FORMAT = 1
MANIFEST = "manifest.json"
BLOBS = "blobs"
CHUNK = 1 << 20


def backup(settings: Settings, archive: Path) -> int:
    """Writes the archive, for its owner's eyes only; how many files are in it."""
    if archive.exists():
        raise Refused(f"{archive} exists already.")
    part = archive.with_name(f".{archive.name}.part")
    try:
        with TemporaryDirectory(prefix="tradepost-backup-") as folder:
            database = Path(folder) / dump.name_of(settings)
            head = dump.save(settings, database)
            saved = [(database.name, database), *kept_files(settings)]
            descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                count = write(file, saved, head, settings.storage_url)
        part.replace(archive)
    except OSError as error:
        raise Refused(f"{archive} cannot be written: {error.strerror or error}.") from None
    finally:
        part.unlink(missing_ok=True)
    return count


def kept_files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """After the database was saved: what it speaks of is there, and is never changed."""
    key = settings.data_dir / secret_key.NAME
    if key.exists():
        yield key.name, key
    for path in sorted(settings.blobs_dir.rglob("*")):
        if path.is_file() and DRAFTS not in path.parts:
            yield f"{BLOBS}/{path.relative_to(settings.blobs_dir).as_posix()}", path


def write(file: Any, saved: list[tuple[str, Path]], head: str, elsewhere: str) -> int:
    sums = {}
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=5) as tar:
        for name, path in saved:
            try:
                with path.open("rb") as source:
                    sums[name] = hashlib.file_digest(source, "sha256").hexdigest()
                    source.seek(0)
                    tar.addfile(entry(name, path.stat().st_size), source)
            except FileNotFoundError:
                continue  # erased meanwhile, so the house no longer has it
        said = {
            "format": FORMAT,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "program": program(),
            "migration": head,
            "files": sums,
            **({"files_elsewhere": elsewhere} if elsewhere else {}),
        }
        text = json.dumps(said, indent=1).encode()
        tar.addfile(entry(MANIFEST, len(text)), io.BytesIO(text))
    return len(sums)


def program() -> str:
    try:
        return version("tradepost")
    except PackageNotFoundError:  # run from its sources
        return "unknown"


def entry(name: str, size: int) -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.size, found.mode = size, 0o600
    found.mtime = int(datetime.now(UTC).timestamp())
    return found


def restore(settings: Settings, archive: Path, *, force: bool = False) -> int:
    """Everything is unpacked and proven before anything is replaced; how many files there were."""
    with data_folder.held(settings.data_dir, alone=True):
        if not force and (present := dump.present(settings)):
            raise Refused(f"{present} Use --force to replace it.")
        with unpacked(settings, archive) as (folder, manifest):
            if not (folder / dump.name_of(settings)).exists():
                raise Refused("The archive is of the other kind of database, SQLite or PostgreSQL.")
            dump.load(settings, folder / dump.name_of(settings))
            replace(folder / secret_key.NAME, settings.data_dir / secret_key.NAME)
            replace(folder / BLOBS, settings.blobs_dir)
            return len(manifest["files"])


@contextmanager
def unpacked(settings: Settings, archive: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """In a folder beside its goal, so that moving it there is one step for each part."""
    with TemporaryDirectory(prefix=".restoring-", dir=settings.data_dir) as name:
        folder = Path(name)
        try:
            sums = unpack(archive, folder)
            manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        except (OSError, EOFError, tarfile.TarError, ValueError) as error:
            raise Refused(f"{archive} is no archive of ours, or it is damaged: {error}.") from None
        prove(manifest, sums)
        yield folder, manifest


def unpack(archive: Path, folder: Path) -> dict[str, str]:
    """The SHA-256 of each file; links, devices and names that lead elsewhere are refused."""
    sums = {}
    with tarfile.open(archive, mode="r:gz") as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            source = tar.extractfile(member) if member.isreg() else None
            if source is None or name.is_absolute() or ".." in name.parts:
                raise ValueError(f"it holds {member.name!r}")
            goal = folder / name
            goal.parent.mkdir(parents=True, exist_ok=True)
            sums[member.name] = copied(source, goal)
    sums.pop(MANIFEST, None)
    return sums


def copied(source: Any, goal: Path) -> str:
    digest = hashlib.sha256()
    goal.touch(mode=0o600)
    with goal.open("wb") as file:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def prove(manifest: Any, sums: dict[str, str]) -> None:
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        refuse("it is of a format that this version does not know")
    if manifest.get("files") != sums:
        refuse("its files are not those that it was made with")
    if manifest.get("migration") not in revisions():
        refuse("it was made by a newer version of the program")


def refuse(reason: str) -> NoReturn:
    raise Refused(f"The archive is refused: {reason}.")


def replace(source: Path, goal: Path) -> None:
    """Also by nothing, when the archive has none."""
    if goal.is_dir():
        shutil.rmtree(goal)
    else:
        goal.unlink(missing_ok=True)
    if source.exists():
        source.replace(goal)
