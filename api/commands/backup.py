"""`tradepost backup` and `tradepost restore`."""

from pathlib import Path

from api import backup as archives
from api.settings import read_settings


def backup(file: Path) -> str:
    """What was saved, in one line; raises Refused."""
    count = archives.backup(read_settings(), file.absolute())
    return f"Saved {count} files in {file}. It holds the secret key: keep it safe."


def restore(file: Path, *, force: bool) -> str:
    """What was put back, in one line; raises Refused."""
    settings = read_settings()
    count = archives.restore(settings, file.absolute(), force=force)
    return f"Restored {count} files into {settings.data_dir}."
