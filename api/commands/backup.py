"""`tradepost backup` and `tradepost restore`."""

from pathlib import Path

from api import backup as archives
from api.settings import read_settings


def backup(file: Path) -> str:
    """What was saved, in one line; raises Refused."""
    settings = read_settings()
    count = archives.backup(settings, file.absolute())
    said = f"Saved {count} files in {file}. It holds the secret key: keep it safe."
    if settings.storage_url:
        said += f" What is kept in {settings.storage_url} is not in it."
    return said


def restore(file: Path, *, force: bool) -> str:
    """What was put back, in one line; raises Refused."""
    settings = read_settings()
    count = archives.restore(settings, file.absolute(), force=force)
    return f"Restored {count} files into {settings.data_dir}."
